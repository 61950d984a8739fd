package io.raftboot.actuate;

import java.time.Clock;
import java.util.Set;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint} that shows the Raft node: role, leader, term, log and peers. Reachable
 * at {@code /actuator/raft} once {@code management.endpoints.web.exposure.include} names
 * it; over HTTP {@link RaftEndpointWebExtension} has more.
 */
@Endpoint(id = "raft", defaultAccess = Access.READ_ONLY)
public class RaftEndpoint {

	private final RaftNode node;

	private final RaftViewAssembler assembler;

	private final Show showAddresses;

	private final long startNanos = System.nanoTime();

	/**
	 * Makes one.
	 * @param node the node
	 * @param options how it is set up
	 * @param healthReasons judges it
	 * @param machines its state machines
	 * @param showAddresses to whom addresses and directories are shown
	 */
	public RaftEndpoint(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			ReplicatedMachines machines, Show showAddresses) {
		this.node = node;
		this.assembler = new RaftViewAssembler(options, healthReasons, machines.all(), Clock.systemUTC());
		this.showAddresses = showAddresses;
	}

	/** What the node knows at this moment; never blocks. */
	@ReadOperation
	public RaftView raft() {
		return view(SecurityContext.NONE);
	}

	/**
	 * What the node tells other nodes.
	 * @param events what happened on it lately
	 */
	public NodeReport report(RecentRaftEvents events) {
		return new NodeReport(all(), events.latest());
	}

	/** The same, as far as this user may see it. */
	RaftView view(SecurityContext securityContext) {
		return shown(all(), securityContext);
	}

	/** As much of a view as this user may see. */
	RaftView shown(RaftView view, SecurityContext securityContext) {
		return this.showAddresses.isShown(securityContext, Set.of()) ? view : view.withoutAddresses();
	}

	private RaftView all() {
		return this.assembler.assemble(this.node.status(), Units.millis(System.nanoTime() - this.startNanos));
	}

}
