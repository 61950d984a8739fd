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

	private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private static final String PEERS = "n1@h1:7000";

	/** One value of each type that fits all its properties, and is no default of any. */
	private static final Map<Class<?>, String> SAMPLES = Map.of(Duration.class, "210ms", DataSize.class, "2MB",
			int.class, "77", long.class, "77", Path.class, "/x", List.class, PEERS);

	/** What others need beside them. */
	private static final Map<String, Object> BASE = Map.of("raft.peers", PEERS, "raft.tls.bundle", "b1");

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
		RaftProperties canonical = bind(new MapPropertySource("test", values(key.kebab(), key.value())));
		if (!BASE.containsKey(key.kebab())) {
			assertThat(canonical).isNotEqualTo(defaults);
		}
		assertThat(bind(new MapPropertySource("test", values(key.camel(), key.value())))).isEqualTo(canonical);
		assertThat(bind(new MapPropertySource("test", values(key.underscores(), key.value())))).isEqualTo(canonical);
		Map<String, Object> variables = new LinkedHashMap<>();
		values(key.kebab(), key.value()).forEach((name, value) -> variables.put(environment(name), value));
		assertThat(bind(new SystemEnvironmentPropertySource(ENVIRONMENT, variables))).isEqualTo(canonical);
	}

	private static RaftProperties bind(PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(source);
		return new Binder(ConfigurationPropertySources.from(sources), null,
				ApplicationConversionService.getSharedInstance())
			.bindOrCreate("raft", RaftProperties.class);
	}

	private static Map<String, Object> values(String key, String value) {
		Map<String, Object> values = new LinkedHashMap<>(BASE);
		values.put(key, value);
		return values;
	}

	private static String environment(String kebab) {
		return kebab.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
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

	}

}
