package io.raftboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract over HTTP with one node on its own: engine, log and database. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "raft.standalone=true")
@DirtiesContext
class StandaloneHttpTests extends KeyValueHttpTests {

	private static Path dataDirectory;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void dataDirectory(DynamicPropertyRegistry registry) throws IOException {
		dataDirectory = Files.createTempDirectory("standalone");
		registry.add("raft.data-dir", dataDirectory::toString);
	}

	@AfterAll
	static void deleteData() throws IOException {
		FileSystemUtils.deleteRecursively(dataDirectory);
	}

	@Override
	int port() {
		return this.port;
	}

	@Test
	void theActuatorShowsTheNode() {
		JsonNode status = this.api.send("GET", "/actuator/raft", null).json();
		assertThat(status.get("role").stringValue()).isEqualTo("LEADER");
		assertThat(status.get("leader").stringValue()).isEqualTo(status.get("node").stringValue());
		assertThat(this.api.send("GET", "/actuator/health", null).json().get("status").stringValue()).isEqualTo("UP");
	}

}
