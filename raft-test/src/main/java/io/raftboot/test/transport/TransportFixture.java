package io.raftboot.test.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.AfterEach;

import static io.raftboot.test.transport.TransportProbe.runUntil;

/**
 * Probes on transports of one contract kit, closed after each test, and messages for them
 * to carry.
 */
abstract class TransportFixture {

	private final TransportContractTests kit;

	private final List<TransportProbe> probes = new ArrayList<>();

	TransportFixture(TransportContractTests kit) {
		this.kit = kit;
	}

	@AfterEach
	void closeAll() {
		this.probes.forEach(TransportProbe::close);
	}

	final Transport newTransport(String address) {
		return this.kit.newTransport(address);
	}

	final Transport newTransportOfGroup(String group) {
		return this.kit.newTransportOfGroup(group);
	}

	final TransportProbe node(String id) {
		return node(id, this.kit.newTransport());
	}

	final TransportProbe node(String id, Transport transport) {
		return node(id, "default", transport);
	}

	final TransportProbe node(String id, String group, Transport transport) {
		TransportProbe probe = TransportProbe.start(id, group, transport);
		this.probes.add(probe);
		return probe;
	}

	final void connect(TransportProbe from, TransportProbe to) {
		from.connectTo(to);
		runUntil(() -> from.isConnectedTo(to), from, to);
	}

	static Heartbeat heartbeat(TransportProbe from, long round) {
		return new Heartbeat(from.id(), 3L, 0L, round, 0);
	}

	/** The piece of this number of some snapshot; each has bytes of its own. */
	static SnapshotChunk chunk(TransportProbe from, int number, int dataBytes) {
		byte[] data = new byte[dataBytes];
		for (int i = 0; i < dataBytes; i += 1000) {
			data[i] = (byte) (31 * number + i);
		}
		return new SnapshotChunk(from.id(), 3L, 50L, 2L, 1L << 40, 0x1234, (long) number * dataBytes,
				ByteBuffer.wrap(data));
	}

	static AppendEntries append(TransportProbe from, long round, int payloadBytes) {
		EntryBatchBuilder batch = new EntryBatchBuilder(round, 3L, EntryLayout.entryBytes(payloadBytes));
		byte[] payload = new byte[payloadBytes];
		for (int i = 0; i < payloadBytes; i += 1000) {
			payload[i] = (byte) (round + i);
		}
		batch.add(EntryType.COMMAND, ByteBuffer.wrap(payload));
		return new AppendEntries(from.id(), 3L, round - 1, 3L, 0L, round, 0, batch.build());
	}

}
