package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

/**
 * How long a small forced write takes in a directory.
 *
 * @param p50Micros median of some attempts, in microseconds
 */
public record ForceProbe(long p50Micros) {

	private static final int ATTEMPTS = 20;

	private static final int BYTES = 4096;

	/** No disk is as fast: memory, a cache that lies, or a mount without barriers. */
	private static final long SUSPICIOUS_MICROS = 20;

	/** Writes and forces a scratch file there, which takes some milliseconds. */
	public static ForceProbe measure(Disk disk, Path directory) throws IOException {
		Path scratch = directory.resolve("force-probe.tmp");
		long[] nanos = new long[ATTEMPTS];
		try (DiskFile file = disk.open(scratch, true)) {
			ByteBuffer block = ByteBuffer.allocateDirect(BYTES);
			file.write(block.clear(), 0);
			file.force();
			for (int i = 0; i < ATTEMPTS; i++) {
				block.put(0, (byte) (i + 1));
				long start = System.nanoTime();
				file.write(block.clear(), 0);
				file.force();
				nanos[i] = System.nanoTime() - start;
			}
		}
		finally {
			disk.delete(scratch);
		}
		Arrays.sort(nanos);
		return new ForceProbe(nanos[ATTEMPTS / 2] / 1000);
	}

	/** Whether it is too fast to be true. */
	public boolean looksUnforced() {
		return this.p50Micros < SUSPICIOUS_MICROS;
	}

}
