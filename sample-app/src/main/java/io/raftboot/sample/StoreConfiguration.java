package io.raftboot.sample;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

	/** A store in a database. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sample.store", havingValue = "h2", matchIfMissing = true)
	static class H2 {

		@Bean
		HikariDataSource dataSource(@Value("${raft.data-dir}") Path dataDirectory) {
			return H2Database.open(H2Database.file(dataDirectory));
		}

		@Bean
		KeyValueStore h2Store(HikariDataSource dataSource) {
			return new H2KeyValueStore(dataSource);
		}

	}

}
