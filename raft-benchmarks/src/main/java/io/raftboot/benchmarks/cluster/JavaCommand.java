package io.raftboot.benchmarks.cluster;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM like this one. */
public final class JavaCommand {

	private JavaCommand() {
	}

	/** With the options of this JVM, but for agents and recordings. */
	public static List<String> of(String classPath, Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
			if (!option.startsWith("-agent") && !option.startsWith("-XX:StartFlightRecording")) {
				command.add(option);
			}
		}
		command.addAll(List.of("-cp", classPath, main.getName()));
		command.addAll(arguments);
		return command;
	}

}
