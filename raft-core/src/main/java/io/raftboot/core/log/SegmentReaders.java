package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;

/**
 * Files open for reading, apart from the writer's: an interrupt closes the channel a
 * thread reads from, for everybody. Whoever finds it closed opens it again. For any
 * thread.
 */
final class SegmentReaders implements Closeable {

	private static final int OPEN_MAX = 16;

	private final Disk disk;

	private final Map<Segment, DiskFile> open = new LinkedHashMap<>(OPEN_MAX * 2, 0.75f, true);

	private long lowestSequence;

	private boolean closed;

	SegmentReaders(Disk disk) {
		this.disk = disk;
	}

	/**
	 * Reads until the buffer is full or the file ends; an interrupt is kept for later.
	 */
	int read(Segment segment, ByteBuffer target, long position) throws IOException {
		int start = target.position();
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				DiskFile file = file(segment);
				try {
					return file.read(target.position(start), position);
				}
				catch (ClosedChannelException ex) {
					forget(segment, file);
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Closes the files of segments below this sequence, which are about to be deleted;
	 * they are not opened again, as that would keep their bytes on the disk.
	 */
	synchronized void release(long lowestSequence) throws IOException {
		this.lowestSequence = lowestSequence;
		for (Segment segment : List.copyOf(this.open.keySet())) {
			if (segment.header().sequence() < lowestSequence) {
				close(this.open.remove(segment));
			}
		}
	}

	synchronized int openFiles() {
		return this.open.size();
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		for (DiskFile file : this.open.values()) {
			file.close();
		}
		this.open.clear();
	}

	private synchronized DiskFile file(Segment segment) throws IOException {
		if (this.closed) {
			throw new IOException("The log is closed");
		}
		if (segment.header().sequence() < this.lowestSequence) {
			throw new NoSuchFileException(segment.label());
		}
		DiskFile file = this.open.get(segment);
		if (file == null) {
			if (this.open.size() == OPEN_MAX) {
				evictEldest();
			}
			file = this.disk.openForRead(segment.file());
			this.open.put(segment, file);
		}
		return file;
	}

	/** A thread that still reads from it finds it closed and opens it again. */
	private void evictEldest() throws IOException {
		List<Segment> segments = new ArrayList<>(this.open.keySet());
		DiskFile eldest = this.open.remove(segments.get(0));
		close(eldest);
	}

	private synchronized void forget(Segment segment, DiskFile file) throws IOException {
		if (this.open.remove(segment, file)) {
			close(file);
		}
	}

	private static void close(@Nullable DiskFile file) throws IOException {
		if (file != null) {
			file.close();
		}
	}

}
