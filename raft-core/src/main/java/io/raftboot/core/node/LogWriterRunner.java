package io.raftboot.core.node;

import java.time.Duration;

/** Has the log writer do its work: on a thread of its own, on the loop, or as a step. */
interface LogWriterRunner {

	void start();

	/**
	 * Writes what the loop has offered the log writer, or wakes who does; on the loop.
	 * @param forceNanosMax the caller does it itself if forces usually take no longer; 0
	 * if it must not
	 * @return false if another thread has become the loop meanwhile, and the caller is
	 * not the loop any more
	 */
	boolean write(long forceNanosMax);

	/**
	 * Lets it finish what is waiting, then end; on the loop.
	 * @return whether it has ended in time
	 */
	boolean close(Duration timeout);

	/** One that leaves everything to the runner. */
	static LogWriterRunner of(DutyRunner runner) {
		return new LogWriterRunner() {

			@Override
			public void start() {
				runner.start();
			}

			@Override
			public boolean write(long forceNanosMax) {
				runner.wakeUp();
				return true;
			}

			@Override
			public boolean close(Duration timeout) {
				return runner.close(timeout);
			}

		};
	}

}
