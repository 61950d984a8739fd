package io.raftboot.test.transport;

import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link Transport} must do. Extend it, and say how to make one.
 */
public abstract class TransportContractTests {

	/** Most bytes that may wait for one peer in these tests. */
	protected static final long QUEUE_BYTES_MAX = 12 << 20;

	/** Most bytes of snapshots that may wait for one peer in these tests. */
	protected static final long BULK_QUEUE_BYTES_MAX = 8 << 20;

	/** Largest payload of an entry in these tests. */
	protected static final int PAYLOAD_BYTES_MAX = 8 << 20;

	/**
	 * A transport of group "default" that is not started, with an address that is free.
	 */
	protected abstract Transport newTransport();

	/** A transport of group "default" for an address that another one had. */
	protected abstract Transport newTransport(String address);

	/** A transport of another group. */
	protected abstract Transport newTransportOfGroup(String group);

	/** Who may talk to whom. */
	@Nested
	class Handshake extends TransportHandshakeContractTests {

		Handshake() {
			super(TransportContractTests.this);
		}

	}

	/** What is carried. */
	@Nested
	class Messages extends TransportDeliveryContractTests {

		Messages() {
			super(TransportContractTests.this);
		}

	}

	/** Pieces of snapshots, and what else is sent meanwhile. */
	@Nested
	class Snapshots extends TransportBulkContractTests {

		Snapshots() {
			super(TransportContractTests.this);
		}

	}

	/** Comings and goings. */
	@Nested
	class Connections extends TransportConnectionContractTests {

		Connections() {
			super(TransportContractTests.this);
		}

	}

	/** Sleeping and waking. */
	@Nested
	class Waiting extends TransportWaitingContractTests {

		Waiting() {
			super(TransportContractTests.this);
		}

	}

}
