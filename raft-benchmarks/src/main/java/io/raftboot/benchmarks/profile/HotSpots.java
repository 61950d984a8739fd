package io.raftboot.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.raftboot.benchmarks.report.Table;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Reads a flight recording: by thread, by frame on top of the stack, and by the topmost
 * frame of our own, which is where something can be changed.
 */
public final class HotSpots {

	private static final String OWN = "io.raftboot.";

	private final Tally cpuThreads = new Tally();

	private final Tally cpuTop = new Tally();

	private final Tally cpuOwn = new Tally();

	private final Tally nativeTop = new Tally();

	private final Tally allocationThreads = new Tally();

	private final Tally allocationClasses = new Tally();

	private final Tally allocationOwn = new Tally();

	private final Tally parks = new Tally();

	private final Tally forces = new Tally();

	private final Tally forceMicros = new Tally();

	/** Reads all of this file. */
	public static HotSpots read(Path file) throws IOException {
		HotSpots spots = new HotSpots();
		try (RecordingFile events = new RecordingFile(file)) {
			while (events.hasMoreEvents()) {
				spots.add(events.readEvent());
			}
		}
		return spots;
	}

	/** What was found, each table cut to this many rows. */
	public List<Table> tables(int rows) {
		return List.of(this.cpuThreads.table("CPU by thread", "samples", rows),
				this.cpuTop.table("CPU by frame on top", "samples", rows),
				this.cpuOwn.table("CPU by topmost frame of " + OWN + "*", "samples", rows),
				this.nativeTop.table("In native code (waiting counts), by frame on top and thread", "samples", rows),
				this.allocationThreads.table("Allocation by thread", "bytes (estimate)", rows),
				this.allocationClasses.table("Allocation by class", "bytes (estimate)", rows),
				this.allocationOwn.table("Allocation by class and topmost frame of " + OWN + "*", "bytes (estimate)",
						rows),
				this.parks.table("Long waits (parks, monitors) by thread", "events", rows),
				this.forces.table("Forces by thread", "forces", rows),
				this.forceMicros.table("Time in forces by thread", "µs", rows));
	}

	private void add(RecordedEvent event) {
		switch (event.getEventType().getName()) {
			case "jdk.ExecutionSample" -> addExecution(event);
			case "jdk.NativeMethodSample" ->
				this.nativeTop.add(top(event) + "  " + threadOf(event, "sampledThread"), 1L);
			case "jdk.ObjectAllocationSample" -> addAllocation(event);
			case "jdk.ThreadPark", "jdk.JavaMonitorWait", "jdk.JavaMonitorEnter" ->
				this.parks.add(event.getEventType().getLabel() + "  " + threadOf(event, "eventThread"), 1L);
			case "jdk.FileForce" -> addForce(event);
			default -> {
				// Not of interest
			}
		}
	}

	private void addExecution(RecordedEvent event) {
		this.cpuThreads.add(threadOf(event, "sampledThread"), 1L);
		this.cpuTop.add(top(event), 1L);
		this.cpuOwn.add(own(event), 1L);
	}

	private void addForce(RecordedEvent event) {
		String thread = threadOf(event, "eventThread");
		this.forces.add(thread, 1L);
		this.forceMicros.add(thread, event.getDuration().toNanos() / 1000);
	}

	private void addAllocation(RecordedEvent event) {
		if (own(event).startsWith(FlightRecording.class.getName())) {
			return;
		}
		long bytes = event.getLong("weight");
		RecordedClass type = event.getClass("objectClass");
		this.allocationThreads.add(threadOf(event, "eventThread"), bytes);
		this.allocationClasses.add(type.getName(), bytes);
		this.allocationOwn.add(type.getName() + "  " + own(event), bytes);
	}

	private static String threadOf(RecordedEvent event, String field) {
		RecordedThread thread = event.getThread(field);
		if (thread == null) {
			return "unknown thread";
		}
		return (thread.getJavaName() != null) ? thread.getJavaName() : thread.getOSName();
	}

	private static String top(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		return (stack != null && !stack.getFrames().isEmpty()) ? name(stack.getFrames().get(0)) : "no stack";
	}

	private static String own(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		if (stack == null) {
			return "no stack";
		}
		for (RecordedFrame frame : stack.getFrames()) {
			if (frame.getMethod().getType().getName().startsWith(OWN)) {
				return name(frame);
			}
		}
		return "nothing of our own";
	}

	private static String name(RecordedFrame frame) {
		String type = frame.getMethod().getType().getName();
		return type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
	}

}
