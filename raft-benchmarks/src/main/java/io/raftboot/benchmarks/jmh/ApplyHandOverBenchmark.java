package io.raftboot.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.node.Committed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the loop to the applier and on to the caller who waits for a future, in a node of
 * one voter without disk or network: with the applier on a thread of its own, as in a
 * node, and on the loop's. The difference is what handing over to another thread and back
 * costs, which {@code batch} shares between 64 writes. Both need a core each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ApplyHandOverBenchmark {

	private static final int BATCH = 64;

	private static final int PAYLOAD_BYTES = 256;

	/** Whether the applier has a thread of its own. */
	@Param({ "true", "false" })
	public boolean thread;

	private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

	private SteppedVoter voter;

	@Setup
	public void start() {
		this.voter = new SteppedVoter(this.thread);
	}

	@TearDown
	public void stop() throws InterruptedException {
		this.voter.close();
	}

	@Benchmark
	public Committed one() {
		return this.voter.write(this.payload, 1);
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public Committed batch() {
		return this.voter.write(this.payload, BATCH);
	}

}
