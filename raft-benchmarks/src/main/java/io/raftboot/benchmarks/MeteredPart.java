package io.raftboot.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.raftboot.benchmarks.load.MeasuredPart;
import io.raftboot.benchmarks.meter.ProcessMeter;
import io.raftboot.benchmarks.meter.Usage;
import io.raftboot.benchmarks.profile.FlightRecording;
import org.jspecify.annotations.Nullable;

/** Measures the process, and records it if asked to, during the measured window. */
final class MeteredPart implements MeasuredPart, AutoCloseable {

	private final ProcessMeter meter = new ProcessMeter();

	private final @Nullable FlightRecording recording;

	private Usage usage = Usage.NONE;

	MeteredPart(@Nullable Path recordingFile) throws IOException {
		this.recording = (recordingFile != null) ? new FlightRecording(recordingFile) : null;
	}

	@Override
	public void begins() {
		if (this.recording != null) {
			this.recording.start();
		}
		this.meter.begin();
	}

	@Override
	public void ends() {
		this.usage = this.meter.end();
		if (this.recording != null) {
			try {
				this.recording.stop();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** What the process used in the window. */
	Usage usage() {
		return this.usage;
	}

	@Override
	public void close() {
		this.meter.close();
	}

}
