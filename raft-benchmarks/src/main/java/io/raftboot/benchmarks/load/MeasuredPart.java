package io.raftboot.benchmarks.load;

/**
 * Is told, on the driver's thread, when the warm-up is over and when the measuring is.
 */
public interface MeasuredPart {

	/** Nobody listens. */
	MeasuredPart UNOBSERVED = new MeasuredPart() {

		@Override
		public void begins() {
		}

		@Override
		public void ends() {
		}

	};

	void begins();

	void ends();

}
