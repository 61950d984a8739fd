package io.raftboot.test.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Records what clients ask and hear, in real time. For any number of threads. A client
 * calls {@link #invoke} right before it sends and ends the call right after it heard:
 * {@link Call#ok} with an answer, {@link Call#fail} if the operation surely did not
 * happen, {@link Call#info} if it may have happened or may yet happen. A call that was
 * not ended counts as {@code info}.
 *
 * @param <I> what a client asks
 * @param <O> what it is answered
 */
public final class History<I, O> {

	private final List<Call> calls = new ArrayList<>();

	private long events;

	/** The client is about to send. */
	public synchronized Call invoke(String client, I input) {
		Call call = new Call(client, input, ++this.events);
		this.calls.add(call);
		return call;
	}

	/** All operations so far that may have happened, in the order of invocation. */
	public synchronized List<Operation<I, O>> operations() {
		List<Operation<I, O>> operations = new ArrayList<>(this.calls.size());
		for (Call call : this.calls) {
			if (!call.failed) {
				operations.add(new Operation<>(call.client, call.input, call.output, call.invokedAt, call.returnedAt));
			}
		}
		operations.sort(Comparator.comparingLong(Operation::invoked));
		return operations;
	}

	/** An operation under way. */
	public final class Call {

		private final String client;

		private final I input;

		private final long invokedAt;

		private long returnedAt = Operation.NEVER;

		private @Nullable O output;

		private boolean failed;

		private boolean ended;

		private Call(String client, I input, long invokedAt) {
			this.client = client;
			this.input = input;
			this.invokedAt = invokedAt;
		}

		/** The client was answered. */
		public void ok(O output) {
			Objects.requireNonNull(output, "An answer is never null");
			synchronized (History.this) {
				end();
				this.output = output;
				this.returnedAt = ++History.this.events;
			}
		}

		/** The operation surely did not happen and will not. */
		public void fail() {
			synchronized (History.this) {
				end();
				this.failed = true;
			}
		}

		/** The operation may have happened, or may yet. */
		public void info() {
			synchronized (History.this) {
				end();
			}
		}

		private void end() {
			if (this.ended) {
				throw new IllegalStateException("The call of " + this.client + " has ended already: " + this.input);
			}
			this.ended = true;
		}

	}

}
