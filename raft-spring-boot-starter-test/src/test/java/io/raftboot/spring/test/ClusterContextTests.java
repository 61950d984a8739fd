package io.raftboot.spring.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import io.raftboot.core.node.RaftNodeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contexts are those of {@code @SpringBootTest}, one for each node. */
@EmbeddedRaftCluster(nodes = 2, web = true,
		properties = { "given=here", "who=${raft.node-id}", "raft.election-timeout=200ms" })
@ActiveProfiles("cluster")
@TestPropertySource(properties = "sourced=too")
@Import(ClusterContextTests.Imported.class)
@Timeout(60)
class ClusterContextTests {

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("dynamic", () -> "also");
	}

	@Test
	void propertiesAndProfilesOfTheTestCount(RaftCluster cluster) {
		for (RaftClusterNode node : cluster.nodes()) {
			Environment environment = node.context().getEnvironment();
			assertThat(environment.getProperty("given")).isEqualTo("here");
			assertThat(environment.getProperty("sourced")).isEqualTo("too");
			assertThat(environment.getProperty("dynamic")).isEqualTo("also");
			assertThat(environment.getProperty("who")).isEqualTo(node.id());
			assertThat(environment.getActiveProfiles()).containsExactly("cluster");
			assertThat(node.bean(RaftNodeOptions.class).electionTimeout()).hasMillis(200);
			assertThat(node.bean(Added.class).text()).isEqualTo("added");
		}
	}

	@Test
	void everyNodeHasAWebServer(RaftCluster cluster) throws Exception {
		cluster.client(Counters.class).add("web", 3);
		Set<Integer> ports = new HashSet<>();
		for (RaftClusterNode node : cluster.nodes()) {
			URI uri = URI.create("http://localhost:" + node.port() + "/counters/web");
			assertThat(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
				.body()).isEqualTo("3");
			assertThat(ports.add(node.port())).isTrue();
		}
	}

	@Test
	void filesOfTheApplicationSurviveAKill(RaftCluster cluster) throws IOException {
		RaftClusterNode node = cluster.node("n2");
		Path directory = Files.createDirectories(node.bean(RaftNodeOptions.class).dataDirectory());
		Files.writeString(directory.resolve("mine"), "kept");
		cluster.kill("n2");
		cluster.restart("n2");
		assertThat(node.bean(RaftNodeOptions.class).dataDirectory()).isEqualTo(directory);
		assertThat(directory.resolve("mine")).hasContent("kept");
		cluster.reset();
		assertThat(directory).doesNotExist();
	}

	record Added(String text) {
	}

	// Not marked as a configuration: that would take the place of the application
	static class Imported {

		@Bean
		Added added() {
			return new Added("added");
		}

	}

}
