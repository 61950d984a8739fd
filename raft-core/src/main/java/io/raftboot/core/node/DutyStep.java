package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs a duty as a step. A duty that failed does nothing any more. */
final class DutyStep implements DutyRunner, Step {

	private final String name;

	private final Duty duty;

	private final Consumer<Throwable> onFailure;

	private final Consumer<Step> ready;

	private boolean ended;

	DutyStep(String name, Duty duty, Consumer<Throwable> onFailure, Consumer<Step> ready) {
		this.name = name;
		this.duty = duty;
		this.onFailure = onFailure;
		this.ready = ready;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void start() {
		wakeUp();
	}

	@Override
	public void wakeUp() {
		this.ready.accept(this);
	}

	@Override
	public long run() {
		return (work() > 0) ? 0L : (this.ended ? Long.MAX_VALUE : this.duty.retryNanos());
	}

	private int work() {
		if (this.ended) {
			return 0;
		}
		try {
			return this.duty.doWork();
		}
		catch (Throwable ex) {
			this.ended = true;
			this.onFailure.accept(ex);
			return 0;
		}
	}

	@Override
	public void await(CompletableFuture<?> done) {
		while (!done.isDone() && work() > 0) {
			// Until it has come to it.
		}
		if (!done.isDone()) {
			throw new IllegalStateException("Nobody else could see to it");
		}
		done.join();
	}

	@Override
	public boolean close(Duration timeout) {
		while (work() > 0) {
			// Until nothing is left.
		}
		this.ended = true;
		return true;
	}

}
