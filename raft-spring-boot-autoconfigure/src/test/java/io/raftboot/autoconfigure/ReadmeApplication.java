package io.raftboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** The application that stands in the README, and a compiler for it. */
final class ReadmeApplication {

	static final String NAME = "com.example.CounterApplication";

	private static final String MARKER = "<!-- replicated-bean";

	private static final String FENCE = "```";

	private ReadmeApplication() {
	}

	static String source() throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		assertThat(readme).containsOnlyOnce(MARKER);
		int start = readme.indexOf('\n', readme.indexOf(FENCE + "java", readme.indexOf(MARKER))) + 1;
		return readme.substring(start, readme.indexOf(FENCE, start));
	}

	/** Its classes, in a new directory. */
	static Path compile(Path directory) throws IOException {
		Path sources = Files.createDirectories(directory.resolve("sources"));
		Files.writeString(sources.resolve("CounterApplication.java"), source());
		Path classes = Files.createDirectory(directory.resolve("classes"));
		compile(sources, classes, IsolatedClassPath.ofThisJvm());
		return classes;
	}

	/** With the options of Spring Boot's own parent POM. */
	static void compile(Path sources, Path classes, IsolatedClassPath classPath) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> options = List.of("-parameters", "-proc:none", "-classpath", classPath.toString(), "-d",
				classes.toString());
		try (Stream<Path> files = Files.walk(sources)) {
			List<Path> javaFiles = files.filter((file) -> file.toString().endsWith(".java")).toList();
			boolean compiled = compiler
				.getTask(null, null, null, options, null,
						compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(javaFiles))
				.call();
			assertThat(compiled).isTrue();
		}
	}

}
