package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import io.raftboot.core.model.Role;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node alone that leads, run step by step on a clock of its own; for tests to extend.
 */
abstract class SteppedLeader implements NodeClock {

	/** Longer than reads are expected after the last one. */
	static final long QUIET_NANOS = 3_000_000L;

	final Queue<Step> ready = new ArrayDeque<>();

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	final SteppedNode stepped = new SteppedNode(RaftNodeOptions.builder("n1").bind("memory:1").build(),
			Map.of("default", new RecordingMachine()),
			new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
					(options) -> transport(this.network.newTransport(options.nodeId(), options.bind())), this, null,
					Map.of()),
			this::ready);

	long nanos = 1_000_000_000L;

	@BeforeEach
	final void lead() {
		this.stepped.node().start();
		while (this.stepped.node().status().role() != Role.LEADER || this.stepped.appliedIndex() == 0L) {
			run();
			this.nanos += QUIET_NANOS;
		}
		run();
		this.nanos += QUIET_NANOS;
	}

	@AfterEach
	final void close() {
		this.stepped.node().close();
	}

	/** What the node talks by. */
	Transport transport(Transport transport) {
		return transport;
	}

	/** This step has something to do. */
	void ready(Step step) {
		this.ready.add(step);
	}

	final NodeParts parts() {
		NodeParts parts = this.stepped.node().parts();
		assertThat(parts).isNotNull();
		return parts;
	}

	final void run() {
		Step loop = this.stepped.loop();
		for (Step step = loop; step != null; step = this.ready.poll()) {
			runAll(step);
		}
		runAll(loop);
	}

	static void runAll(Step step) {
		while (step.run() == 0L) {
			// there is more to do
		}
	}

	@Override
	public final long nanoTime() {
		return this.nanos;
	}

	@Override
	public final long currentTimeMillis() {
		return this.nanos / 1_000_000L;
	}

}
