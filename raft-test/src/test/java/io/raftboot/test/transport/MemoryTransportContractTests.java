package io.raftboot.test.transport;

import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;

class MemoryTransportContractTests extends TransportContractTests {

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L)
		.queueBytesMax(QUEUE_BYTES_MAX)
		.bulk(BULK_QUEUE_BYTES_MAX, 30_000_000_000L));

	@Override
	protected Transport newTransport() {
		return this.network.newTransport();
	}

	@Override
	protected Transport newTransport(String address) {
		return this.network.newTransport(address);
	}

	@Override
	protected Transport newTransportOfGroup(String group) {
		return this.network.newTransport();
	}

}
