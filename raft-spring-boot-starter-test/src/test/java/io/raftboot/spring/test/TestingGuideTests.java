package io.raftboot.spring.test;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** The examples of docs/testing.md work as they stand there. */
@Timeout(120)
class TestingGuideTests {

	private static final Pattern EXAMPLE = Pattern.compile("`src/(?:main|test)/java/(\\S+\\.java)`\n+```java\n(.*?)```",
			Pattern.DOTALL);

	@TempDir
	Path directory;

	@Test
	void theExamplesCompileAndPass() throws Exception {
		Path classes = compile(examples());
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			assertPassed(run(loader, "com.example.CounterMachineTests"), 1);
			assertPassed(run(loader, "com.example.CounterClusterTests"), 4);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static Events run(ClassLoader loader, String testClass) throws ClassNotFoundException {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(loader.loadClass(testClass)))
			.execute()
			.allEvents();
	}

	private static void assertPassed(Events events, int tests) {
		events.failed().assertThatEvents().isEmpty();
		assertThat(events.succeeded().filter((event) -> event.getTestDescriptor().isTest()).count()).isEqualTo(tests);
	}

	private List<File> examples() throws IOException {
		List<File> files = new ArrayList<>();
		Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "testing.md")));
		while (examples.find()) {
			Path file = this.directory.resolve("sources").resolve(examples.group(1));
			Files.createDirectories(file.getParent());
			files.add(Files.writeString(file, examples.group(2)).toFile());
		}
		assertThat(files).hasSize(3);
		return files;
	}

	// With the options of Spring Boot's own parent POM
	private Path compile(List<File> files) throws IOException {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> options = List.of("-parameters", "-proc:none", "-classpath", classPath, "-d", classes.toString());
		assertThat(compiler
			.getTask(null, null, null, options, null,
					compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromFiles(files))
			.call()).isTrue();
		return classes;
	}

}
