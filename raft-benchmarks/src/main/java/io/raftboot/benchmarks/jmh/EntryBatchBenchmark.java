package io.raftboot.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding entries on the leader, checking them on a follower, walking them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntryBatchBenchmark {

	/** Entries of a batch. */
	@Param({ "1", "64" })
	int count;

	/** Payload of each. */
	@Param({ "16", "256", "4096" })
	int payloadBytes;

	private ByteBuffer payload = ByteBuffer.allocate(0);

	private ByteBuffer encoded = ByteBuffer.allocate(0);

	private EntryBatch batch = EntryBatch.EMPTY;

	private final EntryCursor cursor = new EntryCursor();

	@Setup
	public void encodeOnce() {
		this.payload = ByteBuffer.allocate(this.payloadBytes);
		this.batch = encode();
		this.encoded = ByteBuffer.allocate(this.batch.byteSize());
		this.batch.copyTo(this.encoded);
		this.encoded.flip();
	}

	@Benchmark
	public EntryBatch encode() {
		EntryBatchBuilder builder = new EntryBatchBuilder(1L, 1L,
				this.count * EntryLayout.entryBytes(this.payloadBytes));
		for (int i = 0; i < this.count; i++) {
			builder.add(EntryType.COMMAND, this.payload);
		}
		return builder.build();
	}

	@Benchmark
	public EntryBatch verify() {
		return EntryBatch.verified(this.encoded, 1L, this.count);
	}

	@Benchmark
	public long walk() {
		EntryCursor entries = this.cursor.reset(this.batch);
		long sum = 0;
		while (entries.next()) {
			sum += entries.term() + entries.payloadBytes();
		}
		return sum;
	}

}
