package io.raftboot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** Every property can be written in the relaxed forms, and as an environment variable. */
class EnvironmentVariableTests {

	private static final String PEERS = "n1@h1:7000";

	/** One value of each type that fits all its properties, and is no default of any. */
	private static final Map<Class<?>, String> SAMPLES = Map.of(Duration.class, "210ms", DataSize.class, "2MB",
			int.class, "77", long.class, "77", Path.class, "/x", List.class, PEERS);

	static Stream<Key> keys() {
		return keys("raft", RaftProperties.class);
	}

	private static Stream<Key> keys(String prefix, Class<?> properties) {
		return Arrays.stream(properties.getRecordComponents()).flatMap((component) -> {
			String name = prefix + "." + component.getName();
			return component.getType().isRecord() ? keys(name, component.getType())
					: Stream.of(new Key(name, sample(name, component)));
		});
	}

	private static String sample(String name, RecordComponent component) {
		Class<?> type = component.getType();
		if (type == boolean.class || type == Boolean.class) {
			return String.valueOf(!name.equals("raft.enabled"));
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[type.getEnumConstants().length - 1].toString();
		}
		return SAMPLES.getOrDefault(type, component.getName().matches("bind|address") ? "h1:7001" : "x7");
	}

	@ParameterizedTest
	@MethodSource("keys")
	void allFormsSetTheSame(Key key) {
		RaftProperties defaults = bind(new MapPropertySource("test", values("raft.peers", PEERS)));
		RaftProperties canonical = bind(
				new MapPropertySource("test", values("raft.peers", PEERS, key.kebab(), key.value())));
		assertThat(canonical).as(key.kebab()).satisfies((bound) -> {
			if (!key.kebab().equals("raft.peers")) {
				assertThat(bound).isNotEqualTo(defaults);
			}
		});
		assertThat(bind(new MapPropertySource("test", values("raft.peers", PEERS, key.camel(), key.value()))))
			.isEqualTo(canonical);
		assertThat(bind(new MapPropertySource("test", values("raft.peers", PEERS, key.underscores(), key.value()))))
			.isEqualTo(canonical);
		assertThat(bind(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				values("RAFT_PEERS", PEERS, key.environment(), key.value()))))
			.isEqualTo(canonical);
	}

	private static RaftProperties bind(PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(source);
		return new Binder(ConfigurationPropertySources.from(sources), null,
				ApplicationConversionService.getSharedInstance())
			.bindOrCreate("raft", RaftProperties.class);
	}

	private static Map<String, Object> values(String... pairs) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			values.put(pairs[i], pairs[i + 1]);
		}
		return values;
	}

	/**
	 * A property and a value for it.
	 *
	 * @param camel its name as in Java
	 * @param value a value that is not its default
	 */
	record Key(String camel, String value) {

		String kebab() {
			return this.camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
		}

		String underscores() {
			return kebab().replace('-', '_');
		}

		String environment() {
			return kebab().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
		}

	}

}
