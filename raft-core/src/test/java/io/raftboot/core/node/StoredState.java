package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.snapshot.SnapshotStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node finds in its directory when it starts.
 *
 * @param snapshotIndex of the newest snapshot, 0 if there is none
 * @param snapshotTerm its term
 * @param firstIndex of the log that goes with it
 * @param lastIndex of that log
 */
record StoredState(long snapshotIndex, long snapshotTerm, long firstIndex, long lastIndex) {

	/**
	 * Opens a copy as a start does and checks that it is a snapshot and a log that
	 * continues it, of which every entry is there.
	 */
	static StoredState check(Path directory, NodeId id) throws IOException {
		Path copy = directory.resolveSibling(directory.getFileName() + "-copy");
		copy(directory, copy);
		StoredState state;
		try (Storage storage = DiskNode.openStorage(Disk.system(), copy, id);
				SnapshotStore snapshots = DiskNode.openSnapshots(Disk.system(), copy)) {
			Recovered recovered = SnapshotRecovery.recover(id, storage, snapshots);
			LogStore log = storage.log();
			state = new StoredState(recovered.snapshotIndex(),
					(recovered.snapshot() != null) ? recovered.snapshot().meta().term() : 0L, log.firstIndex(),
					log.lastIndex());
			assertThat(recovered.log().firstIndex()).isEqualTo(state.firstIndex);
			assertThat(recovered.log().lastIndex()).isEqualTo(state.lastIndex);
			assertThat(state.snapshotIndex).as("snapshot of %s", state)
				.isBetween(state.firstIndex - 1, state.lastIndex);
			assertThat(SnapshotRecovery.termOf(recovered.log(), state.snapshotIndex)).as("term where %s meet", state)
				.isEqualTo(state.snapshotTerm);
			checkEntries(log, recovered);
			// What has the name of a snapshot was written to its end before
			assertThat(Disk.system().list(copy.resolve("snap"))).noneMatch((file) -> file.endsWith(".damaged"));
		}
		delete(copy);
		return state;
	}

	private static void checkEntries(LogStore log, Recovered recovered) throws IOException {
		long index = log.firstIndex();
		long term = recovered.log().previousTerm();
		while (index <= log.lastIndex()) {
			EntryCursor cursor = log.read(index, log.lastIndex(), 1 << 20).cursor();
			while (cursor.next()) {
				assertThat(cursor.index()).isEqualTo(index++);
				assertThat(cursor.term()).isGreaterThanOrEqualTo(term);
				term = cursor.term();
			}
		}
	}

	/** Copies all files of a directory that nobody writes to. */
	static void copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(to.resolve(from.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, to.resolve(from.relativize(file)));
				return FileVisitResult.CONTINUE;
			}

		});
	}

	static void delete(Path directory) throws IOException {
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
				Files.delete(emptied);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
