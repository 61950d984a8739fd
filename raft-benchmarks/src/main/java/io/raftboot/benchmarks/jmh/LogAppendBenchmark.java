package io.raftboot.benchmarks.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A frame of entries appended to the log and forced, under the directory for temporary
 * files: {@code -jvmArgsAppend -Djava.io.tmpdir=DIR} chooses the disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogAppendBenchmark {

	private static final int PAYLOAD_BYTES = 256;

	/** Entries of the frame. */
	@Param({ "1", "16", "256" })
	int count;

	private @Nullable Path directory;

	private @Nullable FileStorage storage;

	private long nextIndex = 1L;

	private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

	@Setup(Level.Iteration)
	public void open() throws IOException {
		Path directory = Files.createTempDirectory("raft-log-benchmark");
		this.directory = directory;
		Meta initial = Meta.initial(NodeId.of("n1"), 1L);
		FileStorage storage = FileStorage.open(Disk.system(), directory, initial,
				FileStorageOptions.DEFAULTS.withMeasureForce(false));
		storage.meta().store(storage.meta().current().withHardState(new HardState(1L, null)));
		this.storage = storage;
		this.nextIndex = 1L;
	}

	@TearDown(Level.Iteration)
	public void close() throws IOException {
		opened().close();
		Path directory = this.directory;
		if (directory != null) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	@Benchmark
	public long appendAndForce() throws IOException {
		EntryBatchBuilder builder = new EntryBatchBuilder(this.nextIndex, 1L,
				this.count * EntryLayout.entryBytes(PAYLOAD_BYTES));
		for (int i = 0; i < this.count; i++) {
			builder.add(EntryType.COMMAND, this.payload);
		}
		LogStore log = opened().log();
		log.append(List.of(builder.build()));
		log.force();
		this.nextIndex += this.count;
		return log.lastIndex();
	}

	private FileStorage opened() {
		FileStorage storage = this.storage;
		if (storage == null) {
			throw new IllegalStateException("The log is not open");
		}
		return storage;
	}

}
