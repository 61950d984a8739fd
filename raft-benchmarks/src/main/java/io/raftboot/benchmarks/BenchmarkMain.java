package io.raftboot.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.raftboot.benchmarks.report.Report;
import org.jspecify.annotations.Nullable;

/** Entry point of {@code benchmarks.jar}: the first argument names the mode. */
public final class BenchmarkMain {

	private static final Set<String> FLAGS = Set.of("quick", "processes", "timeline", "unforced");

	private static final String USAGE = """
			java -jar benchmarks.jar MODE [options]

			cluster    writes: --payload 16,256,4096 --outstanding 1,16,256,1024 --rounds 1
			reads      linearizable reads: --outstanding 16,256 --rounds 1
			failover   close the leader, time to the next commit: --rounds 10
			elections  spurious elections under load: --minutes 10 --election-timeout 500 --heartbeat 100
			           --burners CORES --outstanding 0
			catchup    a follower that was away comes back by snapshot: --entries 1000000 --rate 5000
			           --state 33554432 --payload 256 --seconds 10 --send-rate 8388608
			           --processes --timeline
			scale      our engine with more nodes, a longer log, a slow follower: --nodes 3,5,7
			           --entries 100000,1000000,10000000 --slow-force 20
			compare    all engines that raft-benchmarks/compare has built, side by side: --rounds 3
			           --seconds 3 --warmup 3 --process-warmup 60 --engines A,B
			           --workloads WRITE:256:16,READ:8:256 --into FILE
			           --unforced (those that acknowledge without a force, instead of those that force)
			typed      commands as values beside bytes: --payload 256 --outstanding 1,16,256 --rounds 9
			           --process-warmup 20 --levels propose,by_hand,submit,template,bean
			transports the same writes over plain TCP, mutual TLS and HTTP: --transports tcp,tls,http
			           --payload 256 --outstanding 1,16,256 --rounds 5 --seconds 3 --warmup 2
			           --process-warmup 5
			limits     what disk and loopback of this machine give
			hot FILE   where CPU and allocations of a flight recording go: --top 25
			jmh ...    parts of the engine; the rest goes to JMH

			of cluster and reads:  --seconds 5 --warmup 5 --jfr FILE (of scale: without --jfr; of typed, too)
			of all but hot, jmh:   --engine raftboot (not scale, typed, transports) --directory DIR --markdown FILE --quick
			""";

	private BenchmarkMain() {
	}

	public static void main(String[] arguments) {
		int exitCode = 1;
		try {
			exitCode = run(arguments);
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		// An engine that failed may have left threads behind
		System.exit(exitCode);
	}

	/** Runs a mode; returns the exit code. */
	static int run(String[] arguments) throws Exception {
		String name = (arguments.length > 0) ? arguments[0] : "help";
		List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
		if (name.equals("jmh")) {
			org.openjdk.jmh.Main.main(rest.toArray(new String[0]));
			return 0;
		}
		Mode mode = mode(name);
		if (mode == null) {
			System.out.print(USAGE);
			return name.equals("help") ? 0 : 2;
		}
		try {
			Arguments options = new Arguments(rest, FLAGS);
			mode.run(options, report(name, options));
			return 0;
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
	}

	private static @Nullable Mode mode(String name) {
		return switch (name) {
			case "cluster" -> new ClusterMode();
			case "reads" -> new ReadsMode();
			case "failover" -> new FailoverMode();
			case "elections" -> new ElectionsMode();
			case "catchup" -> new CatchUpMode();
			case "scale" -> new ScaleMode();
			case "limits" -> new LimitsMode();
			case "compare" -> new CompareMode();
			case "engines" -> new EnginesMode();
			case "cells" -> new CellsMode();
			case "typed" -> new TypedMode();
			case "typed-level" -> new TypedLevelMode();
			case "transports" -> new TransportsMode();
			case "hot" -> new HotMode();
			default -> null;
		};
	}

	private static Report report(String mode, Arguments options) throws IOException {
		String file = options.text("markdown");
		Report report = new Report(System.out, (file != null) ? Path.of(file) : null);
		if (!mode.equals("hot")) {
			report.title("Raft Boot benchmarks: " + mode);
		}
		return report;
	}

}
