package io.raftboot.test.scenario;

import java.util.List;
import java.util.Map;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.test.scenario.Setup.GivenEntry;
import io.raftboot.test.scenario.Setup.GivenSnapshot;
import io.raftboot.test.scenario.Setup.NodeSetup;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of a script and puts on their disks what it says. */
final class StartingState {

	private StartingState() {
	}

	static void prepare(Cluster cluster, Map<NodeId, Node> nodes) {
		Setup setup = cluster.setup();
		boolean random = setup.number("random") > 0;
		int position = 0;
		for (NodeSetup node : setup.nodes.values()) {
			double part = (node.timer() >= 1) ? node.timer() - 1 : random ? -1 : position / (double) setup.nodes.size();
			nodes.put(node.id(),
					new Node(cluster, node, new ChosenRandom(setup.number("random") * 1000 + position, part)));
			position++;
		}
		for (NodeSetup node : setup.nodes.values()) {
			GivenSnapshot snapshot = node.snapshot();
			nodes.get(node.id()).prepare(new HardState(node.term(), node.vote()), log(setup, node), null);
		}
		for (NodeSetup node : setup.nodes.values()) {
			GivenSnapshot snapshot = node.snapshot();
			if (snapshot != null) {
				nodes.get(node.id()).disk().keep(snapshot(setup, snapshot, nodes));
				cluster.invariants().given(snapshot.index(), nodes.values());
			}
		}
	}

	private static EntryLog log(Setup setup, NodeSetup node) {
		EntryLog log = new EntryLog();
		if (node.snapshot() != null) {
			log.reset(node.snapshot().term(), node.snapshot().index());
		}
		for (GivenEntry entry : node.log()) {
			log.write(entry(setup, entry, log.lastIndex() + 1));
		}
		return log;
	}

	private static EntryBatch entry(Setup setup, GivenEntry given, long index) {
		Membership membership = given.configuration();
		if (membership != null) {
			return EntryLog.configuration(given.term(), index, new ConfigurationEntry(Setup.CLUSTER, membership));
		}
		if (index == 1) {
			return EntryLog.configuration(given.term(), index, setup.configuration());
		}
		String label = given.label();
		return EntryLog.command(given.term(), index, (label != null) ? label : "t" + given.term() + "i" + index, 0);
	}

	/** Its state is taken from a log that has all of it, if there is one. */
	private static NodeSnapshot snapshot(Setup setup, GivenSnapshot given, Map<NodeId, Node> nodes) {
		ConfigurationEntry configuration = (given.configuration() != null)
				? new ConfigurationEntry(Setup.CLUSTER, given.configuration()) : setup.configuration();
		SnapshotMeta meta = new SnapshotMeta(given.index(), given.term(), 1, configuration);
		for (Node node : nodes.values()) {
			EntryLog log = node.disk().log();
			if (log.baseIndex() == 0 && log.termOf(given.index()) == given.term()) {
				return new NodeSnapshot(meta, applied(log, given.index()));
			}
		}
		return new NodeSnapshot(meta, List.of());
	}

	private static List<Applier.Applied> applied(EntryLog log, long last) {
		List<Applier.Applied> applied = new java.util.ArrayList<>();
		for (long index = 1; index <= last; index++) {
			@Nullable String label = EntryLog.label(log.entry(index));
			if (label != null) {
				applied.add(new Applier.Applied(index, label));
			}
		}
		return applied;
	}

}
