package io.raftboot.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromQlTests {

	private final Scrape scrape = new Scrape("""
			# HELP raft_x_seconds text
			raft_x_seconds_bucket{group="default",le="0.1"} 3
			raft_x_seconds_bucket{group="default",le="+Inf"} 5
			raft_lag{group="default",peer="n2"} NaN
			raft_lag{group="default",peer="n3"} 7.0
			other{group="default"} 1
			""");

	@Test
	void samplesAndLabelsThatAreThereAreFound() {
		assertThat(missing("""
				histogram_quantile(0.99, sum by (job, le) (rate(raft_x_seconds_bucket{job="$job", le!="raft_y"}[5m])))
				> on (job, instance) raft_lag{peer=~"n.*"} / 10 and deriv(raft_lag[$__rate_interval]) > 0"""))
			.isEmpty();
		assertThat(new PromQl("raft_lag and ignoring (kind) max by (job) (raft_x_seconds_bucket)").samples())
			.containsExactly("raft_lag", "raft_x_seconds_bucket");
	}

	@Test
	void whatIsNotThereIsNamed() {
		assertThat(missing("rate(raft_y_total[5m]) > raft_lag")).containsExactly("raft_y_total");
		assertThat(missing("other")).containsExactly("other");
		assertThat(missing("raft_lag{le=\"1\"}")).containsExactly("raft_lag{le}");
		assertThat(missing("sum by (job, le) (raft_lag)")).containsExactly("le");
	}

	@Test
	void samplesAreAddedUp() {
		assertThat(this.scrape.sum("raft_lag")).isEqualTo(7);
		assertThat(this.scrape.sum("raft_x_seconds_bucket", "le=\"0.1\"", "group=\"default\"")).isEqualTo(3);
	}

	private List<String> missing(String expression) {
		return new PromQl(expression).missingIn(this.scrape);
	}

}
