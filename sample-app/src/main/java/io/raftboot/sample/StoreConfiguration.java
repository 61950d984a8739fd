package io.raftboot.sample;

import java.nio.file.Path;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.h2.api.ErrorCode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

/**
 * Opens the store of this node.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	@Bean
	@ConditionalOnProperty(name = "sample.store", havingValue = "memory")
	KeyValueStore memoryStore() {
		return new MemoryKeyValueStore();
	}

	/** An H2 database in the data directory of the node. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sample.store", havingValue = "h2", matchIfMissing = true)
	static class H2 {

		private static final int CONNECTIONS_MAX = 4;

		@Bean
		HikariDataSource dataSource(@Value("${raft.data-dir}") Path dataDirectory) {
			Path database = dataDirectory.toAbsolutePath().normalize().resolve("sample").resolve("items");
			return open(database);
		}

		@Bean
		KeyValueStore h2Store(HikariDataSource dataSource) {
			return new H2KeyValueStore(dataSource);
		}

		/**
		 * Opens a database or makes it.
		 * @param database the file without its extension
		 * @throws StoreOpenException if it cannot be opened
		 */
		static HikariDataSource open(Path database) {
			HikariConfig config = new HikariConfig();
			config.setPoolName("items");
			// Closed by Spring, after the node: H2's own hook would close it under the
			// state machine. The lock tells a second process that it is one.
			config.setJdbcUrl("jdbc:h2:file:" + database + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
			config.setUsername("sa");
			config.setMaximumPoolSize(CONNECTIONS_MAX);
			config.setMinimumIdle(1);
			config.setMaxLifetime(0);
			try {
				return new HikariDataSource(config);
			}
			catch (RuntimeException ex) {
				throw new StoreOpenException(Path.of(database + ".mv.db"), inUse(ex), ex);
			}
		}

		private static boolean inUse(RuntimeException ex) {
			return NestedExceptionUtils.getRootCause(ex) instanceof SQLException sql
					&& sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1 || String.valueOf(ex.getMessage())
						.contains("already in use");
		}

	}

}
