package io.raftboot.core.node;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** Given a node's session, which numbers its commands get. */
class NodeSessionTests {

	private static final int UNANSWERED_MAX = 1 << 19;

	private final Inbox inbox = new Inbox(() -> {
	});

	private final Machine machine = new Machine("m", new RecordingMachine());

	private final PendingLimits limits = new PendingLimits("commands", 1_000, 1_000_000);

	private final NodeSession session = new NodeSession(SessionOptions.DEFAULTS, 1_000_000_000L,
			Machine.ofEngine(new RecordingMachine()), this.inbox, NodeClock.SYSTEM);

	private final List<Proposal> passedOn = new ArrayList<>();

	private final Completions completions = new Completions(
			OnDemandThreads.executor("test-completions", 1, Integer.MAX_VALUE), new Retries(NodeClock.SYSTEM));

	@Test
	void theFirstCommandOpensASessionAndWaitsForIt() {
		this.session.add(command());
		advance();
		advance();
		assertThat(this.passedOn).hasSize(1);
		assertThat(this.passedOn.get(0).machine.name).isEmpty();
		opened(7L);
		advance();
		assertThat(this.passedOn.get(1).session).isEqualTo(7L);
		assertThat(this.passedOn.get(1).sequence).isEqualTo(1L);
	}

	@Test
	void theLowestUnansweredNumberFollowsTheSlowestCall() {
		List<Proposal> calls = open(7L, 200);
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(1L);
		calls.get(1).complete(new Committed(9, 1, null));
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(1L);
		calls.get(0).completeExceptionally(new RaftTimeoutException("late"));
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(3L);
		calls.forEach((call) -> call.complete(new Committed(9, 1, null)));
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(201L);
		assertThat(this.session.lowestUnanswered(6L)).isZero();
	}

	@Test
	void aRepeatedAttemptKeepsTheNumberOfItsCallOpen() {
		Proposal call = open(7L, 1).get(0);
		Proposal again = call.again();
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(1L);
		again.complete(new Committed(9, 1, null));
		assertThat(this.session.lowestUnanswered(7L)).isEqualTo(2L);
	}

	@Test
	void anExpiredSessionIsReplacedAndItsNumbersBeginAgain() {
		open(7L, 3);
		this.session.expired(6L);
		this.session.expired(7L);
		assertThat(open(8L, 1).get(0).sequence).isEqualTo(1L);
	}

	@Test
	void moreThanMayBeUnansweredWaitInTheirOrder() {
		List<Proposal> first = open(7L, 1);
		for (int i = 1; i < UNANSWERED_MAX + 3; i++) {
			this.session.add(command());
		}
		this.passedOn.clear();
		advance();
		assertThat(this.passedOn).hasSize(UNANSWERED_MAX);
		this.passedOn.clear();
		advance();
		assertThat(this.passedOn).isEmpty();
		first.get(0).complete(new Committed(9, 1, null));
		advance();
		assertThat(this.passedOn).singleElement()
			.satisfies((call) -> assertThat(call.sequence).isEqualTo(UNANSWERED_MAX + 2));
		this.session.failAll(this.completions, new RaftStoppedException("The node is stopped"));
		this.completions.close();
	}

	/** One call that hangs must not keep the commands of all that came after it. */
	@Test
	void whatIsAnsweredIsLetGoBehindACallThatHangs() {
		List<Proposal> calls = open(7L, 100);
		for (Proposal call : calls.subList(1, 100)) {
			call.complete(new Committed(9, 1, null));
		}
		WeakReference<Proposal> answered = new WeakReference<>(calls.get(50));
		this.session.expire(NodeClock.SYSTEM.nanoTime(), this.completions);
		calls.clear();
		this.passedOn.clear();
		for (int i = 0; i < 100 && answered.get() != null; i++) {
			System.gc();
		}
		assertThat(answered.get()).isNull();
	}

	private List<Proposal> open(long id, int commands) {
		for (int i = 0; i < commands; i++) {
			this.session.add(command());
		}
		this.passedOn.clear();
		advance();
		opened(id);
		this.passedOn.clear();
		advance();
		assertThat(this.passedOn).hasSize(commands);
		return new ArrayList<>(this.passedOn);
	}

	private void opened(long id) {
		this.passedOn.get(0).complete(new Committed(id, 1, null));
		for (Inbox.LoopTask task = this.inbox.pollTask(); task != null; task = this.inbox.pollTask()) {
			task.action().run();
		}
	}

	private void advance() {
		this.session.advance(NodeClock.SYSTEM.nanoTime(), (proposed) -> proposed.drain(this.passedOn::add));
	}

	private Proposal command() {
		return Proposal.once(this.machine, bytes("a"), NodeClock.SYSTEM.nanoTime() + 60_000_000_000L, this.limits,
				null);
	}

}
