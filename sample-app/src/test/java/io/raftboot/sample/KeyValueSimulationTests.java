package io.raftboot.sample;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.raftboot.test.simulation.Simulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The state machine of the sample on simulated clusters: crashes, partitions, snapshots.
 */
class KeyValueSimulationTests {

	private final Logger engine = (Logger) LoggerFactory.getLogger("io.raftboot.core");

	@BeforeEach
	void silence() {
		this.engine.setLevel(Level.OFF);
	}

	@AfterEach
	void listen() {
		this.engine.setLevel(null);
	}

	@Test
	void isReplicatedCorrectlyWhateverHappens() {
		Simulation.of(KeyValueWorkload::new).twice().run(1, 40);
	}

}
