package io.raftboot.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of the README, with its state machine behind a proxy, processed ahead
 * of time as Spring Boot's Maven plugin does it, and run from what that has generated.
 */
@Tag("long")
class AheadOfTimeTests {

	private static final String ENABLED = "spring.aot.enabled";

	@TempDir
	Path directory;

	@AfterEach
	void switchOff() {
		System.clearProperty(ENABLED);
	}

	@Test
	void aReplicatedBeanWorksAheadOfTime() throws Exception {
		Path classes = ReadmeApplication.compile(this.directory);
		Path generated = process(classes);
		assertThat(generated.resolve("sources/com/example/Counters__BeanDefinitions.java")).exists();
		assertThat(generated.resolve("sources/io/raftboot/spring/ReplicatedBeanRegistrar__BeanDefinitions.java"))
			.doesNotExist();
		assertThat(generated
			.resolve("sources/io/raftboot/autoconfigure/ReplicatedMachineConfiguration__BeanDefinitions.java"))
			.content()
			.contains("replicatedMachines")
			.doesNotContain("replicatedBeanRegistrar");
		IsolatedClassPath classPath = smallClassPath().with(generated.resolve("classes"), classes);
		ReadmeApplication.compile(generated.resolve("sources"), generated.resolve("classes"), classPath);
		FileSystemUtils.copyRecursively(generated.resolve("resources"), generated.resolve("classes"));
		System.setProperty(ENABLED, "true");
		try (URLClassLoader loader = classPath.newLoader();
				IsolatedApplication application = new IsolatedApplication(loader, ReadmeApplication.NAME,
						"--server.port=0", "--raft.data-dir=" + this.directory.resolve("data"))) {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + application.ask("local.server.port") + "/counters/a"));
			assertThat(send(request.POST(BodyPublishers.noBody()))).isEqualTo("1");
			assertThat(send(request.GET())).isEqualTo("1");
		}
	}

	private Path process(Path classes) throws Exception {
		Path generated = Files.createDirectory(this.directory.resolve("generated"));
		for (String name : new String[] { "sources", "resources", "classes" }) {
			Files.createDirectory(generated.resolve(name));
		}
		try (URLClassLoader loader = smallClassPath().with(classes).newLoader()) {
			IsolatedApplication.inside(loader, () -> {
				Method main = loader.loadClass(SpringApplicationAotProcessor.class.getName())
					.getMethod("main", String[].class);
				return main.invoke(null,
						(Object) new String[] { ReadmeApplication.NAME, generated.resolve("sources").toString(),
								generated.resolve("resources").toString(), generated.resolve("classes").toString(),
								"com.example", "counter" });
			});
		}
		return generated;
	}

	/** The less there is to generate code for, the sooner it is compiled. */
	private static IsolatedClassPath smallClassPath() {
		return IsolatedClassPath.ofThisJvm()
			.without("spring-boot-actuator", "spring-boot-starter-actuator", "spring-boot-health", "micrometer-core",
					"micrometer-jakarta", "micrometer-registry", "spring-boot-micrometer", "spring-boot-test",
					"mockito-", "assertj-", "junit-");
	}

	private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
	}

}
