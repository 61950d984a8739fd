package io.raftboot.test.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.raftboot.test.disk.FaultyDisk;

/** What goes wrong with disks. */
final class DiskTrouble {

	private static final long MILLIS = 1_000_000L;

	private final World world;

	private final Cluster cluster;

	private final Operator operator;

	private final SplittableRandom random;

	DiskTrouble(World world, Cluster cluster, Operator operator, SplittableRandom random) {
		this.world = world;
		this.cluster = cluster;
		this.operator = operator;
		this.random = random;
	}

	boolean strike(Fault fault, SimulatedNode node) {
		switch (fault) {
			case SLOW_DISK -> node.times().diskSlowUntil(until());
			case HUNG_DISK -> node.times().diskHungUntil(until());
			case FAILED_WRITE -> failNext(node, FaultyDisk.Operation.WRITE);
			case FAILED_FORCE -> failNext(node, FaultyDisk.Operation.FORCE);
			case FAILED_RENAME -> {
				node.mayFail();
				node.disk()
					.failNext(this.random.nextBoolean() ? FaultyDisk.Operation.RENAME
							: FaultyDisk.Operation.FORCE_DIRECTORY, "");
				restartSoon(node);
			}
			case FULL_DISK -> fill(node);
			case WIPED_DISK -> {
				return mayDamage(node) && wipe(node);
			}
			case BIT_ROT -> {
				return mayDamage(node) && rot(node);
			}
			case MISDIRECTED_WRITE -> {
				return mayDamage(node) && misdirect(node);
			}
			default -> throw new IllegalArgumentException(fault.name());
		}
		return true;
	}

	private long until() {
		long timeout = this.world.swarm().electionTimeoutMillis * MILLIS;
		return this.world.timeline().nowNanos() + this.random.nextLong(8 * timeout);
	}

	/** What it reads after a restart may not be there after the next power failure. */
	private void failNext(SimulatedNode node, FaultyDisk.Operation operation) {
		node.mayFail();
		node.disk().failNext(operation, (this.random.nextInt(3) == 0) ? "meta" : "");
		restartSoon(node);
		if (this.random.nextBoolean()) {
			int start = node.starts();
			this.world.timeline().after(1_000 * MILLIS + this.random.nextLong(1_500 * MILLIS), () -> {
				if (node.isUp() && node.starts() == start + 1) {
					node.crash(true);
					this.cluster.startLater(node, this.random.nextLong(500 * MILLIS));
				}
			});
		}
	}

	/** Until an operator makes room. */
	private void fill(SimulatedNode node) {
		FaultyDisk disk = node.disk();
		disk.capacityBytes(disk.usedBytes() + this.random.nextInt(2_000));
		int start = node.starts();
		this.world.timeline().after(this.random.nextLong(4_000 * MILLIS), () -> {
			if (node.isUp() && node.starts() == start && node.isDiskFull()) {
				this.world.coverage().count(Transition.DISK_WAS_FULL);
			}
			disk.capacityBytes(Long.MAX_VALUE);
		});
		restartSoon(node);
	}

	/** In case it fails, or did not start. */
	private void restartSoon(SimulatedNode node) {
		for (int i = 1; i <= 3; i++) {
			this.cluster.startLater(node, i * i * 400 * MILLIS + this.random.nextLong(600 * MILLIS));
		}
	}

	/** Damage is met at a start only, or when it is read for others. */
	private void damaged(SimulatedNode node) {
		node.damaged();
		this.operator.replaceWhenLost(node);
		if (this.random.nextBoolean()) {
			node.crash(this.random.nextBoolean());
			this.cluster.startLater(node, this.random.nextLong(500 * MILLIS));
		}
	}

	private boolean mayDamage(SimulatedNode node) {
		return this.cluster.mayLose(node) && !this.operator.isShrinking();
	}

	/**
	 * The node comes back as if it were new, which nobody may mistake for the old one,
	 * until an operator replaces it. Not one that would found a cluster of its own.
	 */
	private boolean wipe(SimulatedNode node) {
		if (!node.setup().join() && node.setup().peers().size() < 2) {
			return false;
		}
		node.crash(true);
		node.loseDisk();
		this.cluster.startLater(node, this.random.nextLong(500 * MILLIS));
		this.world.timeline().after(1_000 * MILLIS + this.random.nextLong(4_000 * MILLIS), () -> {
			if (node.isUp()) {
				node.crash(true);
			}
			node.lose();
		});
		this.operator.replaceWhenLost(node);
		return true;
	}

	/**
	 * In a file that is complete: damage to the last frames of the log cannot be told
	 * from what a crash leaves.
	 */
	private boolean rot(SimulatedNode node) {
		List<Path> files = completeFiles(node);
		if (files.isEmpty()) {
			return false;
		}
		Path file = files.get(this.random.nextInt(files.size()));
		try {
			byte[] content = node.disk().content(file);
			if (content.length == 0) {
				return false;
			}
			content[this.random.nextInt(content.length)] ^= (byte) (1 << this.random.nextInt(8));
			node.disk().overwrite(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		damaged(node);
		return true;
	}

	/** A sector of one complete file gets what belongs to another place. */
	private boolean misdirect(SimulatedNode node) {
		List<Path> files = completeFiles(node);
		if (files.isEmpty()) {
			return false;
		}
		Path file = files.get(this.random.nextInt(files.size()));
		try {
			byte[] content = node.disk().content(file);
			int sectors = content.length / 512;
			if (sectors < 2) {
				return false;
			}
			int from = this.random.nextInt(sectors);
			int to = this.random.nextInt(sectors);
			System.arraycopy(content, from * 512, content, to * 512, 512);
			node.disk().overwrite(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		damaged(node);
		return true;
	}

	/** Snapshots, and every segment but the one that is written. */
	private static List<Path> completeFiles(SimulatedNode node) {
		List<Path> files = new ArrayList<>();
		Path log = NodeWorld.DIRECTORY.resolve("log");
		List<String> segments = new ArrayList<>(node.disk().list(log));
		segments.removeIf((name) -> !name.endsWith(".seg"));
		for (int i = 0; i < segments.size() - 1; i++) {
			files.add(log.resolve(segments.get(i)));
		}
		Path snapshots = NodeWorld.DIRECTORY.resolve("snap");
		for (String name : node.disk().list(snapshots)) {
			if (name.endsWith(".snap")) {
				files.add(snapshots.resolve(name));
			}
		}
		return files;
	}

}
