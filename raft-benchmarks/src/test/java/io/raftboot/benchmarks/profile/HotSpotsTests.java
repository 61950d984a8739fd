package io.raftboot.benchmarks.profile;

import java.nio.file.Path;

import io.raftboot.benchmarks.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HotSpotsTests {

	@TempDir
	Path directory;

	static volatile byte[] kept = new byte[0];

	@Test
	void findsTheMethodThatBurnsAndAllocates() throws Exception {
		Path file = this.directory.resolve("test.jfr");
		FlightRecording recording = new FlightRecording(file);
		recording.start();
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < 300_000_000L) {
			allocate();
		}
		recording.stop();
		StringBuilder all = new StringBuilder();
		for (Table table : HotSpots.read(file).tables(5)) {
			all.append(table.toText());
		}
		assertThat(all).contains("CPU by thread").contains("HotSpotsTests.allocate").contains("main");
	}

	@Test
	void namesTheRecordingOfEachOfSeveralRuns() {
		assertThat(FlightRecording.fileOf(Path.of("dir/run.jfr"), "16x1")).isEqualTo(Path.of("dir/run-16x1.jfr"));
		assertThat(FlightRecording.fileOf(Path.of("run"), "16x1")).isEqualTo(Path.of("run-16x1.jfr"));
	}

	private static void allocate() {
		kept = new byte[10_000];
	}

}
