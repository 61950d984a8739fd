package io.raftboot.benchmarks.jgroups;

import java.nio.file.Files;
import java.nio.file.Path;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.MemberCluster;
import org.jgroups.JChannel;
import org.jgroups.raft.RaftHandle;

/** jgroups-raft through its {@link RaftHandle}. */
final class JGroupsCluster extends MemberCluster<JGroupsMember> {

	private final JGroupsStack stack;

	JGroupsCluster(String name, JGroupsStack stack) {
		super(name);
		this.stack = stack;
	}

	@Override
	protected JGroupsMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws Exception {
		Files.createDirectories(directory);
		JChannel channel = this.stack.channel(node, ports, directory, settings);
		try {
			RaftHandle handle = new RaftHandle(channel, new OperationsMachine(operations));
			channel.connect("benchmark");
			return new JGroupsMember(channel, handle);
		}
		catch (Exception ex) {
			channel.close();
			throw ex;
		}
	}

}
