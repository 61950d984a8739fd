package io.raftboot.test.simulation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The seeds that every build runs, each twice: nothing breaks, the same seed shows the
 * same run, and together they see every kind of fault and everything that the engine has
 * to be able to do.
 */
class SimulatedSeedsTests {

	private static final int SEEDS = 1_000;

	private static final Path REGRESSIONS = Path.of("src/test/simulation/regressions.txt");

	private static final Path HASHES = Path.of("target/simulation-hashes.txt");

	private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

	@Test
	void seedsThatFailedOnceDoSoNoMore() {
		Regressions regressions = new Regressions(REGRESSIONS);
		for (long seed : regressions.seeds()) {
			Simulation.ofRegisters().run(seed);
		}
	}

	@Test
	void aThousandSeedsRunWellAndTwiceTheSame() {
		Campaign campaign = new Campaign(Simulation.ofRegisters().twice(), 2);
		Regressions regressions = new Regressions(REGRESSIONS);
		campaign.onFailure((failure) -> {
			regressions.add(failure);
			this.failures.add(failure.getMessage());
		});
		campaign.hashesTo(HASHES);
		CampaignSummary summary = campaign.run(1, SEEDS);
		System.out.println(summary.line());
		assertThat(this.failures).isEmpty();
		assertThat(summary.medianEvents()).isGreaterThanOrEqualTo(3_000);
		assertThat(summary.medianOperations()).isGreaterThanOrEqualTo(50);
		assertThat(summary.coverage().missing()).as("faults and transitions that no seed has seen").isEmpty();
	}

	@Test
	void aFailureTellsWhatHappenedAndHowToSeeItAgain() {
		Simulation forgetful = Simulation.of(ForgetfulWorkload::new);
		SimulationFailure failure = firstFailure(forgetful, 20);
		assertThat(failure.firstLine()).startsWith("Seed " + failure.seed() + ": ");
		assertThat(failure.replay()).isEqualTo("raft-test/simulate --seed " + failure.seed());
		assertThat(failure).hasMessageContaining(failure.replay()).hasMessageContaining("FAULT");
		assertThat(List.of(failure.getMessage().split("\n"))).hasSizeGreaterThan(50);
	}

	private static SimulationFailure firstFailure(Simulation simulation, int seeds) {
		for (long seed = 1; seed <= seeds; seed++) {
			try {
				simulation.run(seed);
			}
			catch (SimulationFailure ex) {
				return ex;
			}
		}
		throw new AssertionError("No seed has found the fault");
	}

}
