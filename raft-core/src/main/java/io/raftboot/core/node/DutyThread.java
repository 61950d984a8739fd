package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Duty} on a private thread that nobody interrupts: an interrupt would
 * close the file channels it uses. Parks while there is nothing to do.
 */
final class DutyThread implements DutyRunner {

	private final Duty duty;

	private final Consumer<Throwable> onFailure;

	private final Thread thread;

	private volatile boolean parked;

	private volatile boolean closing;

	DutyThread(String name, Duty duty, Consumer<Throwable> onFailure) {
		this.duty = duty;
		this.onFailure = onFailure;
		this.thread = new NodeThread(this::run, name);
		this.thread.setDaemon(true);
	}

	@Override
	public void start() {
		this.thread.start();
	}

	@Override
	public void wakeUp() {
		if (this.parked) {
			this.parked = false;
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void await(CompletableFuture<?> done) {
		done.join();
	}

	@Override
	public boolean close(Duration timeout) {
		this.closing = true;
		LockSupport.unpark(this.thread);
		joinUninterruptibly(this.thread, timeout);
		return !this.thread.isAlive();
	}

	private void run() {
		try {
			while (true) {
				// Before the look, which so sees all that came before the end was told.
				boolean last = this.closing;
				if (this.duty.doWork() > 0) {
					continue;
				}
				if (last) {
					return;
				}
				park();
			}
		}
		catch (Throwable ex) {
			this.onFailure.accept(ex);
		}
	}

	/** Says that it sleeps first and looks once more then, so that no wake-up is lost. */
	private void park() {
		this.parked = true;
		if (this.duty.doWork() == 0) {
			long retryNanos = this.duty.retryNanos();
			while (retryNanos == Long.MAX_VALUE && this.parked && !this.closing) {
				LockSupport.park(this);
			}
			if (this.parked && !this.closing) {
				LockSupport.parkNanos(this, retryNanos);
			}
		}
		this.parked = false;
	}

	static void joinUninterruptibly(@Nullable Thread thread, Duration timeout) {
		if (thread == null || thread == Thread.currentThread()) {
			return;
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean interrupted = false;
		while (thread.isAlive()) {
			long millis = (deadline - System.nanoTime()) / 1_000_000L;
			if (millis <= 0) {
				break;
			}
			try {
				thread.join(millis);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
