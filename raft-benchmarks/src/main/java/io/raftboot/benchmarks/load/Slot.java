package io.raftboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.benchmarks.cluster.Completion;
import org.jspecify.annotations.Nullable;

/**
 * One of the operations that are outstanding at a time, with its buffer; used over and
 * over. The driver owns it, except between the start of its operation and the return of
 * {@link SlotQueue#poll}.
 */
final class Slot implements Completion {

	private final SlotQueue completed;

	private final ByteBuffer command;

	private long id;

	private long startedNanos;

	private long completedNanos;

	private @Nullable Throwable failure;

	Slot(SlotQueue completed, int payloadBytes) {
		this.completed = completed;
		this.command = ByteBuffer.allocate(payloadBytes).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < payloadBytes; i++) {
			this.command.put(i, (byte) (i * 31 + 7));
		}
	}

	void start(long id, Operation operation) {
		this.id = id;
		this.failure = null;
		this.command.clear();
		this.command.putLong(0, id);
		this.startedNanos = System.nanoTime();
		try {
			operation.start(this.command, this);
		}
		catch (RuntimeException ex) {
			accept(null, ex);
		}
	}

	@Override
	public void accept(@Nullable Object result, @Nullable Throwable failure) {
		this.completedNanos = System.nanoTime();
		this.failure = failure;
		this.completed.offer(this);
	}

	long id() {
		return this.id;
	}

	long startedNanos() {
		return this.startedNanos;
	}

	long completedNanos() {
		return this.completedNanos;
	}

	long latencyNanos() {
		return this.completedNanos - this.startedNanos;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

}
