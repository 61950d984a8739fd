package io.raftboot.benchmarks.transports;

import java.nio.ByteBuffer;

import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node and the application around it.
 *
 * @param node the node
 * @param application whose end is the node's end
 */
record TransportMember(RaftNode node, ConfigurableApplicationContext application) implements EngineMember {

	/** One that can take commands. */
	@Override
	public boolean isLeader() {
		return this.node.status().role() == Role.LEADER && this.node.commandVersion(TransportConfiguration.MACHINE) > 0;
	}

	@Override
	public long term() {
		return this.node.status().term();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		this.node.propose(TransportConfiguration.MACHINE, command).whenComplete(completion);
	}

	@Override
	public void read(Completion completion) {
		this.node.read(Consistency.LINEARIZABLE).whenComplete(completion);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
