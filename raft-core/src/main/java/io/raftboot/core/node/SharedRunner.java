package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Has a duty done of which the loop may do what is little itself: by a thread, by the
 * loop, or as a step.
 */
interface SharedRunner extends DutyRunner {

	/** Whether the loop would do it itself now; on the loop. */
	boolean isForLoop(long nanosMax);

	/**
	 * Does what the loop has handed over, or wakes who does; on the loop.
	 * @param nanosMax the caller does it itself if it usually takes no longer; 0 if it
	 * must not
	 * @return false if another thread has become the loop meanwhile, and the caller is
	 * not the loop any more
	 */
	boolean runOrWake(long nanosMax);

	/** One that leaves everything to the runner. */
	static SharedRunner of(DutyRunner runner) {
		return new SharedRunner() {

			@Override
			public void start() {
				runner.start();
			}

			@Override
			public void wakeUp() {
				runner.wakeUp();
			}

			@Override
			public boolean isForLoop(long nanosMax) {
				return false;
			}

			@Override
			public boolean runOrWake(long nanosMax) {
				runner.wakeUp();
				return true;
			}

			@Override
			public void await(CompletableFuture<?> done) {
				runner.await(done);
			}

			@Override
			public boolean close(Duration timeout) {
				return runner.close(timeout);
			}

		};
	}

}
