package io.raftboot.test.statemachine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.FailureCode;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A state machine for tests that applies every command to two copies of another one, and
 * fails with an {@link AssertionError} that names the index when they answer otherwise,
 * or their digests differ: a clock, randomness, or an order of hashes in {@code commit}.
 * The second copy gets its commands at the end of a run of commits (at once outside of
 * one) and in a later millisecond, so that every look at a clock of milliseconds or finer
 * shows. What differs in the state only needs a {@link StateMachine#digest}, or
 * {@link #comparingSnapshotsEvery}.
 * <p>
 * It takes the place of the machine in a test, also in a running node, which fails then.
 * The orders of {@code Set.of} and {@code Map.of} differ from process to process, not
 * within one: only digests of running nodes show them.
 *
 * @param <M> the machine
 */
public final class DoubleApply<M extends StateMachine> implements StateMachine {

	private static final String SUSPECTS = ". Usual suspects in commit(): a clock (now(), currentTimeMillis()), "
			+ "randomness (UUID, Random), the order of a HashMap or HashSet, identity hash codes, static state";

	private final M first;

	private final StateMachine second;

	private final int snapshotEvery;

	private final List<Applied> waiting = new ArrayList<>();

	private boolean inBatch;

	private long lastIndex;

	private int sinceSnapshot;

	private DoubleApply(M first, StateMachine second, int snapshotEvery) {
		this.first = first;
		this.second = second;
		this.snapshotEvery = snapshotEvery;
	}

	/**
	 * Two copies of what this makes. They must share nothing: no database, no file, no
	 * static field.
	 */
	public static <M extends StateMachine> DoubleApply<M> of(Supplier<M> machines) {
		return new DoubleApply<>(machines.get(), machines.get(), 0);
	}

	/**
	 * The same, which also compares what the copies write as snapshots; for machines
	 * whose snapshots of equal states have equal bytes. Before the first command.
	 * @param commands after how many commands, at the end of their run
	 */
	public DoubleApply<M> comparingSnapshotsEvery(int commands) {
		return new DoubleApply<>(this.first, this.second, commands);
	}

	/** The copy whose answers count, for queries. */
	public M machine() {
		return this.first;
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) throws IOException {
		Applied applied = new Applied(Place.of(context), copy(command));
		this.waiting.add(applied);
		applied.told = apply(this.first, applied);
		if (!this.inBatch) {
			verify();
		}
		if (applied.told.thrown() != null) {
			throw applied.told.thrown();
		}
		return applied.told.result();
	}

	/**
	 * Has the second copy catch up, and compares. Nothing to do in a node, nor outside of
	 * batches.
	 * @throws AssertionError if the copies differ
	 */
	public void verify() throws IOException {
		if (!this.waiting.isEmpty()) {
			awaitAnotherMillisecond();
			for (Applied applied : this.waiting) {
				compare(applied, applySecond(applied));
			}
			this.lastIndex = this.waiting.get(this.waiting.size() - 1).place.index();
			this.sinceSnapshot += this.waiting.size();
			this.waiting.clear();
		}
	}

	/** No sleep, which would take longer. */
	private static void awaitAnotherMillisecond() {
		long begin = System.currentTimeMillis();
		while (System.currentTimeMillis() == begin) {
			Thread.onSpinWait();
		}
	}

	private Told applySecond(Applied applied) throws IOException {
		this.second.savepoint();
		Told told = apply(this.second, applied);
		if (told.thrown() != null) {
			this.second.rollback();
		}
		return told;
	}

	private static Told apply(StateMachine machine, Applied applied) throws IOException {
		try {
			ByteBuffer command = ByteBuffer.wrap(applied.command).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
			return new Told(machine.commit(applied.place, command), null);
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			return new Told(null, ex);
		}
	}

	private static void compare(Applied applied, Told again) {
		Told told = applied.told;
		if (!Objects.equals(told.failure(), again.failure()) || !Arrays.equals(told.result(), again.result())) {
			throw new AssertionError("The command at index " + applied.place.index() + " was answered with " + told
					+ " by one copy of the state machine and with " + again + " by another" + SUSPECTS);
		}
	}

	private static byte[] copy(ByteBuffer command) {
		byte[] bytes = new byte[command.remaining()];
		command.duplicate().get(bytes);
		return bytes;
	}

	@Override
	public void savepoint() throws IOException {
		this.first.savepoint();
	}

	@Override
	public void rollback() throws IOException {
		this.first.rollback();
	}

	@Override
	public void beginBatch() throws IOException {
		this.inBatch = true;
		this.first.beginBatch();
		this.second.beginBatch();
	}

	@Override
	public void endBatch(long lastIndex) throws IOException {
		verify();
		this.first.endBatch(lastIndex);
		this.second.endBatch(lastIndex);
		this.inBatch = false;
		digest();
		if (this.snapshotEvery > 0 && this.sinceSnapshot >= this.snapshotEvery) {
			this.sinceSnapshot = 0;
			compareSnapshots();
		}
	}

	@Override
	public @Nullable Long digest() throws IOException {
		Long digest = this.first.digest();
		Long other = this.second.digest();
		if (!Objects.equals(digest, other)) {
			throw new AssertionError(
					"After index " + this.lastIndex + " the digest of one copy of the state machine is " + digest
							+ " and that of another " + other + SUSPECTS);
		}
		return digest;
	}

	private void compareSnapshots() throws IOException {
		byte[] one = state(this.first);
		byte[] other = state(this.second);
		int difference = Arrays.mismatch(one, other);
		if (difference >= 0) {
			throw new AssertionError("After index " + this.lastIndex
					+ " the snapshots of two copies of the state machine" + ", of " + one.length + " and "
					+ other.length + " bytes, differ from byte " + difference + " on" + SUSPECTS);
		}
	}

	private static byte[] state(StateMachine machine) throws IOException {
		try (Snapshot snapshot = machine.snapshot()) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			snapshot.writeTo(bytes);
			return bytes.toByteArray();
		}
	}

	@Override
	public long appliedIndex() {
		return this.first.appliedIndex();
	}

	@Override
	public @Nullable Snapshot init() throws IOException {
		return this.first.init();
	}

	@Override
	public Snapshot snapshot() throws IOException {
		return this.first.snapshot();
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		byte[] state = source.readAllBytes();
		this.first.reset(index, new ByteArrayInputStream(state));
		this.second.reset(index, new ByteArrayInputStream(state));
		this.lastIndex = index;
	}

	@Override
	public void makeDurable(long index) throws IOException {
		this.first.makeDurable(index);
		this.second.makeDurable(index);
	}

	@Override
	public boolean concurrentQueries() {
		return this.first.concurrentQueries();
	}

	@Override
	public @Nullable CommandProcessor processor() {
		return this.first.processor();
	}

	/** A command that the first copy has, and what that made of it. */
	private static final class Applied {

		private final Place place;

		private final byte[] command;

		private Told told = new Told(null, null);

		Applied(Place place, byte[] command) {
			this.place = place;
			this.command = command;
		}

	}

	/**
	 * What a copy made of a command.
	 *
	 * @param result what it returned
	 * @param thrown what it threw
	 */
	private record Told(byte @Nullable [] result, @Nullable RuntimeException thrown) {

		/** Of an exception callers get to see no more than this. */
		@Nullable String failure() {
			if (this.thrown == null) {
				return null;
			}
			return this.thrown.getClass().getName()
					+ ((this.thrown instanceof FailureCode coded) ? " " + coded.code() : "");
		}

		@Override
		public String toString() {
			if (this.thrown != null) {
				return "the exception " + failure();
			}
			return (this.result != null) ? "'" + new String(this.result, StandardCharsets.UTF_8) + "'" : "null";
		}

	}

	/**
	 * A context that outlives its call.
	 *
	 * @param index as in the log
	 * @param term as in the log
	 * @param timeMillis as in the log
	 */
	private record Place(long index, long term, long timeMillis) implements CommitContext {

		static Place of(CommitContext context) {
			return new Place(context.index(), context.term(), context.timeMillis());
		}

	}

}
