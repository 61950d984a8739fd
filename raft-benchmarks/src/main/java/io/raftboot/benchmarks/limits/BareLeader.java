package io.raftboot.benchmarks.limits;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.Completion;

/**
 * One thread that takes all commands which wait, sends them to the others, writes and
 * forces them once, and completes what one of the others has answered. It waits for
 * nothing while it has something to do.
 */
final class BareLeader implements Workers.Work {

	static final int BATCH_BYTES = 1 << 23;

	private final Path path;

	private final AppliedOperations operations;

	private final Selector selector;

	private final SocketChannel[] followers;

	/**
	 * How many commands each of the others has, and bytes of an answer that is not whole
	 * yet.
	 */
	private final ByteBuffer[] answers;

	private final long[] answered;

	private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES);

	private final Object lock = new Object();

	private ArrayDeque<ByteBuffer> proposed = new ArrayDeque<>();

	private ArrayDeque<Completion> completions = new ArrayDeque<>();

	private boolean asleep;

	private boolean ended;

	private ArrayDeque<ByteBuffer> taken = new ArrayDeque<>();

	private ArrayDeque<Completion> takenCompletions = new ArrayDeque<>();

	private final ArrayDeque<ByteBuffer> unansweredCommands = new ArrayDeque<>();

	private final ArrayDeque<Completion> unanswered = new ArrayDeque<>();

	private long completed;

	BareLeader(Path path, AppliedOperations operations, SocketChannel... followers) throws IOException {
		this.path = path;
		this.operations = operations;
		this.followers = followers;
		this.selector = Selector.open();
		this.answers = new ByteBuffer[followers.length];
		this.answered = new long[followers.length];
		for (int i = 0; i < followers.length; i++) {
			followers[i].configureBlocking(false);
			followers[i].register(this.selector, SelectionKey.OP_READ, i);
			this.answers[i] = ByteBuffer.allocateDirect(Long.BYTES);
		}
	}

	/** For any thread. */
	void propose(ByteBuffer command, Completion completion) {
		boolean wake;
		synchronized (this.lock) {
			this.proposed.add(command);
			this.completions.add(completion);
			wake = this.asleep;
			this.asleep = false;
		}
		if (wake) {
			this.selector.wakeup();
		}
	}

	/** For any thread. What is outstanding is not completed. */
	void end() {
		synchronized (this.lock) {
			this.ended = true;
		}
		this.selector.wakeup();
	}

	@Override
	public void run() throws IOException {
		try (this.selector; BareLog log = new BareLog(this.path)) {
			while (true) {
				boolean idle = !take();
				if (idle) {
					synchronized (this.lock) {
						if (this.ended) {
							return;
						}
						this.asleep = this.proposed.isEmpty();
						idle = this.asleep;
					}
				}
				while (!this.taken.isEmpty()) {
					replicate(log);
				}
				hear(idle);
				complete();
			}
		}
	}

	private boolean take() {
		synchronized (this.lock) {
			ArrayDeque<ByteBuffer> commands = this.taken;
			this.taken = this.proposed;
			this.proposed = commands;
			ArrayDeque<Completion> waiting = this.takenCompletions;
			this.takenCompletions = this.completions;
			this.completions = waiting;
			this.asleep = false;
			return !this.taken.isEmpty();
		}
	}

	private void replicate(BareLog log) throws IOException {
		this.batch.clear();
		while (!this.taken.isEmpty() && this.taken.peek().remaining() + Integer.BYTES <= this.batch.remaining()) {
			ByteBuffer command = this.taken.remove();
			this.batch.putInt(command.remaining());
			this.batch.put(this.batch.position(), command, command.position(), command.remaining());
			this.batch.position(this.batch.position() + command.remaining());
			this.unansweredCommands.add(command);
			this.unanswered.add(this.takenCompletions.remove());
		}
		int end = this.batch.position();
		for (SocketChannel follower : this.followers) {
			send(follower, this.batch.position(0).limit(end));
		}
		log.append(this.batch.position(0).limit(end));
	}

	/** A follower takes what it is sent whatever we do, so turning round ends. */
	private void send(SocketChannel follower, ByteBuffer content) throws IOException {
		SelectionKey key = follower.keyFor(this.selector);
		while (follower.write(content) >= 0 && content.hasRemaining()) {
			key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
			hear(true);
		}
		key.interestOps(SelectionKey.OP_READ);
	}

	private void hear(boolean idle) throws IOException {
		if (idle) {
			this.selector.select(this::answer);
		}
		else {
			this.selector.selectNow(this::answer);
		}
	}

	private void answer(SelectionKey key) {
		int follower = (int) key.attachment();
		ByteBuffer answer = this.answers[follower];
		try {
			while (key.isReadable()) {
				int bytes = this.followers[follower].read(answer);
				if (bytes < 0) {
					throw new EOFException("A follower closed the connection");
				}
				if (answer.hasRemaining()) {
					return;
				}
				this.answered[follower] = answer.getLong(0);
				answer.clear();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void complete() {
		long durable = 0;
		for (long count : this.answered) {
			durable = Math.max(durable, count);
		}
		while (this.completed < durable) {
			this.completed++;
			this.operations.apply(this.unansweredCommands.remove());
			this.unanswered.remove().accept(null, null);
		}
	}

}
