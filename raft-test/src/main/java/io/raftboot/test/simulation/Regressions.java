package io.raftboot.test.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of seeds that failed once, each on a line with what it showed:
 * {@code seed # why}. The build runs them first.
 */
public final class Regressions {

	private final Path file;

	public Regressions(Path file) {
		this.file = file;
	}

	/** Its seeds, none if there is no file. */
	public List<Long> seeds() {
		List<Long> seeds = new ArrayList<>();
		try {
			if (Files.exists(this.file)) {
				for (String line : Files.readAllLines(this.file)) {
					String seed = line.replaceFirst("#.*", "").strip();
					if (!seed.isEmpty()) {
						seeds.add(Long.parseLong(seed));
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return seeds;
	}

	/** Adds a seed that is not there yet. */
	public synchronized void add(SimulationFailure failure) {
		if (seeds().contains(failure.seed())) {
			return;
		}
		try {
			Files.writeString(this.file, failure.seed() + " # " + failure.firstLine() + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
