package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.raftboot.core.model.NodeId;

/** Reads the lines about time, links, disks, appliers and nodes that come and go. */
final class FaultParser {

	private static final List<String> DISK = List.of("holds", "writes", "resumes", "fails");

	private static final List<String> APPLIER = List.of("holds", "applies", "resumes");

	private FaultParser() {
	}

	static Step pass(Words words) {
		long nanos = words.nanos();
		words.end();
		return (cluster) -> cluster.pass(nanos, () -> false);
	}

	static Step timeout(Words words) {
		return each(words, Cluster::timeout);
	}

	static Step heartbeat(Words words) {
		NodeId id = words.node();
		words.end();
		MessagePattern pattern = new MessagePattern("Heartbeat", id.value(), null, List.of());
		return (cluster) -> {
			int before = cluster.network().sentEver(pattern).size();
			long patience = 2 * cluster.setup().number("heartbeat");
			if (!cluster.pass(patience, () -> cluster.network().sentEver(pattern).size() > before)) {
				throw cluster.failure("Node " + id + " is " + cluster.node(id).role() + " and sends no heartbeat");
			}
		};
	}

	static Step timer(Words words) {
		NodeId id = words.node();
		double part = words.accept("random") ? -1 : SetupParser.timer(words) - 1;
		words.end();
		return (cluster) -> cluster.node(id).random().choose(part);
	}

	static Step block(Words words, boolean block) {
		NodeId first = words.node();
		boolean bothWays = words.takeAny(List.of("->", "<->")).length() > 2;
		NodeId second = words.node();
		words.end();
		return (cluster) -> {
			cluster.network().block(first, second, block);
			if (bothWays) {
				cluster.network().block(second, first, block);
			}
		};
	}

	static Step isolate(Words words) {
		return each(words, (cluster, node) -> {
			for (Node other : cluster.nodes()) {
				cluster.network().block(node.id(), other.id(), true);
				cluster.network().block(other.id(), node.id(), true);
			}
		});
	}

	/** Everybody hears only those on the same side. */
	static Step partition(Words words) {
		List<List<NodeId>> sides = new ArrayList<>(List.of(words.nodes()));
		words.expect("|");
		sides.add(words.nodes());
		while (words.accept("|")) {
			sides.add(words.nodes());
		}
		words.end();
		return (cluster) -> {
			for (List<NodeId> side : sides) {
				for (List<NodeId> other : sides) {
					if (side != other) {
						side.forEach((from) -> other.forEach((to) -> cluster.network().block(from, to, true)));
					}
				}
			}
		};
	}

	static Step heal(Words words) {
		words.end();
		return (cluster) -> cluster.network().unblockAll();
	}

	static Step connect(Words words, boolean connected) {
		NodeId first = words.node();
		NodeId second = words.node();
		words.end();
		return (cluster) -> cluster.connect(cluster.node(first), cluster.node(second), connected);
	}

	static Step crash(Words words) {
		return each(words, Cluster::crash);
	}

	static Step restart(Words words) {
		return each(words, Cluster::restart);
	}

	static Step wipe(Words words) {
		return each(words, (cluster, node) -> {
			if (node.isRunning()) {
				throw cluster.failure("Node " + node.id() + " runs: crash it before its disk is wiped");
			}
			node.disk().wipe();
			cluster.invariants().wiped(node);
		});
	}

	static Step pause(Words words) {
		return each(words, (cluster, node) -> node.pause());
	}

	static Step resume(Words words) {
		return each(words, (cluster, node) -> {
			cluster.says(node.id(), "resumes");
			node.resume();
		});
	}

	/** A member tells these nodes that they are none any more. */
	static Step removed(Words words) {
		return each(words, (cluster, node) -> {
			node.says("hears that it was removed");
			node.on((core) -> core.onRemoved(node.clockNanos()));
		});
	}

	static Step disk(Words words) {
		List<NodeId> ids = words.nodes();
		String what = words.takeAny(DISK);
		long writes = what.equals("writes") ? orOne(words.acceptNumber("a number of writes")) : 0;
		words.end();
		return (cluster) -> ids.forEach((id) -> {
			Node node = cluster.node(id);
			switch (what) {
				case "holds" -> node.disk().hold();
				case "resumes" -> node.disk().resume();
				case "fails" -> node.disk().fail();
				default -> {
					if (node.disk().isIdle()) {
						throw cluster.failure("The disk of " + id + " has nothing to write");
					}
					node.disk().allow(writes);
				}
			}
			node.progress();
		});
	}

	static Step applier(Words words) {
		List<NodeId> ids = words.nodes();
		String what = words.takeAny(APPLIER);
		long entries = what.equals("applies") ? orOne(words.acceptNumber("a number of entries")) : 0;
		words.end();
		return (cluster) -> ids.forEach((id) -> {
			Node node = cluster.node(id);
			switch (what) {
				case "holds" -> node.applier().hold();
				case "resumes" -> node.applier().resume();
				default -> node.applier().allow(entries);
			}
			node.progress();
		});
	}

	static Step snapshot(Words words) {
		NodeId id = words.node();
		Long at = words.accept("at") ? words.number("an index") : null;
		long keep = words.accept("keeping") ? words.number("a number of entries") : 0;
		words.end();
		return (cluster) -> {
			Node node = cluster.node(id);
			node.takeSnapshot((at != null) ? at : node.applier().index(), keep);
		};
	}

	private static long orOne(@org.jspecify.annotations.Nullable Long number) {
		return (number != null) ? number : 1;
	}

	private static Step each(Words words, BiConsumer<Cluster, Node> action) {
		List<NodeId> ids = words.nodes();
		words.end();
		return (cluster) -> ids.forEach((id) -> {
			action.accept(cluster, cluster.node(id));
			cluster.settle();
		});
	}

}
