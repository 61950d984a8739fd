package io.raftboot.autoconfigure;

import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.spring.PayloadCodec;
import io.raftboot.spring.PayloadFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole applications on class paths that really lack the jars of optional libraries. */
@Tag("long")
class MissingJarsTests {

	private static final String SPRING_TX = "spring-tx-";

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { SPRING_TX + "|false", "micrometer-core,micrometer-jakarta,spring-boot-micrometer-metrics|false",
					"spring-boot-actuator,spring-boot-health,spring-boot-starter-actuator,micrometer-core"
							+ ",micrometer-jakarta,spring-boot-micrometer|false",
					"spring-web,spring-boot-web,spring-boot-tomcat,spring-boot-servlet,spring-boot-http,tomcat-|false",
					"jackson-core-,jackson-databind-,spring-boot-jackson|true" })
	void anApplicationRuns(String jars, boolean ownFormat) throws Exception {
		IsolatedClassPath all = IsolatedClassPath.ofThisJvm();
		IsolatedClassPath fewer = all.without(jars.split(","));
		assertThat(fewer.size()).isLessThan(all.size());
		try (URLClassLoader loader = fewer.newLoader();
				IsolatedApplication application = new IsolatedApplication(loader, Application.class.getName(),
						"--raft.standalone=true", "--raft.data-dir=" + this.directory, "--server.port=0",
						"--own-format=" + ownFormat)) {
			assertThat(application.ask("submit:a")).isEqualTo("1");
			assertThat(application.ask("submit:b")).isEqualTo("2");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(TestMachine.class)
	static class Application {

		@Bean
		@ConditionalOnBooleanProperty("own-format")
		PayloadFormat textFormat() {
			return (type) -> new TextCodec(type.resolve() == Integer.class);
		}

	}

	/**
	 * Texts and numbers in UTF-8.
	 *
	 * @param number whether they are numbers
	 */
	private record TextCodec(boolean number) implements PayloadCodec {

		@Override
		public byte[] encode(Object value) {
			return value.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Object decode(ByteBuffer bytes) {
			String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
			return this.number ? (Object) Integer.valueOf(text) : text;
		}

	}

}
