package io.raftboot.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * A recording of the JDK Flight Recorder with its "profile" settings, and with every
 * force of a file instead of only the slow ones. For one thread.
 */
public final class FlightRecording {

	private final Path file;

	private final Recording recording;

	/** Prepares a recording that is to end in this file. */
	public FlightRecording(Path file) throws IOException {
		this.file = file;
		try {
			this.recording = new Recording(Configuration.getConfiguration("profile"));
		}
		catch (ParseException ex) {
			throw new IOException("The JDK's own settings of the flight recorder are broken", ex);
		}
		this.recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
	}

	public void start() {
		this.recording.start();
	}

	/** Stops and writes the file. */
	public void stop() throws IOException {
		this.recording.stop();
		this.recording.dump(this.file);
		this.recording.close();
	}

	/** Where the recording of one of several runs goes: the name with a suffix. */
	public static Path fileOf(Path file, String suffix) {
		String name = file.getFileName().toString();
		int dot = name.lastIndexOf('.');
		String stem = (dot > 0) ? name.substring(0, dot) : name;
		String extension = (dot > 0) ? name.substring(dot) : ".jfr";
		return file.resolveSibling(stem + "-" + suffix + extension);
	}

}
