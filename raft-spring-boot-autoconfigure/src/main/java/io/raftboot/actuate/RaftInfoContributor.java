package io.raftboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** {@link InfoContributor} that says in {@code /actuator/info} which node this is. */
public class RaftInfoContributor implements InfoContributor {

	private final RaftNode node;

	/**
	 * Makes one.
	 * @param node the node
	 */
	public RaftInfoContributor(RaftNode node) {
		this.node = node;
	}

	@Override
	public void contribute(Info.Builder builder) {
		RaftStatus status = this.node.status();
		Map<String, Object> raft = new LinkedHashMap<>();
		raft.put("node", status.nodeId().value());
		raft.put("group", status.group());
		raft.put("role", RaftViewAssembler.role(status));
		raft.put("term", status.term());
		NodeId leader = status.leader();
		if (leader != null) {
			raft.put("leader", leader.value());
		}
		if (!status.clusterId().isNone()) {
			raft.put("clusterId", status.clusterId().toString());
		}
		String version = RaftNode.class.getPackage().getImplementationVersion();
		if (version != null) {
			raft.put("version", version);
		}
		builder.withDetail("raft", raft);
	}

}
