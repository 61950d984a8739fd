package io.raftboot.core.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import io.raftboot.core.log.FrameIndex.Span;
import io.raftboot.core.model.DamagedEntryException;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryLayout;

import org.jspecify.annotations.Nullable;

/**
 * One read: walks the headers to learn which bytes are wanted, then reads those into one
 * buffer and has every entry verified.
 */
final class EntryCollector {

	private static final int WINDOW_BYTES = 64 * 1024;

	private final SegmentReaders files;

	private final long firstIndex;

	private final int bytesMax;

	private final List<Piece> pieces = new ArrayList<>();

	private final CRC32C crc = new CRC32C();

	private @Nullable FileWindow window;

	private @Nullable Segment windowSegment;

	private long nextIndex;

	private int bytes;

	private boolean full;

	EntryCollector(SegmentReaders files, long firstIndex, int bytesMax) {
		this.files = files;
		this.firstIndex = firstIndex;
		this.nextIndex = firstIndex;
		this.bytesMax = bytesMax;
	}

	long nextIndex() {
		return this.nextIndex;
	}

	boolean isFull() {
		return this.full;
	}

	/** Takes what it wants out of these frames, which hold {@link #nextIndex()}. */
	void collect(Span span, long lastIndex) throws IOException {
		Segment segment = span.segment();
		FileWindow window = window(segment);
		long last = Math.min(lastIndex, span.lastIndex());
		long offset = span.offset();
		try {
			while (this.nextIndex <= last && !this.full) {
				int at = window.load(offset, FrameHeader.BYTES);
				FrameHeader frame = FrameHeader.read(window.buffer(), at, this.crc);
				if (frame == null || frame.frameBytes() <= FrameHeader.BYTES || frame.firstIndex() > this.nextIndex) {
					throw corrupt(segment, offset, "no frame with this entry stands here");
				}
				if (frame.lastIndex() >= this.nextIndex) {
					collect(segment, window, offset, frame, last);
				}
				offset += frame.frameBytes();
			}
		}
		catch (EOFException ex) {
			throw corrupt(segment, offset, String.valueOf(ex.getMessage()));
		}
	}

	/** All entries found, in one batch. */
	EntryBatch toBatch() throws IOException {
		ByteBuffer all = ByteBuffer.allocate(this.bytes).order(ByteOrder.LITTLE_ENDIAN);
		for (Piece piece : this.pieces) {
			all.limit(all.position() + piece.bytes());
			if (this.files.read(piece.segment(), all, piece.offset()) < piece.bytes()) {
				throw corrupt(piece.segment(), piece.offset(), "the file is too short");
			}
		}
		try {
			return EntryBatch.verified(all.flip(), this.firstIndex, (int) (this.nextIndex - this.firstIndex));
		}
		catch (DamagedEntryException ex) {
			throw damaged(ex);
		}
	}

	private void collect(Segment segment, FileWindow window, long frameOffset, FrameHeader frame, long last)
			throws IOException {
		long end = frameOffset + frame.frameBytes();
		long offset = frameOffset + FrameHeader.BYTES;
		long pieceOffset = -1;
		for (long index = frame.firstIndex(); index <= Math.min(last, frame.lastIndex()); index++) {
			// An entry starts with the size of its payload
			int payloadBytes = window.buffer().getInt(window.load(offset, EntryLayout.HEADER_BYTES));
			if (payloadBytes < 0 || payloadBytes > end - offset - EntryLayout.HEADER_BYTES) {
				throw corrupt(segment, offset, "entry " + index + " claims " + payloadBytes + " bytes");
			}
			int entryBytes = EntryLayout.entryBytes(payloadBytes);
			if (index == this.nextIndex) {
				if (this.bytes > 0 && this.bytes + (long) entryBytes > this.bytesMax) {
					this.full = true;
					break;
				}
				pieceOffset = (pieceOffset < 0) ? offset : pieceOffset;
				this.bytes += entryBytes;
				this.nextIndex++;
			}
			offset += entryBytes;
		}
		if (pieceOffset >= 0) {
			this.pieces.add(new Piece(segment, pieceOffset, (int) (offset - pieceOffset)));
		}
	}

	private FileWindow window(Segment segment) {
		FileWindow window = this.window;
		if (window == null || this.windowSegment != segment) {
			window = new FileWindow((target, position) -> this.files.read(segment, target, position), WINDOW_BYTES);
			this.window = window;
			this.windowSegment = segment;
		}
		window.reset();
		return window;
	}

	private CorruptLogException corrupt(Segment segment, long offset, String what) {
		return new CorruptLogException(
				segment.label() + " is damaged at offset " + offset + ", entry " + this.nextIndex + ": " + what);
	}

	private CorruptLogException damaged(DamagedEntryException cause) {
		int before = 0;
		for (Piece piece : this.pieces) {
			if (cause.offset() < before + piece.bytes()) {
				return new CorruptLogException(
						piece.segment().label() + " is damaged at offset " + (piece.offset() + cause.offset() - before)
								+ ", entry " + cause.index() + ": " + cause.getMessage(),
						cause);
			}
			before += piece.bytes();
		}
		return new CorruptLogException("Entry " + cause.index() + " is damaged: " + cause.getMessage(), cause);
	}

	/**
	 * Bytes to be read.
	 *
	 * @param segment where they lie
	 * @param offset of the first of them
	 * @param bytes how many
	 */
	private record Piece(Segment segment, long offset, int bytes) {
	}

}
