package io.raftboot.core.log;

import java.io.IOException;
import java.util.zip.CRC32C;

import io.raftboot.core.model.DamagedEntryException;

import org.jspecify.annotations.Nullable;

/**
 * Tells a torn tail from corruption. A disk writes a sector of 512 bytes whole or not at
 * all, and frames go where zeros were, the file ended, or a {@link SectorTable} knows
 * what was there. So a crash leaves frames of which some sectors are still
 * {@linkplain BlankSectors blank} or missing, and only among frames whose force had not
 * returned. The bytes at the first bad frame are <strong>torn</strong> if the frame lacks
 * a sector (or has nothing behind a header that is cut short) <em>and</em> nothing says
 * that it was durable. They are <strong>corruption</strong> if it is complete and only a
 * checksum is wrong, or if something says that it was durable: an orderly stop, the
 * durable frame number of meta, a later frame built after it was forced, a later segment,
 * or a snapshot that reaches its entries.
 * <p>
 * A later frame alone proves nothing: several frames may be written before one force, and
 * the disk takes their sectors in any order. Only one that was built after that force
 * does. What remains undetected is damage that wipes a sector of frames behind the last
 * known durable one, or brings back what it held.
 */
final class FrameDamage {

	private final Segment segment;

	private final FileWindow window;

	private final BlankSectors blank;

	private final LogState state;

	private final Meta meta;

	private final boolean lastSegment;

	FrameDamage(Segment segment, FileWindow window, BlankSectors blank, LogState state, Meta meta,
			boolean lastSegment) {
		this.segment = segment;
		this.window = window;
		this.blank = blank;
		this.state = state;
		this.meta = meta;
		this.lastSegment = lastSegment;
	}

	/**
	 * Judges an offset where no good frame header stands: the end, if all is blank there.
	 */
	@Nullable TornTail withoutHeader(long offset) throws IOException {
		long end = this.segment.dataEnd();
		if (this.blank.areAll(offset, end)) {
			return null;
		}
		long headerEnd = Math.min(end, offset + FrameHeader.BYTES);
		boolean incomplete = this.blank.isAny(offset, headerEnd) || this.blank.areAll(headerEnd, end);
		return judge(offset, offset + 8, null, "no frame header can be read", incomplete);
	}

	/** Judges a frame that is longer than the file. */
	TornTail cutShort(long offset, FrameHeader frame) throws IOException {
		return judge(offset, this.segment.dataEnd(), frame, "the frame is longer than the file", true);
	}

	/** Judges a frame with a good header and a bad entry. */
	TornTail badBody(long offset, FrameHeader frame, DamagedEntryException cause) throws IOException {
		long end = offset + frame.frameBytes();
		String what = cause.getMessage() + " (at " + (offset + FrameHeader.BYTES + cause.offset()) + " of the file)";
		return judge(offset, end, frame, what, this.blank.isAny(offset, end));
	}

	CorruptLogException corrupt(long offset, @Nullable FrameHeader frame, String what) {
		return new CorruptLogException(this.segment.label() + " is damaged at offset " + offset + ", " + entries(frame)
				+ ": " + what + ". Nothing was changed.");
	}

	private TornTail judge(long offset, long searchFrom, @Nullable FrameHeader frame, String what, boolean incomplete)
			throws IOException {
		String proof = proofOfDurability(searchFrom);
		if (proof == null && !incomplete) {
			proof = "it is complete, so no crash cut it short";
		}
		if (proof != null) {
			throw corrupt(offset, frame, what + "; " + proof);
		}
		long end = this.blank.endOfWritten(offset, this.segment.dataEnd());
		return new TornTail(this.segment, offset, end, this.state.batchNumber() + 1, what, entries(frame));
	}

	private @Nullable String proofOfDurability(long searchFrom) throws IOException {
		long batchNumber = this.state.batchNumber() + 1;
		if (this.meta.cleanShutdown()) {
			return "the node had stopped in order";
		}
		if (batchNumber <= this.state.durableBatchNumber()) {
			return "frame " + batchNumber + " was durable, as all up to " + this.state.durableBatchNumber();
		}
		if (!this.lastSegment) {
			return "a later segment exists";
		}
		if (this.meta.snapshotIndex() > this.state.lastIndex()) {
			return "the snapshot reaches entry " + this.meta.snapshotIndex();
		}
		FrameHeader later = laterFrame(searchFrom, batchNumber);
		return (later != null)
				? "frame " + later.batchNumber() + " was built after frame " + batchNumber + " had been forced" : null;
	}

	/** A frame from here on that was built when this one was durable. */
	private @Nullable FrameHeader laterFrame(long from, long batchNumber) throws IOException {
		CRC32C crc = new CRC32C();
		long end = this.blank.endOfWritten(from, this.segment.dataEnd());
		long last = this.segment.dataEnd() - FrameHeader.BYTES;
		for (long offset = from; offset < end && offset <= last; offset += 8) {
			int at = this.window.load(offset, FrameHeader.BYTES);
			FrameHeader frame = FrameHeader.read(this.window.buffer(), at, crc);
			if (frame != null && frame.batchNumber() > batchNumber && frame.syncedThroughBatch() >= batchNumber) {
				return frame;
			}
		}
		return null;
	}

	private String entries(@Nullable FrameHeader frame) {
		return (frame != null) ? "entries " + frame.firstIndex() + ".." + frame.lastIndex()
				: "entries from " + (this.state.lastIndex() + 1) + " on";
	}

}
