package io.raftboot.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of one entry through the core of a leader of three: proposed, sent to both,
 * acknowledged by disk and both, committed. Take {@code encode} off, which makes only the
 * batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LeaderBenchmark {

	private static final int PAYLOAD_BYTES = 64;

	private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

	private final BenchmarkedLeader leader = new BenchmarkedLeader(EntryLayout.entryBytes(PAYLOAD_BYTES));

	@Benchmark
	public long commit() {
		return this.leader.commit(encode());
	}

	@Benchmark
	public EntryBatch encode() {
		return EntryBatchBuilder.single(this.leader.nextIndex(), this.leader.term(), EntryType.COMMAND, this.payload);
	}

}
