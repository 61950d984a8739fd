package io.raftboot.benchmarks;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** Tells on what machine and with what settings numbers were made. */
final class Environment {

	private Environment() {
	}

	static void print(Report report, Path directory, String settings) throws IOException {
		Runtime runtime = Runtime.getRuntime();
		report.table(new Table("Environment", "what", "value")
			.row("date", LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")))
			.row("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
			.row("operating system",
					System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
							+ System.getProperty("os.arch"))
			.row("CPUs", Integer.toString(runtime.availableProcessors()))
			.row("load average before",
					String.format("%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()))
			.row("heap, MiB", Long.toString(runtime.maxMemory() >> 20))
			.row("garbage collector", collectors())
			.row("JVM options", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()))
			.row("file system", DataDirectory.fileSystem(directory))
			.row("settings", settings));
	}

	private static String collectors() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.map(GarbageCollectorMXBean::getName)
			.collect(Collectors.joining(", "));
	}

}
