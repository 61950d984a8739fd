package io.raftboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.model.FencingToken;
import io.raftboot.sample.Ledger.Line;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leader's process is stopped (SIGSTOP) in the middle of a {@code @LeaderOnly} job,
 * between the look at the clock and the line it writes, and goes on when another node has
 * led for long. The fence refuses that line; without it the line comes out of order,
 * which shows that the test sees what there is to see.
 */
class LeaderOnlyIT {

	@Test
	void aLeaderThatWasPausedForTenSecondsWritesNothingAfterItsSuccessor() throws Exception {
		try (Ledger ledger = new Ledger(true)) {
			Line late = pauseTheLeader("leader-only", ledger, Duration.ofSeconds(10));
			assertThat(ledger.lines()).extracting(Line::token).isSorted();
			FencingToken newest = newest(ledger.lines());
			assertThat(newest.isNewerThan(late.token())).isTrue();
			assertThat(ledger.lines().stream().map(Line::token).distinct()).as("one node per token")
				.hasSameSizeAs(ledger.lines().stream().distinct().toList());
		}
	}

	@Test
	void withoutTheFenceItsLineComesAfterThatOfItsSuccessor() throws Exception {
		try (Ledger ledger = new Ledger(false)) {
			Line late = pauseTheLeader("leader-only-unfenced", ledger, Duration.ZERO);
			List<FencingToken> tokens = ledger.lines().stream().map(Line::token).toList();
			FencingToken newest = newest(ledger.lines());
			assertThat(newest.isNewerThan(late.token())).isTrue();
			assertThat(tokens.lastIndexOf(late.token())).as("the hazard").isGreaterThan(tokens.indexOf(newest));
		}
	}

	private static FencingToken newest(List<Line> lines) {
		return lines.stream().map(Line::token).max(FencingToken::compareTo).orElseThrow();
	}

	/**
	 * Stops the leader before its line, at least for so long and until another one has
	 * written.
	 * @return the line, which has been asked for by then
	 */
	private static Line pauseTheLeader(String name, Ledger ledger, Duration pause) throws IOException {
		try (ProcessCluster cluster = ProcessCluster.started(name, 3, "--sample.ledger-url=" + ledger.url(),
				"--sample.store=memory")) {
			ProcessCluster.await("lines of a leader").until(() -> ledger.lines().size() >= 3);
			Ledger.Hold hold = ledger.holdNext();
			ProcessCluster.await("a job at work").until(() -> hold.held() != null);
			Line late = hold.held();
			NodeProcess leader = cluster.nodes()
				.stream()
				.filter((node) -> node.id().equals(late.node()))
				.findFirst()
				.orElseThrow();
			long begun = times(ledger.begun(), late);
			long before = times(ledger.asked(), late);
			leader.pause();
			long until = System.nanoTime() + pause.toNanos();
			hold.release();
			ProcessCluster.await("lines of another leader, and the end of the pause")
				.until(() -> System.nanoTime() - until >= 0L
						&& ledger.lines().stream().anyMatch((line) -> line.token().isNewerThan(late.token())));
			assertThat(times(ledger.asked(), late)).isEqualTo(before);
			leader.resume();
			ProcessCluster.await("the line that is late").until(() -> times(ledger.asked(), late) > before);
			ProcessCluster.await("the node to notice")
				.until(() -> leader.output().contains("leadership of term " + late.token().term() + " is revoked"));
			int lines = ledger.lines().size();
			ProcessCluster.await("more lines of the new leader").until(() -> ledger.lines().size() >= lines + 3);
			assertThat(times(ledger.begun(), late)).as("what begins after the pause sees that it is no leader")
				.isEqualTo(begun);
			return late;
		}
	}

	private static long times(List<Line> lines, Line line) {
		return lines.stream().filter(line::equals).count();
	}

}
