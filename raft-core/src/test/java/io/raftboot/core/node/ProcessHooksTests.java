package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ProcessHooksTests {

	private static final long DEADLINE = 1_000_000L;

	private final CountDownLatch release = new CountDownLatch(1);

	private final Inbox inbox = new Inbox(() -> {
	});

	private final Completions completions = new Completions(
			OnDemandThreads.executor("completions", 1, Integer.MAX_VALUE), new Retries(NodeClock.SYSTEM));

	private final PendingLimits limits = new PendingLimits("commands", 10, 1000);

	private final List<Proposal> processed = new ArrayList<>();

	private final ProcessHooks hooks = new ProcessHooks(OnDemandThreads.executor("hooks", ProcessHooks.THREADS, 10),
			100, this.inbox,
			new ForwardIntake(NodeId.of("a"), null, new MemoryNetwork(MemoryNetworkOptions.realTime(1)).newTransport(),
					new Machines(Map.of("m", new RecordingMachine())), 100),
			this.completions);

	@AfterEach
	void close() {
		this.release.countDown();
		this.hooks.close();
		this.completions.close();
	}

	@Test
	void givesTheCommandBackOnTheLoop() {
		this.release.countDown();
		Proposal proposal = handOut();
		await("the hook to be done", () -> runTasks() > 0);
		assertThat(this.processed).containsExactly(proposal);
		assertThat(proposal.isReady()).isTrue();
	}

	@Test
	void aHookThatHangsLeavesNoCallWithoutAnEnd() {
		Proposal proposal = handOut();
		this.hooks.expire(DEADLINE - 1);
		assertThat(proposal).isNotDone();
		this.hooks.expire(DEADLINE);
		this.completions.flush();
		assertThatThrownBy(proposal::join).hasCauseInstanceOf(RaftBusyException.class);
		this.release.countDown();
		await("the hook to be done", () -> runTasks() > 0);
		assertThat(this.processed).isEmpty();
		assertThat(this.limits.proposals()).isZero();
	}

	@Test
	void aStoppedNodeEndsWhatIsInTheHook() {
		Proposal proposal = handOut();
		this.hooks.failAll(new RaftStoppedException("stopped"));
		this.completions.flush();
		assertThatThrownBy(proposal::join).hasCauseInstanceOf(RaftStoppedException.class);
	}

	private Proposal handOut() {
		RecordingMachine machine = new RecordingMachine();
		machine.processor = (command) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return command;
		};
		this.limits.acquire(1);
		Proposal proposal = Proposal.ofCaller(new Machine("m", machine), ByteBuffer.allocate(1), DEADLINE, this.limits);
		this.hooks.process(proposal, this.processed::add);
		return proposal;
	}

	private int runTasks() {
		int tasks = 0;
		for (Inbox.LoopTask task = this.inbox.pollTask(); task != null; task = this.inbox.pollTask()) {
			task.action().run();
			tasks++;
		}
		return tasks;
	}

}
