package io.raftboot.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.benchmarks.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * A fresh directory for the files of one run, gone when it is closed. Without a choice it
 * lies under the build directory, which is on a real disk more often than the temporary
 * directory is.
 */
final class DataDirectory implements AutoCloseable {

	private final Path path;

	private DataDirectory(Path path) {
		this.path = path;
	}

	/** Makes it, and warns if it is no disk. */
	static DataDirectory create(@Nullable String parent, Report report) throws IOException {
		Path chosen = (parent != null) ? Files.createDirectories(Path.of(parent)) : defaultParent();
		Path path = Files.createTempDirectory(chosen.toAbsolutePath(), "raft-benchmark-");
		String type = fileSystem(path);
		if (type.equals("tmpfs") || type.equals("ramfs")) {
			report.warning(path + " is in memory (" + type + "): forces are free there. Choose another --directory.");
		}
		return new DataDirectory(path);
	}

	static String fileSystem(Path path) throws IOException {
		return Files.getFileStore(path).type();
	}

	private static Path defaultParent() {
		for (String candidate : new String[] { "raft-benchmarks/target", "target" }) {
			Path path = Path.of(candidate);
			if (Files.isDirectory(path)) {
				return path;
			}
		}
		return Path.of(System.getProperty("java.io.tmpdir"));
	}

	Path path() {
		return this.path;
	}

	/**
	 * A fresh directory inside, of this name. What stood there is gone from the disk,
	 * too: it has nothing left to do with it when the next measurement begins.
	 */
	Path fresh(String name) throws IOException {
		Path inside = this.path.resolve(name);
		delete(inside);
		force(this.path);
		return Files.createDirectory(inside);
	}

	/** Sizes of all files in a directory, which others may be changing, and below it. */
	static long bytes(Path directory) throws IOException {
		AtomicLong sum = new AtomicLong();
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				sum.addAndGet(attributes.size());
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) {
				// renamed meanwhile
				return FileVisitResult.CONTINUE;
			}

		});
		return sum.get();
	}

	/** Deletes a directory with all that is in it, if it is there. */
	static void delete(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return;
		}
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
				if (failure != null) {
					throw failure;
				}
				Files.delete(visited);
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private static void force(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	@Override
	public void close() throws IOException {
		delete(this.path);
		force(this.path.getParent());
	}

}
