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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of a write through a whole node of one voter, without threads, disk or network:
 * inbox, batch, core, log writer, applier, future.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SteppedWriteBenchmark {

	private static final int BATCH = 64;

	private static final int PAYLOAD_BYTES = 256;

	private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

	private final SteppedVoter voter = new SteppedVoter(false);

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
