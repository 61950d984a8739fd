package io.raftboot.benchmarks.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory of the machine this process holds, on Linux. */
public final class ResidentMemory {

	private static final Path STATUS = Path.of("/proc/self/status");

	private ResidentMemory() {
	}

	/** In bytes, 0 where the system does not tell. */
	public static long bytes() {
		try {
			for (String line : Files.readAllLines(STATUS)) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
				}
			}
		}
		catch (IOException ex) {
			// another system
		}
		return 0L;
	}

}
