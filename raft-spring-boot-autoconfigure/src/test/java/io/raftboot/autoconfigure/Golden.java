package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON as it was when somebody last looked at it. What differs from run to run is masked
 * by its kind, so that a value that turns null, or to another type, is seen. What came
 * out instead is left in {@code target/golden}.
 */
final class Golden {

	/** Of the library: known when it comes in a jar, not when it comes as classes. */
	private static final Set<String> VERSIONS = Set.of("version", "library");

	private final Set<String> masked;

	/**
	 * Compares with files.
	 * @param masked names of the properties that differ from run to run
	 */
	Golden(String... masked) {
		this.masked = Set.of(masked);
	}

	void assertMatches(String name, JsonNode actual) throws IOException {
		String text = JsonMapper.shared()
			.writerWithDefaultPrettyPrinter()
			.writeValueAsString(mask(actual.deepCopy()))
			.replace("\r\n", "\n") + "\n";
		Path directory = Files.createDirectories(Path.of("target", "golden"));
		Files.writeString(directory.resolve(name), text);
		try (InputStream golden = Golden.class.getResourceAsStream("/golden/" + name)) {
			assertThat(golden).as("golden file " + name).isNotNull();
			assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private JsonNode mask(JsonNode node) {
		if (node instanceof ObjectNode object) {
			for (String name : Set.copyOf(object.propertyNames())) {
				JsonNode value = object.get(name);
				if (value.isValueNode() && (this.masked.contains(name) || VERSIONS.contains(name))) {
					object.put(name, VERSIONS.contains(name) ? "<version>" : kind(value));
				}
				else {
					mask(value);
				}
			}
		}
		else if (node instanceof ArrayNode array) {
			array.forEach(this::mask);
		}
		return node;
	}

	private static String kind(JsonNode value) {
		if (value.isNull()) {
			return "<null>";
		}
		return value.isNumber() ? "<number>" : value.isBoolean() ? "<boolean>" : "<text>";
	}

}
