package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors offer when somebody types {@code raft.}. */
class ConfigurationMetadataTests {

	private static JsonNode metadata;

	@BeforeAll
	static void read() throws IOException {
		String name = "/META-INF/spring-configuration-metadata.json";
		try (InputStream stream = RaftProperties.class.getResourceAsStream(name)) {
			assertThat(stream).as(name).isNotNull();
			metadata = JsonMapper.shared().readTree(stream);
		}
	}

	@Test
	void everyPropertyIsDescribed() {
		List<String> expected = Stream
			.of(keys("raft", RaftProperties.class), keys("raft.health", RaftHealthProperties.class),
					keys("raft.actuator", RaftActuatorProperties.class))
			.flatMap((keys) -> keys)
			.toList();
		List<JsonNode> properties = metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("name").asString().startsWith("raft."))
			.toList();
		assertThat(properties).extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(properties).allSatisfy(
				(property) -> assertThat(property.path("description").asString("")).as(property.get("name").asString())
					.isNotBlank()
					.endsWith(".")
					.doesNotContain("{@")
					.doesNotStartWith("The "));
	}

	@Test
	void defaultsAreShown() {
		assertThat(property("raft.election-timeout").get("defaultValue").asString()).isEqualTo("500ms");
		assertThat(property("raft.heartbeat-interval").get("defaultValue").asString()).isEqualTo("100ms");
		assertThat(property("raft.max-pending-proposals").get("defaultValue").asInt()).isEqualTo(10_000);
		assertThat(property("raft.enabled").get("defaultValue").asBoolean()).isTrue();
		assertThat(property("raft.snapshot.entries").get("defaultValue").asInt()).isEqualTo(100_000);
		assertThat(property("raft.snapshot.min-interval").get("defaultValue").asString()).isEqualTo("1s");
		assertThat(property("raft.snapshot.interval").get("defaultValue").asString()).isEqualTo("1h");
		assertThat(property("raft.tls.client-auth").get("defaultValue").asString()).isEqualTo("need");
		assertThat(property("raft.tls.verify-hostname").get("defaultValue").asBoolean()).isTrue();
	}

	@Test
	void accessToTheEndpointIsReadOnlyUnlessSaidOtherwise() {
		assertThat(property("management.endpoint.raft.access").get("defaultValue").asString().replace('_', '-'))
			.isEqualTo("read-only");
	}

	@Test
	void everyHintIsForAnExistingProperty() {
		assertThat(metadata.get("hints").valueStream()).isNotEmpty()
			.allSatisfy((hint) -> assertThat(property(hint.get("name").asString())).isNotNull());
	}

	private static JsonNode property(String name) {
		return metadata.get("properties")
			.valueStream()
			.filter((property) -> property.get("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static Stream<String> keys(String prefix, Class<?> properties) {
		return Arrays.stream(properties.getRecordComponents()).flatMap((component) -> {
			String key = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			return component.getType().isRecord() ? keys(key, component.getType()) : Stream.of(key);
		});
	}

}
