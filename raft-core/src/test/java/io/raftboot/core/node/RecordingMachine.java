package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.FailureCode;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;

/** Keeps the texts it was given; answers with how many there are. */
final class RecordingMachine implements StateMachine {

	private final List<String> texts = new ArrayList<>();

	@Nullable String initialState;

	@Nullable CommandProcessor processor;

	/** Versions of commands it claims to apply. */
	int commandVersion = 1;

	/** Holds up the command "block" until it is counted down. */
	final CountDownLatch release = new CountDownLatch(1);

	private int openBatches;

	/** Makes it one that keeps its state by itself: what appliedIndex answers then. */
	volatile long keptIndex;

	/** What it keeps of answers; null to keep none. */
	@Nullable MemoryKeeper keeper;

	private int textsAtSavepoint;

	/**
	 * Called when its state is written, on the snapshot thread; null for none to give.
	 */
	volatile @Nullable SnapshotHook snapshotHook = () -> {
	};

	/** Whether writing its state never comes to an end. */
	volatile boolean endless;

	/** Called when what a snapshot covers is to be made durable. */
	volatile SnapshotHook durableHook = () -> {
	};

	/** Whether releasing what a snapshot holds fails. */
	volatile boolean failingRelease;

	/** Indexes it was reset to. */
	final List<Long> resets = new CopyOnWriteArrayList<>();

	List<String> texts() {
		synchronized (this.texts) {
			return List.copyOf(this.texts);
		}
	}

	@Override
	public byte[] commit(CommitContext context, ByteBuffer command) {
		if (this.openBatches != 1) {
			throw new StateMachineFailedException("commit outside of a batch", new IllegalStateException());
		}
		String text = text(command);
		if (text.equals("throw")) {
			throw new IllegalArgumentException("not this one");
		}
		if (text.startsWith("half ")) {
			add(text);
			throw new IllegalStateException("half done");
		}
		if (text.startsWith("refuse ")) {
			throw new Refused(text.substring(7));
		}
		if (text.equals("block")) {
			awaitRelease();
		}
		if (text.equals("clock")) {
			text = Instant.now().toString();
		}
		if (text.equals("fail")) {
			throw new StateMachineFailedException("disk of the machine", new IOException("gone"));
		}
		return add(text);
	}

	private byte[] add(String text) {
		synchronized (this.texts) {
			this.texts.add(text);
			return String.valueOf(this.texts.size()).getBytes(StandardCharsets.UTF_8);
		}
	}

	@Override
	public void savepoint() {
		this.textsAtSavepoint = texts().size();
	}

	@Override
	public void rollback() {
		synchronized (this.texts) {
			this.texts.subList(this.textsAtSavepoint, this.texts.size()).clear();
		}
	}

	@Override
	public @Nullable AnswerKeeper answerKeeper() {
		return this.keeper;
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int commandVersion() {
		return this.commandVersion;
	}

	@Override
	public void beginBatch() {
		this.openBatches++;
	}

	@Override
	public void endBatch(long lastIndex) {
		this.openBatches--;
	}

	@Override
	public @Nullable Snapshot init() {
		String state = this.initialState;
		return (state != null) ? (target) -> target.write(state.getBytes(StandardCharsets.UTF_8)) : null;
	}

	@Override
	public long appliedIndex() {
		return this.keptIndex;
	}

	/** The texts, each in a line. */
	@Override
	public Snapshot snapshot() {
		SnapshotHook hook = this.snapshotHook;
		if (hook == null) {
			throw new UnsupportedOperationException("This machine has no snapshots");
		}
		List<String> captured = texts();
		return new Snapshot() {

			@Override
			public void writeTo(OutputStream target) throws IOException {
				write(captured, hook, target);
			}

			@Override
			public void close() {
				if (RecordingMachine.this.failingRelease) {
					throw new IllegalStateException("Nothing is released, on purpose");
				}
			}

		};
	}

	private void write(List<String> captured, SnapshotHook hook, OutputStream target) throws IOException {
		hook.run();
		while (this.endless) {
			target.write(new byte[100_000]);
			LockSupport.parkNanos(1_000_000L);
		}
		for (String text : captured) {
			target.write((text + "\n").getBytes(StandardCharsets.UTF_8));
		}
	}

	@Override
	public void makeDurable(long index) throws IOException {
		this.durableHook.run();
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		String state = new String(source.readAllBytes(), StandardCharsets.UTF_8);
		synchronized (this.texts) {
			this.texts.clear();
			state.lines().forEach(this.texts::add);
		}
		this.resets.add(index);
	}

	/** What a broken memory would do. */
	void corrupt() {
		synchronized (this.texts) {
			this.texts.set(0, "corrupt");
		}
	}

	/** What nobody can do. */
	void repair(String first) {
		synchronized (this.texts) {
			this.texts.set(0, first);
		}
	}

	@Override
	public Long digest() {
		if (this.openBatches != 0) {
			throw new IllegalStateException("digest within a batch");
		}
		long digest = 0;
		for (String text : texts()) {
			digest = 31 * digest + text.hashCode();
		}
		return digest;
	}

	@Override
	public @Nullable CommandProcessor processor() {
		return this.processor;
	}

	/** An exception that tells a code. */
	private static final class Refused extends RuntimeException implements FailureCode {

		private static final long serialVersionUID = 1L;

		private final String code;

		Refused(String code) {
			super("a message of this node");
			this.code = code;
		}

		@Override
		public String code() {
			return this.code;
		}

	}

	/** Something that goes on, or wrong, while a snapshot is made. */
	interface SnapshotHook {

		void run() throws IOException;

	}

	static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	static String text(ByteBuffer bytes) {
		return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
	}

}
