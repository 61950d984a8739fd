package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/** Forced 4 KiB overwrites, by threads with a file each. */
final class ForceProbe {

	private final Path directory;

	ForceProbe(Path directory) {
		this.directory = directory;
	}

	Rate measure(int threads, Duration duration) throws Exception {
		Histogram all = Latencies.histogram();
		try (Workers workers = new Workers()) {
			for (int i = 0; i < threads; i++) {
				Path path = this.directory.resolve("force-" + i);
				workers.start("force-" + i, () -> {
					Histogram own = overwrite(path, duration);
					synchronized (all) {
						all.add(own);
					}
				});
			}
			workers.join();
		}
		return new Rate(all.getTotalCount() * 1e9 / duration.toNanos(), Latencies.of(all));
	}

	private static Histogram overwrite(Path path, Duration duration) throws IOException {
		Histogram histogram = Latencies.histogram();
		try (ForcedFile file = new ForcedFile(path)) {
			for (int i = 0; i < 20; i++) {
				file.overwrite();
			}
			long begin = System.nanoTime();
			long before = begin;
			while (before - begin < duration.toNanos()) {
				file.overwrite();
				long now = System.nanoTime();
				Latencies.record(histogram, now - before);
				before = now;
			}
		}
		return histogram;
	}

}
