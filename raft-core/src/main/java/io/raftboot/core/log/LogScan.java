package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;

/**
 * Reads a whole log once, in the order it was written, without changing anything.
 */
final class LogScan {

	private static final int WINDOW_BYTES = 1024 * 1024;

	private final LogDirectory directory;

	private final Meta meta;

	private final List<Segment> segments = new ArrayList<>();

	private final List<Path> unused = new ArrayList<>();

	private @Nullable LogState state;

	private @Nullable TornTail torn;

	private long end;

	private LogScan(LogDirectory directory, Meta meta) {
		this.directory = directory;
		this.meta = meta;
	}

	/**
	 * Reads the log in this directory.
	 * @return what it holds, {@code null} if it was never begun
	 * @throws CorruptLogException if it holds what no crash leaves behind
	 * @throws UnsupportedLogException if another version wrote it
	 */
	static @Nullable ScannedLog scan(LogDirectory directory, Meta meta) throws IOException {
		return new LogScan(directory, meta).scan();
	}

	private @Nullable ScannedLog scan() throws IOException {
		List<SegmentName> names = liveSegments();
		for (int i = 0; i < names.size(); i++) {
			scan(names.get(i), i == names.size() - 1);
		}
		LogState state = this.state;
		long batchNumber = (state != null) ? state.batchNumber() : 0L;
		if (batchNumber < this.meta.durableBatchNumber()) {
			throw new CorruptLogException(this.directory.path() + " ends with frame " + batchNumber
					+ ((state != null) ? " (entry " + state.lastIndex() + ")" : "") + ", but all frames up to "
					+ this.meta.durableBatchNumber() + " were durable. Nothing was changed.");
		}
		if (state == null) {
			return null;
		}
		if (state.termMax() > this.meta.hardState().term()) {
			throw new CorruptLogException(this.directory.path() + " holds entries of term " + state.termMax()
					+ ", but meta knows terms up to " + this.meta.hardState().term()
					+ " only: it has lost a term or a vote. Nothing was changed.");
		}
		return new ScannedLog(List.copyOf(this.segments), List.copyOf(this.unused), state, this.end, this.torn);
	}

	private List<SegmentName> liveSegments() throws IOException {
		List<SegmentName> live = new ArrayList<>();
		long expected = this.meta.lowestLiveSegment();
		for (SegmentName name : this.directory.segments()) {
			if (name.sequence() < this.meta.lowestLiveSegment()) {
				this.unused.add(this.directory.file(name));
				continue;
			}
			if (expected != 0 && name.sequence() != expected) {
				throw missing(expected);
			}
			live.add(name);
			expected = name.sequence() + 1;
		}
		if (live.isEmpty() && expected != 0) {
			throw missing(expected);
		}
		return live;
	}

	private CorruptLogException missing(long sequence) {
		return new CorruptLogException(
				this.directory.path() + " lacks segment " + Long.toHexString(sequence) + " (a file named *-"
						+ String.format("%016x", sequence) + SegmentName.SUFFIX + "). Nothing was changed.");
	}

	private void scan(SegmentName name, boolean last) throws IOException {
		Path path = this.directory.file(name);
		try (DiskFile file = this.directory.disk().openForRead(path)) {
			long fileBytes = file.size();
			FileWindow window = new FileWindow(file::read,
					(int) Math.max(SegmentHeader.BYTES, Math.min(WINDOW_BYTES, fileBytes)));
			Segment segment = new Segment(path, header(path, name, fileBytes, window), fileBytes);
			BlankSectors blank = new BlankSectors(window, table(segment, window));
			LogState state = this.state;
			if (state == null) {
				state = new LogState(segment.header(), this.meta.durableBatchNumber());
				this.state = state;
			}
			else if (isUnfinishedReset(state, segment, blank, last)) {
				this.unused.add(path);
				return;
			}
			SegmentScan scan = new SegmentScan(segment, window, state,
					new FrameDamage(segment, window, blank, state, this.meta, last));
			this.torn = scan.scan();
			if (last && scan.end() == SegmentHeader.BYTES && segment.header().baseIndex() <= state.lastIndex()) {
				// begun for an override that is not there: another frame may come instead
				this.unused.add(path);
				return;
			}
			this.segments.add(segment);
			this.end = scan.end();
		}
	}

	/**
	 * Passes a segment that follows what was read, or was begun in vain to replace it.
	 */
	private boolean isUnfinishedReset(LogState state, Segment segment, BlankSectors blank, boolean last)
			throws IOException {
		String objection = state.objectionTo(segment.header());
		if (objection == null) {
			return false;
		}
		if (last && state.isUnfinishedReset(segment.header(), this.meta)
				&& blank.areAll(SegmentHeader.BYTES, segment.dataEnd())) {
			return true;
		}
		throw new CorruptLogException(
				segment.label() + " does not follow the segment before it: " + objection + ". Nothing was changed.");
	}

	private SectorTable table(Segment segment, FileWindow window) throws IOException {
		int bytes = segment.header().tableBytes();
		if (bytes == 0) {
			return SectorTable.NONE;
		}
		if (bytes == SectorTable.bytesFor(segment.fileBytes())) {
			int at = window.load(segment.dataEnd(), bytes);
			SectorTable table = SectorTable.read(window.buffer(), at, bytes);
			if (table.checksum() == segment.header().tableChecksum()) {
				return table;
			}
		}
		throw new CorruptLogException(segment.label() + " is damaged at offset " + segment.dataEnd()
				+ ": its sector table, with which it has to end, is not there. Nothing was changed.");
	}

	private SegmentHeader header(Path path, SegmentName name, long fileBytes, FileWindow window) throws IOException {
		try {
			if (fileBytes < SegmentHeader.BYTES) {
				throw new IllegalArgumentException("the file has " + fileBytes + " bytes only");
			}
			int offset = window.load(0, SegmentHeader.BYTES);
			int version = SegmentHeader.version(window.buffer(), offset);
			if (!SegmentHeader.isKnown(version)) {
				throw UnsupportedLogException.of(path, version, SegmentHeader.VERSION);
			}
			SegmentHeader header = SegmentHeader.decode(window.buffer(), offset);
			if (header.sequence() != name.sequence() || header.baseIndex() != name.baseIndex()) {
				throw new IllegalArgumentException("the header says segment " + Long.toHexString(header.sequence())
						+ " from entry " + header.baseIndex() + " on, the name says otherwise");
			}
			if (!header.nodeId().equals(this.meta.nodeId().value())) {
				throw new IllegalArgumentException(
						"it belongs to node " + header.nodeId() + ", meta to node " + this.meta.nodeId());
			}
			return header;
		}
		catch (IllegalArgumentException ex) {
			throw new CorruptLogException(path + " is damaged at offset 0, entries from " + name.baseIndex() + " on: "
					+ ex.getMessage() + ". Nothing was changed.");
		}
	}

}
