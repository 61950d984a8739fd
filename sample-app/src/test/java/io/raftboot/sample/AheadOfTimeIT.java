package io.raftboot.sample;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar run from what was generated when it was built with the profile "long". */
@Tag("long")
class AheadOfTimeIT {

	private static final List<String> AHEAD_OF_TIME = List.of("-Dspring.aot.enabled=true");

	@Test
	void aNodeWritesReadsAndComesBack() {
		try (ProcessCluster cluster = ProcessCluster.of("ahead-of-time", 1)) {
			NodeProcess node = cluster.nodes().get(0);
			node.startWith(AHEAD_OF_TIME);
			cluster.awaitLeader();
			assertThat(node.output()).contains("Starting AOT-processed SampleApplication");
			HttpApi.Answer written = node.api().send("PUT", "/kv/a", HttpApi.json("value", "v"));
			assertThat(written.status()).as("%s", written).isEqualTo(200);
			assertThat(node.api().send("GET", "/kv/a", null).value()).isEqualTo("v");
			node.kill();
			node.startWith(AHEAD_OF_TIME);
			cluster.awaitLeader();
			assertThat(node.api().send("GET", "/kv/a", null).value()).isEqualTo("v");
		}
	}

}
