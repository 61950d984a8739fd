package io.raftboot.benchmarks.microraft;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.microraft.persistence.RestoredRaftState;
import io.microraft.store.sqlite.RaftSqliteStore;
import io.raftboot.benchmarks.cluster.Engine;

/**
 * MicroRaft on the store that it brings. That store commits a transaction when MicroRaft
 * flushes; with its write-ahead log and {@code synchronous=EXTRA} SQLite forces at each.
 * <p>
 * The store restores nothing, not even its log, while the node has not voted in its
 * latest term. Such a node begins anew from an empty database here: MicroRaft would
 * otherwise keep the old log's entries in place of those that it is sent.
 */
public final class SqliteMicroRaft extends Engine {

	private static final String NAME = "microraft-sqlite";

	private static final String SETTINGS = "MicroRaft 0.7 with its RaftSqliteStore (sqlite-jdbc 3.41.2.2, jOOQ 3.16.14; it sets "
			+ "journal_mode=WAL, synchronous=EXTRA, locking_mode=EXCLUSIVE itself, so each flush forces): "
			+ MicroRaftCluster.SETTINGS;

	public SqliteMicroRaft() {
		super(NAME, SETTINGS, true, () -> new MicroRaftCluster(NAME, SqliteMicroRaft::open));
	}

	private static OpenedStore open(Path directory) throws IOException {
		Path database = directory.resolve("raft.sqlite");
		boolean existed = Files.exists(database);
		RaftSqliteStore store = store(database);
		RestoredRaftState restored = store.getRestoredRaftState(true).orElse(null);
		if (existed && restored == null) {
			store.onRaftNodeTerminate();
			try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "raft.sqlite*")) {
				for (Path file : files) {
					Files.delete(file);
				}
			}
			store = store(database);
		}
		return new OpenedStore(store, restored);
	}

	private static RaftSqliteStore store(Path database) {
		return RaftSqliteStore.create(database.toFile(), ModelCodec.MODEL, new SqliteSerializer());
	}

}
