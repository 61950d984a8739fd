package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.raftboot.sample.StoreOpenException.Reason;
import org.h2.api.ErrorCode;

/**
 * The H2 database of a node, in the data directory beside the log.
 */
final class H2Database {

	// The state machine uses one, a snapshot that is being written another
	private static final int CONNECTIONS_MAX = 4;

	/**
	 * H2's own shutdown hook would close the database under the running node. Its
	 * background writer takes one map of the store after the other while a transaction
	 * changes them, so that a killed process leaves half a transaction behind; with no
	 * delay each commit writes by itself, and the space of older versions is reused at
	 * once.
	 */
	private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;RETENTION_TIME=0;TRACE_LEVEL_FILE=0";

	private H2Database() {
	}

	/** Where the database of a node lies. */
	static Path file(Path dataDirectory) {
		return dataDirectory.toAbsolutePath().normalize().resolve("sample").resolve("items.mv.db");
	}

	/**
	 * Opens the database or makes it.
	 * @throws StoreOpenException if it cannot be opened
	 */
	static HikariDataSource open(Path file) {
		try {
			Files.createDirectories(file.getParent());
		}
		catch (IOException ex) {
			throw new StoreOpenException(file, Reason.DIRECTORY_UNUSABLE, ex);
		}
		HikariConfig config = new HikariConfig();
		config.setPoolName("items");
		String name = file.toString().replaceFirst("\\.mv\\.db$", "");
		config.setJdbcUrl("jdbc:h2:file:" + name + SETTINGS);
		config.setUsername("sa");
		config.setMaximumPoolSize(CONNECTIONS_MAX);
		config.setMinimumIdle(1);
		config.setMaxLifetime(0);
		try {
			return new HikariDataSource(config);
		}
		catch (RuntimeException ex) {
			throw new StoreOpenException(file, reason(ex), ex);
		}
	}

	private static Reason reason(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
				return Reason.IN_USE;
			}
		}
		return Reason.UNREADABLE;
	}

}
