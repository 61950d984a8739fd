package io.raftboot.core.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import io.raftboot.core.model.SnapshotMeta;

/**
 * Snapshot files of a {@link CoreCluster}: taken, sent, lost, doubled and late, outside
 * of the cores as the driver does it.
 */
final class CoreSnapshots {

	private final CoreCluster cluster;

	private final SplittableRandom random;

	/** States by index: equal for all, which the invariants check. */
	private final Map<Long, Long> states = new HashMap<>();

	CoreSnapshots(CoreCluster cluster, SplittableRandom random) {
		this.cluster = cluster;
		this.random = random;
	}

	long stateOf(SnapshotMeta meta) {
		return this.states.get(meta.index());
	}

	/** Of what is applied now; durable, and known to the core, a while later. */
	void take(CoreNode node, long trailing) {
		if (!node.isRunning() || node.applied <= node.core().baseIndex()) {
			return;
		}
		SnapshotMeta meta = node.core().snapshotMeta(node.applied);
		this.cluster.invariants.snapshot(node, meta);
		this.states.put(meta.index(), node.state);
		CoreSnapshot snapshot = new CoreSnapshot(meta, node.state);
		long life = node.life();
		this.cluster.schedule(this.random.nextLong(20 * CoreCluster.MILLIS), () -> {
			if (node.life() == life && node.isRunning()) {
				this.cluster.counters.count("snapshot taken");
				node.snapshotTaken(snapshot, Math.max(1, meta.index() + 1 - trailing));
			}
		});
	}

	void send(CoreNode from, CoreNode to) {
		CoreSnapshot snapshot = from.disk.snapshot;
		if (snapshot == null || snapshot.meta().index() < from.core().baseIndex()) {
			throw new AssertionError("No snapshot covers what is gone from the log of " + from.id);
		}
		this.cluster.counters.count("snapshot sent");
		long term = from.core().term();
		long life = from.life();
		int copies = (this.random.nextDouble() < this.cluster.duplicateRate) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			boolean lost = this.random.nextDouble() < 2 * this.cluster.lossRate;
			this.cluster.schedule(this.random.nextLong(10 * this.cluster.delayNanosMax), () -> {
				boolean taken = !lost && to.isRunning() && !this.cluster.isCut(from.id, to.id)
						&& to.core().term() == term && from.id.equals(to.core().leader());
				if (taken) {
					received(from, to, snapshot);
				}
				else if (from.life() == life) {
					this.cluster.counters.count("snapshot failed");
					from.on((core) -> core.onSnapshotFailed(to.id, from.clockNanos()));
				}
			});
		}
	}

	/** The last piece arrived; the file is durable a while later, whoever leads then. */
	private void received(CoreNode from, CoreNode to, CoreSnapshot snapshot) {
		long life = to.life();
		this.cluster.schedule(this.random.nextLong(this.cluster.forceNanosMax), () -> {
			if (to.life() != life || !to.isRunning()) {
				return;
			}
			to.disk.store(snapshot);
			if (snapshot.meta().index() <= to.core().commitIndex()) {
				this.cluster.counters.count("snapshot below commit");
			}
			to.on((core) -> core.onSnapshotReceived(snapshot.meta(), from.id, to.clockNanos()));
		});
	}

}
