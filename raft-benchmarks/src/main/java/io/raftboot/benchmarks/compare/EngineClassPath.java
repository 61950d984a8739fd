package io.raftboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the classes of engines are: each module has an own class path, for their
 * dependencies contradict each other.
 *
 * @param module name of the module, empty for the benchmarks themselves
 * @param classPath of a JVM that is to run its engines
 */
public record EngineClassPath(String module, String classPath) {

	private static final String FILE = "target/benchmark.classpath";

	/** That of this JVM, and those that the build left in the modules of engines. */
	public static List<EngineClassPath> all(Path engines) throws IOException {
		List<EngineClassPath> all = new ArrayList<>();
		all.add(new EngineClassPath("", System.getProperty("java.class.path")));
		if (!Files.isDirectory(engines)) {
			return all;
		}
		try (Stream<Path> modules = Files.list(engines)) {
			for (Path module : modules.sorted().toList()) {
				Path file = module.resolve(FILE);
				if (Files.exists(file)) {
					all.add(new EngineClassPath(module.getFileName().toString(), module.resolve("target/classes")
							+ System.getProperty("path.separator") + Files.readString(file).strip()));
				}
			}
		}
		return all;
	}

}
