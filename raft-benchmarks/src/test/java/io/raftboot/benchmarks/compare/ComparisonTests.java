package io.raftboot.benchmarks.compare;

import java.util.List;

import io.raftboot.benchmarks.meter.Latencies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

	private static final Workload WORKLOAD = new Workload(Workload.Kind.WRITE, 256, 16);

	private final Comparison comparison = new Comparison(List.of("ours"), "ours", "bare", "By test: ");

	@Test
	void comparesRoundByRoundWithTheBestOfTheOthers() {
		add("ours", 300, 100, 200);
		add("slow", 10, 10, 10);
		add("fast", 50, 50, 40);
		assertThat(table(Measure.RATE)).contains("## By test: Writes: operations per second");
		assertThat(table(Measure.RATE)).contains("| 200 (100 - 300) | 10 (10 - 10) | 50 (40 - 50) | 5.00 |");
		assertThat(table(Measure.P50)).contains("| 5,000 | 100,000 | 20,000 | 0.20 |");
	}

	@Test
	void columnsDoNotFollowTheOrderInWhichEnginesRan() {
		add("other", 50);
		add("ours", 100);
		assertThat(table(Measure.RATE)).contains("| 100 | 50 | 2.00 |");
	}

	/** A minute in which the machine is half as fast is the same minute for both. */
	@Test
	void theBestOfTheOthersIsTheOneThatComesClosest() {
		add("ours", 100, 50, 100);
		add("one", 50, 25, 25);
		add("other", 20, 40, 20);
		assertThat(table(Measure.RATE)).contains("| 100 (50 - 100) | 25 (25 - 50) | 20 (20 - 40) | 2.00 |");
	}

	@Test
	void theLimitIsNoOtherEngine() {
		add("ours", 100);
		add("bare", 400);
		add("other", 50);
		assertThat(table(Measure.RATE)).contains("| ours / best other | ours / bare |")
			.contains("| 100 | 400 | 50 | 2.00 | 0.25 |");
	}

	@Test
	void aVariantOfOursIsNoOtherEngine() {
		add("ours", 100);
		add("ours-otherwise", 400);
		add("oursnot", 50);
		assertThat(table(Measure.RATE)).contains("| 100 | 400 | 50 | 2.00 |");
	}

	@Test
	void anEngineThatWasVoidOnceDoesNotCount() {
		add("ours", 100);
		add("other", 400);
		this.comparison.add("other", Outcome.none(WORKLOAD, "lost a write"));
		assertThat(table(Measure.RATE)).contains("| 100 | - | - |");
		assertThat(this.comparison.voids().toMarkdown()).contains("| other | Writes: 256 B, 16 outstanding | 1 of 2 |")
			.contains("lost a write");
	}

	@Test
	void whatAnEngineDoesNotHaveIsNotVoid() {
		Workload forwarded = new Workload(Workload.Kind.FORWARDED_WRITE, 256, 16);
		this.comparison.add("other", Outcome.none(forwarded, "ExecutionException: NotLeaderException{leader=n1}"));
		this.comparison.add("another", Outcome.none(WORKLOAD, "ExecutionException: NotLeaderException{leader=n1}"));
		assertThat(this.comparison.notOffered().toMarkdown()).contains("| other | Writes through a follower: ")
			.doesNotContain("| another");
		assertThat(this.comparison.voids().toMarkdown()).contains("| another |").doesNotContain("| other |");
	}

	@Test
	void whatNobodyDidIsNotShown() {
		add("ours", 100);
		assertThat(this.comparison.table(Workload.Kind.READ, Measure.RATE)).isNull();
		assertThat(this.comparison.notOffered()).isNull();
		assertThat(this.comparison.voids()).isNull();
	}

	private void add(String engine, int... rates) {
		for (int rate : rates) {
			Latencies latencies = new Latencies(1L, 1_000_000_000L / rate, 2L, 3L, 4L);
			this.comparison.add(engine, new Outcome(WORKLOAD, rate, latencies, 0.0, 0.0, 0L, 0L, null));
		}
	}

	private String table(Measure measure) {
		return this.comparison.table(Workload.Kind.WRITE, measure).toMarkdown();
	}

}
