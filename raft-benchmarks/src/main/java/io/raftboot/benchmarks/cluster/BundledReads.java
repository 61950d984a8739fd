package io.raftboot.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Linearizable reads of one node as an application can bundle them: one question to the
 * engine for all reads that wait, and never two at once. For any thread.
 */
public final class BundledReads {

	private final Supplier<? extends CompletableFuture<?>> question;

	private List<Completion> waiting = new ArrayList<>();

	private boolean asking;

	/**
	 * Reads of a node.
	 * @param question one linearizable read of the engine
	 */
	public BundledReads(Supplier<? extends CompletableFuture<?>> question) {
		this.question = question;
	}

	public void read(Completion completion) {
		synchronized (this) {
			this.waiting.add(completion);
			if (this.asking) {
				return;
			}
			this.asking = true;
		}
		ask();
	}

	private void ask() {
		List<Completion> reads;
		synchronized (this) {
			if (this.waiting.isEmpty()) {
				this.asking = false;
				return;
			}
			reads = this.waiting;
			this.waiting = new ArrayList<>();
		}
		answer().whenComplete((result, failure) -> {
			ask();
			for (Completion read : reads) {
				read.accept(result, failure);
			}
		});
	}

	private CompletableFuture<?> answer() {
		try {
			return this.question.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
