package io.raftboot.core.node;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.CommandKey;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotWriter;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The applier on one thread: what it does with snapshots between commands. */
class ApplierTests {

	private static final byte[] NAME = "default".getBytes();

	private final RecordingMachine machine = new RecordingMachine();

	private final Machines machines = new Machines(Map.of("default", this.machine));

	private @Nullable Installation installed;

	private final List<Runnable> failures = new ArrayList<>();

	/** What passes from one look at the clock to the next. */
	private long tickNanos;

	private long nowNanos;

	private Applier applier;

	@BeforeEach
	void open() throws IOException {
		this.machines.open();
		this.applier = applier(new MemoryStorage(Meta.initial(NodeId.of("n1"), 1)).log());
	}

	private Applier applier(LogStore log) throws IOException {
		return new Applier(this.machines, log, new RestoreStage(StagingArea.inMemory()), new Applier.Listener() {

			@Override
			public void applied(long index) {
			}

			/** The loop comes to it later. */
			@Override
			public void attemptFailed(Proposal attempt, RuntimeException failure) {
				ApplierTests.this.failures.add(() -> attempt.completeExceptionally(failure));
			}

			@Override
			public void initCollected(InitQuestion question) {
			}

			@Override
			public void snapshotCaptured(SnapshotQuestion question) {
			}

			@Override
			public void installed(Installation installation) {
				ApplierTests.this.installed = installation;
			}

		}, null, new NodeClock() {

			@Override
			public long nanoTime() {
				ApplierTests.this.nowNanos += ApplierTests.this.tickNanos;
				return ApplierTests.this.nowNanos;
			}

			@Override
			public long currentTimeMillis() {
				return 0L;
			}

		});
	}

	private static EntryBatch command(long index, long term, String text) {
		return command(index, term, NAME, null, RecordingMachine.bytes(text));
	}

	private static EntryBatch command(long index, long term, byte[] name, @Nullable CommandKey key,
			ByteBuffer command) {
		return command(index, term, name, 0, key, command);
	}

	private static EntryBatch command(long index, long term, byte[] name, long session, @Nullable CommandKey key,
			ByteBuffer command) {
		ByteBuffer encodedKey = (key != null) ? key.encode() : null;
		ByteBuffer payload = ByteBuffer
			.allocate(CommandEnvelope.byteSize(name, session, encodedKey, command.remaining()))
			.order(ByteOrder.LITTLE_ENDIAN);
		CommandEnvelope.write(payload, name, 1, 0, session, 1, 1, encodedKey, command);
		return EntryBatchBuilder.single(index, term, EntryType.COMMAND, payload.flip());
	}

	private void apply(EntryBatch batch) {
		this.applier.offer(new ApplyItem(batch, null));
		work();
	}

	private void work() {
		while (this.applier.doWork() > 0) {
			// Until nothing is left.
		}
		this.failures.forEach(Runnable::run);
		this.failures.clear();
	}

	private SnapshotQuestion ask() {
		SnapshotQuestion question = new SnapshotQuestion();
		this.applier.offer(question);
		work();
		return question;
	}

	private static Installation snapshot(long index, String state) throws IOException {
		MemorySnapshotStore store = new MemorySnapshotStore();
		try (SnapshotWriter writer = store.write(new SnapshotMeta(index, 1, 1,
				new ConfigurationEntry(new ClusterId(1, 1), Membership.of(List.of(Peer.of("n1", "a:1"))))))) {
			new StateHeader(0, List.of(new StateSection("default", true, index))).writeTo(writer.content());
			new ChunkedOutput(writer.content()).close();
			try (ChunkedOutput section = new ChunkedOutput(writer.content())) {
				section.write(state.getBytes());
			}
			return new Installation(store.read(writer.commit()), NodeId.of("n2"));
		}
	}

	/** Who asks for more waits for the applier's thread. */
	@Test
	void whatIsLittleIsEntriesAlone() {
		SnapshotQuestion question = new SnapshotQuestion();
		this.applier.offer(question);
		this.applier.offer(new ApplyItem(command(1, 1, "a"), null));
		this.applier.doLittle();
		assertThat(this.machine.texts()).containsExactly("a");
		assertThat(question.capture).isNull();
		work();
		assertThat(question.capture).isNotNull();
	}

	@Test
	void howLongARunTakesIsKnownByTheLastOnes() {
		this.tickNanos = 8_000_000L;
		apply(command(1, 1, "a"));
		assertThat(this.applier.usualNanos()).isEqualTo(1_000_000L);
		for (int index = 2; index < 100; index++) {
			apply(command(index, 1, "a"));
		}
		assertThat(this.applier.usualNanos()).isBetween(7_900_000L, 8_000_000L);
	}

	/** Skipped here, it would have an effect on nodes of its version only. */
	@Test
	void aCommandOfTheEngineThatANewerVersionWroteStopsTheNode() {
		ByteBuffer ofKindNine = ByteBuffer.wrap(new byte[] { 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		assertThatThrownBy(() -> apply(command(1, 1, new byte[0], null, ofKindNine)))
			.isInstanceOf(StateMachineFailedException.class)
			.hasMessageContaining("Entry 1")
			.hasMessageContaining("upgrade");
	}

	@Test
	void aKeyWithoutRoomIsNoCertainEndAfterAnUnclearAttempt() {
		apply(command(1, 1, NAME, new CommandKey("k1", 1, 1000L, 1), RecordingMachine.bytes("a")));
		for (boolean uncertain : new boolean[] { false, true }) {
			CommandKey key = new CommandKey("k2", 1, 1000L, 1);
			Proposal waiting = Proposal.once(this.machines.get("default"), RecordingMachine.bytes("b"), 0,
					new PendingLimits("commands", 10, 1000), key.encode());
			waiting.uncertain = uncertain;
			long index = uncertain ? 3 : 2;
			this.applier.offer(new ApplyItem(command(index, 1, NAME, key, RecordingMachine.bytes("b")),
					new Proposal[] { waiting }));
			work();
			assertThatThrownBy(waiting::join)
				.hasCauseInstanceOf(uncertain ? OutcomeUnknownException.class : RaftBusyException.class);
		}
		assertThat(this.machine.texts()).containsExactly("a");
	}

	/** Whoever goes on when it ends finds room for as many as have ended with it. */
	@Test
	void theRoomOfAllThatOneRunAppliedIsFreeWhenTheFirstIsTold() {
		PendingLimits limits = new PendingLimits("commands", 3, 1000);
		List<String> left = new ArrayList<>();
		for (int index = 1; index <= 3; index++) {
			Proposal waiting = waiting(limits);
			waiting.thenRun(() -> left.add(limits.proposals() + " of " + limits.bytes()));
			this.applier.offer(new ApplyItem(command(index, 1, "a"), new Proposal[] { waiting }));
		}
		work();
		assertThat(left).containsExactly("0 of 0", "0 of 0", "0 of 0");
	}

	@Test
	void aCommandThatIsTriedAgainKeepsItsRoom() {
		PendingLimits limits = new PendingLimits("commands", 3, 1000);
		Proposal waiting = waiting(limits);
		this.applier.offer(
				new ApplyItem(command(1, 1, NAME, 99, null, RecordingMachine.bytes("a")), new Proposal[] { waiting }));
		this.applier.doWork();
		assertThat(this.failures).hasSize(1);
		assertThat(limits.proposals()).isEqualTo(1);
	}

	private Proposal waiting(PendingLimits limits) {
		limits.acquire(1);
		return Proposal.ofCaller(this.machines.get("default"), RecordingMachine.bytes("a"), 0, limits);
	}

	/** The log must keep the pieces until it is known what becomes of them. */
	@Test
	void nothingIsCapturedWhileARestoreIsHalfInTheLog() {
		apply(command(1, 1, "a"));
		assertThat(ask().capture).isNotNull();
		apply(new RestorePiece(9, 0, 100, 0, false, ByteBuffer.allocate(10)).toEntry(2, 1));
		assertThat(ask().capture).isNull();
		apply(command(3, 1, "b"));
		assertThat(ask().capture).isNull();
		apply(EntryBatchBuilder.single(4, 2, EntryType.NO_OP, ByteBuffer.allocate(0)));
		assertThat(ask().capture.index).isEqualTo(4);
	}

	@Test
	void aSnapshotTakesThePlaceOfTheRestOfWhatIsBeingRead() throws IOException {
		this.applier = applier(logReplacedBehind(command(1, 1, "a")));
		Proposal[] waiting = new Proposal[3];
		Arrays.setAll(waiting, (i) -> Proposal.ofCaller(this.machines.get("default"), RecordingMachine.bytes("a"), 0,
				new PendingLimits("commands", 10, 1000)));
		this.applier.offer(new ApplyItem(1, 3, waiting));
		work();
		assertThat(waiting[0]).isCompleted();
		assertThatThrownBy(waiting[1]::join).hasCauseInstanceOf(OutcomeUnknownException.class);
		assertThatThrownBy(waiting[2]::join).hasCauseInstanceOf(OutcomeUnknownException.class);
		assertThat(this.machine.texts()).containsExactly("x");
	}

	/** A log that a snapshot takes the place of while more is read of it than this. */
	private LogStore logReplacedBehind(EntryBatch first) {
		return (LogStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { LogStore.class },
				(proxy, read, arguments) -> {
					if ((long) arguments[0] == first.firstIndex()) {
						return first;
					}
					this.applier.install(new ApplyItem(snapshot(3, "x")));
					throw new IOException("It was replaced");
				});
	}

	@Test
	void aSnapshotTakesThePlaceOfWhatIsWaiting() throws IOException {
		apply(command(1, 1, "a"));
		Proposal[] waiting = { Proposal.ofCaller(this.machines.get("default"), RecordingMachine.bytes("b"), 0,
				new PendingLimits("commands", 10, 1000)) };
		this.applier.offer(new ApplyItem(command(2, 1, "b"), waiting));
		this.applier.offer(new ApplyItem(3, 50, null)); // not in the log any more
		this.applier.install(new ApplyItem(snapshot(50, "x\ny")));
		this.applier.offer(new ApplyItem(command(51, 2, "z"), null));
		work();
		assertThat(this.machine.texts()).containsExactly("x", "y", "z");
		assertThat(this.applier.appliedIndex()).isEqualTo(51);
		assertThat(this.installed.index()).isEqualTo(50);
		assertThatThrownBy(waiting[0]::join).hasCauseInstanceOf(OutcomeUnknownException.class);
	}

	/** S45. */
	@Test
	void aSnapshotOfLessThanIsAppliedChangesNothing() throws IOException {
		apply(command(1, 1, "a"));
		apply(command(2, 1, "b"));
		Installation old = snapshot(1, "old");
		this.applier.install(new ApplyItem(old));
		work();
		old.done().join();
		assertThat(this.machine.texts()).containsExactly("a", "b");
		assertThat(this.applier.appliedIndex()).isEqualTo(2);
	}

	/** The next start installs it: nobody waits for gigabytes when the node stops. */
	@Test
	void anInstallIsBrokenOffWhenTheNodeStops() throws IOException {
		apply(command(1, 1, "a"));
		this.applier.endInstalls();
		Installation late = snapshot(50, "x");
		this.applier.install(new ApplyItem(late));
		assertThatThrownBy(this::work).hasStackTraceContaining("stopping");
		assertThatThrownBy(late.done()::join).hasStackTraceContaining("stopping");
		assertThat(this.machine.texts()).containsExactly("a");
		assertThat(this.applier.appliedIndex()).isEqualTo(1);
		this.applier.failWaiting(new IllegalStateException(), new IllegalStateException());
	}

}
