package io.raftboot.core.node;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** The log writer wakes the loop when something there waits for it, only then. */
@Timeout(60)
class AwaitedDiskTests implements NodeClock {

	private static final NodeId OTHER = NodeId.of("n2");

	private final Queue<Step> ready = new ArrayDeque<>();

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	private final SteppedNode stepped = new SteppedNode(RaftNodeOptions.builder("n1").bind("memory:1").build(),
			Map.of("default", new RecordingMachine()),
			new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
					(options) -> counting(this.network.newTransport(options.nodeId(), options.bind())), this, null,
					Map.of()),
			this::ready);

	private boolean diskAtOnce;

	private int wakeUps;

	private long nanos = 1_000_000_000L;

	@BeforeEach
	void lead() {
		this.stepped.node().start();
		while (this.stepped.node().status().role() != Role.LEADER || this.stepped.appliedIndex() == 0L) {
			run();
			this.nanos += 3_000_000L;
		}
		run();
		this.wakeUps = 0;
	}

	@AfterEach
	void close() {
		this.stepped.node().close();
	}

	@Test
	void nobodyIsWokenForAForceThatNothingWaitsFor() {
		NodeParts parts = parts();
		parts.inbox.persisted(parts.inbox.persistedNumber());
		assertThat(this.wakeUps).isZero();
	}

	@Test
	void theLoopIsWokenForWhatItsDiskCommits() {
		var call = this.stepped.node().propose("default", bytes("x"));
		runAll(this.stepped.loop());
		this.wakeUps = 0;
		runAll(takeWriter());
		assertThat(this.wakeUps).isPositive();
		run();
		assertThat(call).isCompleted();
	}

	@Test
	void theLoopIsWokenForWhatItMayAnswerThen() {
		NodeParts parts = parts();
		parts.peerDesk.onMessage(new AppendEntries(OTHER, parts.core.term() + 1, parts.core.lastIndex(),
				parts.core.lastTerm(), 0L, 1L, 0, EntryBatch.EMPTY));
		runAll(this.stepped.loop());
		assertThat(parts.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(parts.outbox.isHolding()).isTrue();
		this.wakeUps = 0;
		runAll(takeWriter());
		assertThat(this.wakeUps).isPositive();
		runAll(this.stepped.loop());
		assertThat(parts.outbox.isHolding()).isFalse();
	}

	/** A disk may be done before the loop has said that it waits for it. */
	@Test
	void aForceThatIsDoneAtOnceIsNotMissed() {
		long committed = parts().core.commitIndex();
		this.stepped.node().propose("default", bytes("x"));
		this.diskAtOnce = true;
		runAll(this.stepped.loop());
		assertThat(parts().core.commitIndex()).isEqualTo(committed + 1);
	}

	private NodeParts parts() {
		NodeParts parts = this.stepped.node().parts();
		assertThat(parts).isNotNull();
		return parts;
	}

	private Step takeWriter() {
		this.ready.removeIf((step) -> !step.name().equals("raft-n1-log"));
		return this.ready.remove();
	}

	private void ready(Step step) {
		if (this.diskAtOnce && step.name().endsWith("-log")) {
			runAll(step);
		}
		else {
			this.ready.add(step);
		}
	}

	private void run() {
		Step loop = this.stepped.loop();
		for (Step step = loop; step != null; step = this.ready.poll()) {
			runAll(step);
		}
		runAll(loop);
	}

	private static void runAll(Step step) {
		while (step.run() == 0L) {
			// there is more to do
		}
	}

	private Transport counting(Transport transport) {
		return (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] { Transport.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("wakeUp")) {
						this.wakeUps++;
					}
					return method.invoke(transport, arguments);
				});
	}

	@Override
	public long nanoTime() {
		return this.nanos;
	}

	@Override
	public long currentTimeMillis() {
		return this.nanos / 1_000_000L;
	}

}
