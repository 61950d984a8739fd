package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of properties in {@code docs/properties.md} is what the configuration
 * metadata say. With the system property {@code raft.docs.write} it is written anew.
 */
class PropertyTableTests {

	private static final Path PAGE = Path.of("..", "docs", "properties.md");

	private static final String BEGIN = "<!-- Written by PropertyTableTests: mvn -q test -pl raft-core,"
			+ "raft-spring-boot-autoconfigure -Dtest=PropertyTableTests -Draft.docs.write"
			+ " -Dsurefire.failIfNoSpecifiedTests=false -->\n";

	private static final String END = "<!-- End of what is written -->\n";

	@Test
	void theTableIsCurrent() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
		String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
		String current = before + tables(metadata()) + page.substring(page.indexOf(END));
		if (System.getProperty("raft.docs.write") != null) {
			Files.writeString(PAGE, current);
		}
		else {
			assertThat(page).as("docs/properties.md, whose first lines tell how to write it anew").isEqualTo(current);
		}
	}

	private static JsonNode metadata() throws IOException {
		String name = "/META-INF/spring-configuration-metadata.json";
		try (InputStream stream = RaftProperties.class.getResourceAsStream(name)) {
			assertThat(stream).as(name).isNotNull();
			return JsonMapper.shared().readTree(stream);
		}
	}

	/** One for each group. */
	private static String tables(JsonNode metadata) {
		Map<String, StringBuilder> tables = new TreeMap<>();
		List<JsonNode> properties = metadata.get("properties").valueStream().toList();
		Map<String, JsonNode> byName = new TreeMap<>();
		properties.forEach((property) -> byName.put(property.get("name").asString(), property));
		byName.forEach((name, property) -> tables
			.computeIfAbsent(name.substring(0, name.lastIndexOf('.')), PropertyTableTests::heading)
			.append(row(name, property)));
		StringBuilder result = new StringBuilder();
		tables.forEach((group, table) -> {
			if (group.equals("raft") || group.startsWith("raft.")) {
				result.append(table).append('\n');
			}
		});
		tables.forEach((group, table) -> {
			if (!group.equals("raft") && !group.startsWith("raft.")) {
				result.append(table).append('\n');
			}
		});
		return result.toString();
	}

	private static StringBuilder heading(String group) {
		return new StringBuilder("### `").append(group)
			.append("`\n\n| property | type | default | what |\n|---|---|---|---|\n");
	}

	private static String row(String name, JsonNode property) {
		JsonNode value = property.path("defaultValue");
		String text = value.isContainer() ? "" : value.asString("");
		String description = property.path("description").asString("").replaceAll("\\s+", " ").replace("|", "\\|");
		return "| `" + name + "` | " + type(property.path("type").asString("")) + " | "
				+ (text.isEmpty() ? "" : "`" + text + "`") + " | " + description + " |\n";
	}

	private static String type(String type) {
		return type.startsWith("java.util.List") ? "list" : type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
	}

}
