package io.raftboot.actuate;

import java.time.Clock;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint} that shows the Raft node: role, leader, term, log and peers. Reachable
 * at {@code /actuator/raft} once {@code management.endpoints.web.exposure.include} names
 * it.
 */
@Endpoint(id = "raft", defaultAccess = Access.READ_ONLY)
public class RaftEndpoint {

	private final RaftNode node;

	private final RaftViewAssembler assembler;

	private final long startNanos = System.nanoTime();

	/**
	 * Makes one.
	 * @param node the node
	 * @param options how it is set up
	 * @param healthReasons judges it
	 * @param machines its state machines
	 */
	public RaftEndpoint(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			ReplicatedMachines machines) {
		this.node = node;
		this.assembler = new RaftViewAssembler(options, healthReasons, machines.all(), Clock.systemUTC());
	}

	/** What the node knows at this moment; never blocks. */
	@ReadOperation
	public RaftView raft() {
		return this.assembler.assemble(this.node.status(), Units.millis(System.nanoTime() - this.startNanos));
	}

}
