package io.raftboot.core.node;

/** The turns of a node's loop on one thread, as long as that is the loop. */
final class LoopTurns {

	/** In that time callers have come back, and a disk has hardly begun. */
	private static final long BURST_NANOS = 25_000L;

	private final NodeRuntime runtime;

	private final NodeLoop loop;

	private final SpinWait spin;

	/** What the thread is now instead of the loop, 0 while it is that. */
	private int relieved;

	LoopTurns(NodeRuntime runtime) {
		this.runtime = runtime;
		this.loop = runtime.parts().loop;
		this.spin = new SpinWait(this::turn, this.loop::lastIndex);
	}

	/**
	 * Returns when the node is to stop, or the calling thread is not the loop any more.
	 * @param afterFirst run after the first turn
	 * @return {@link NodeLoop#WRITER_NOW}, {@link NodeLoop#APPLIER_NOW}, or 0 at the end
	 */
	int untilRelieved(Runnable afterFirst) {
		turn();
		afterFirst.run();
		while (this.relieved == 0 && !this.runtime.isStopping()) {
			if (turn() == 0 && !this.spin.findsWork()) {
				this.loop.await();
			}
		}
		return this.relieved;
	}

	private int turn() {
		if (this.loop.expectsMoreCommands()) {
			waitForBurst();
		}
		int work = this.loop.doWork();
		if (work < 0) {
			this.relieved = work;
			return 1;
		}
		return work;
	}

	/** Leaves the processor to the callers. */
	private static void waitForBurst() {
		long beganNanos = System.nanoTime();
		do {
			Thread.yield();
		}
		while (System.nanoTime() - beganNanos < BURST_NANOS);
	}

}
