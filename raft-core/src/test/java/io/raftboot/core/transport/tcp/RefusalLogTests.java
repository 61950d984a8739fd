package io.raftboot.core.transport.tcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLogTests {

	private static final long MINUTE = 60_000_000_000L;

	private final RefusalLog log = new RefusalLog();

	private final Logger logger = (Logger) LoggerFactory.getLogger(TcpTransport.class);

	/** Hundreds of lines in the build's output would hide others. */
	@BeforeEach
	void quiet() {
		this.logger.setLevel(Level.OFF);
	}

	@AfterEach
	void loud() {
		this.logger.setLevel(null);
	}

	@Test
	void oneHostIsToldAboutOnceAMinute() {
		assertThat(this.log.warn("10.0.0.1", "bad", 0)).isTrue();
		assertThat(this.log.warn("10.0.0.1", "bad", MINUTE - 1)).isFalse();
		assertThat(this.log.warn("10.0.0.2", "bad", MINUTE - 1)).isTrue();
		assertThat(this.log.warn("10.0.0.1", "bad", MINUTE)).isTrue();
	}

	@Test
	void theOldestOfManyHostsIsForgotten() {
		for (int i = 0; i < 257; i++) {
			assertThat(this.log.warn("host-" + i, "bad", 0)).isTrue();
		}
		assertThat(this.log.warn("host-256", "bad", 0)).isFalse();
		assertThat(this.log.warn("host-0", "bad", 0)).isTrue();
	}

}
