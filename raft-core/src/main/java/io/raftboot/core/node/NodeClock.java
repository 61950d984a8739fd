package io.raftboot.core.node;

/** The clocks a node looks at; handed in so that a simulation can turn them. */
public interface NodeClock {

	NodeClock SYSTEM = new NodeClock() {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return System.currentTimeMillis();
		}

	};

	/** Monotonic, for timers and leases. */
	long nanoTime();

	/** Wall clock, only ever stamped on entries. */
	long currentTimeMillis();

}
