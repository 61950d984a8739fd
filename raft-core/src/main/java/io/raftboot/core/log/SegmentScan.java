package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.raftboot.core.model.DamagedEntryException;
import io.raftboot.core.model.EntryBatch;

import org.jspecify.annotations.Nullable;

/**
 * Walks the frames of one segment and adds the good ones to the {@link LogState}. What
 * stands at the first bad one, {@link FrameDamage} judges.
 */
final class SegmentScan {

	private final Segment segment;

	private final FileWindow window;

	private final LogState state;

	private final FrameDamage damage;

	private final CRC32C crc = new CRC32C();

	private long offset = SegmentHeader.BYTES;

	SegmentScan(Segment segment, FileWindow window, LogState state, FrameDamage damage) {
		this.segment = segment;
		this.window = window;
		this.state = state;
		this.damage = damage;
	}

	/**
	 * Reads to the end.
	 * @return what is torn there, {@code null} if the log ends cleanly
	 * @throws CorruptLogException if what follows the good frames was not left by a crash
	 */
	@Nullable TornTail scan() throws IOException {
		while (this.offset + FrameHeader.BYTES <= this.segment.dataEnd()) {
			int at = this.window.load(this.offset, FrameHeader.BYTES);
			FrameHeader frame = FrameHeader.read(this.window.buffer(), at, this.crc);
			if (frame == null || isOld(frame)) {
				break;
			}
			TornTail torn = take(frame);
			if (torn != null) {
				return torn;
			}
			this.offset += frame.frameBytes();
		}
		return this.damage.withoutHeader(this.offset);
	}

	/** Where the next frame goes, after {@link #scan}. */
	long end() {
		return this.offset;
	}

	/** Whether the file had it in an earlier life: numbers only ever grow. */
	private boolean isOld(FrameHeader frame) {
		return this.segment.header().isUsedAgain() && frame.batchNumber() < this.segment.header().firstBatchNumber();
	}

	private @Nullable TornTail take(FrameHeader frame) throws IOException {
		String objection = this.state.objectionTo(frame);
		if (objection == null && (frame.frameBytes() <= FrameHeader.BYTES || frame.frameBytes() % 8 != 0)) {
			objection = "it takes " + frame.frameBytes() + " bytes";
		}
		if (objection != null) {
			throw this.damage.corrupt(this.offset, frame, "a frame does not belong here: " + objection);
		}
		if (frame.frameBytes() > this.segment.dataEnd() - this.offset) {
			return this.damage.cutShort(this.offset, frame);
		}
		int at = this.window.load(this.offset, frame.frameBytes());
		EntryBatch batch;
		try {
			batch = EntryBatch.verified(this.window.buffer()
				.slice(at + FrameHeader.BYTES, frame.frameBytes() - FrameHeader.BYTES)
				.order(ByteOrder.LITTLE_ENDIAN), frame.firstIndex(), frame.count());
		}
		catch (DamagedEntryException ex) {
			return this.damage.badBody(this.offset, frame, ex);
		}
		if (batch.firstTerm() < this.state.runs.termBefore(batch.firstIndex())) {
			throw this.damage.corrupt(this.offset, frame,
					"term " + batch.firstTerm() + " follows term " + this.state.runs.termBefore(batch.firstIndex()));
		}
		this.crc.reset();
		this.crc.update(this.window.buffer().array(), at, frame.frameBytes());
		this.state.add(this.segment, this.offset, frame, batch, (int) this.crc.getValue());
		return null;
	}

}
