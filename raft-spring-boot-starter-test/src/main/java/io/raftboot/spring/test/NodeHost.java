package io.raftboot.spring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.raftboot.autoconfigure.RaftNodeBuilderCustomizer;
import io.raftboot.core.node.RaftNodeBuilder;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.SlowDisk;

import org.springframework.util.FileSystemUtils;

/**
 * The computer of a node: its disk and its place in the network, which outlive the
 * application that runs on it.
 */
final class NodeHost implements RaftNodeBuilderCustomizer {

	private final MemoryNetwork network;

	private final Path directory;

	private final RandomGenerator random = new SplittableRandom();

	private volatile FaultyDisk disk;

	private volatile SlowDisk slowDisk;

	NodeHost(MemoryNetwork network, Path directory) {
		this.network = network;
		this.directory = directory;
		this.disk = new FaultyDisk();
		this.slowDisk = new SlowDisk(this.disk);
	}

	/** For files of the application. */
	Path directory() {
		return this.directory;
	}

	@Override
	public void customize(RaftNodeBuilder builder) {
		builder.disk(this.slowDisk).transport((options) -> this.network.newTransport(options.nodeId(), options.bind()));
	}

	void forceTime(Duration time) {
		this.slowDisk.forceTime(time);
	}

	/** What is forced from here on fails, also what was waiting for a slow disk. */
	void losePower() {
		this.disk.losePower(this.random);
		this.slowDisk.forceTime(Duration.ZERO);
	}

	/** Another disk, and no files. */
	void replace() {
		this.disk = new FaultyDisk();
		this.slowDisk = new SlowDisk(this.disk);
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of the application in " + this.directory + " stay", ex);
		}
	}

}
