package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.model.EntryBatch;

import org.jspecify.annotations.Nullable;

/**
 * The log in segment files. Each append is one frame, written with one call out of one
 * reused buffer over what an old segment held, or where {@link ZeroFill} has put zeros
 * before, so that most forces have data only to write. Overriding costs nothing extra: a
 * frame whose first index is not above the last one simply counts instead of what it
 * covers; if that begins in an older segment, the frame begins a new one.
 * <p>
 * Segments go as a whole, the oldest first, and only after meta names the first one that
 * stays: whatever of them a crash leaves is deleted at the next start.
 * {@link SpareSegments} keeps files of them for segments to come. A log that is reset
 * begins a segment behind the snapshot; it counts from the moment meta names it, and
 * {@link LogScan} removes one that meta never got to know.
 */
final class SegmentedLog implements LogStore, Closeable {

	private final MetaStore meta;

	private final StoreFailure failure;

	private final SegmentRoller roller;

	private final FrameIndex index;

	private final TermRuns runs;

	private final SegmentReaders files;

	private final LiveSegments segments;

	private final SegmentRemover remover;

	private final LogReader reader;

	private final RecoveredLog recovered;

	private final FrameEncoder encoder = new FrameEncoder();

	private SegmentWriter writer;

	private int chain;

	private volatile long batchNumber;

	private volatile long durableBatchNumber;

	private final ForceTimes forceTimes = new ForceTimes();

	private volatile long lastForceNanos;

	/** Why the current segment cannot grow; until it can, or another takes its place. */
	private volatile @Nullable String noRoomReason;

	private volatile boolean closed;

	/**
	 * The log a scan found, after its repair.
	 * @param writer the last segment
	 */
	SegmentedLog(ScannedLog scanned, SegmentWriter writer, SegmentRoller roller, SegmentReaders files,
			LiveSegments segments, SegmentRemover remover, MetaStore meta, StoreFailure failure) {
		this.meta = meta;
		this.failure = failure;
		this.roller = roller;
		this.writer = writer;
		this.index = scanned.state().index;
		this.runs = scanned.state().runs;
		this.recovered = scanned.state().recovered();
		this.chain = scanned.state().chain();
		this.batchNumber = scanned.state().batchNumber();
		this.durableBatchNumber = this.batchNumber;
		this.segments = segments;
		this.files = files;
		this.remover = remover;
		this.reader = new LogReader(this.index, this.files);
	}

	@Override
	public RecoveredLog recovered() {
		return this.recovered;
	}

	@Override
	public long firstIndex() {
		return this.index.firstIndex();
	}

	@Override
	public long lastIndex() {
		return this.index.lastIndex();
	}

	@Override
	public void append(List<EntryBatch> batches) throws IOException {
		this.failure.check();
		int frameBytes = FrameHeader.BYTES + AppendRules.check(batches, firstIndex(), lastIndex(), this.runs,
				this.meta.current().hardState().term());
		long firstIndex = batches.get(0).firstIndex();
		if (!this.writer.fits(frameBytes) || firstIndex < this.writer.segment().header().baseIndex()) {
			roll(firstIndex, this.runs.termBefore(firstIndex), frameBytes);
		}
		reserve(frameBytes);
		long offset = this.writer.end();
		try {
			ByteBuffer frame = this.encoder.encode(batches, frameBytes, this.writer.offsetInBlock(),
					this.writer.zerosBehind(frameBytes), this.batchNumber + 1, this.durableBatchNumber, this.chain);
			if (this.writer.writesDirectly()) {
				this.forceTimes.begin(System.nanoTime());
			}
			this.writer.write(frame, frameBytes);
		}
		catch (DiskFullException ex) {
			this.forceTimes.drop();
			throw noRoom(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Writing " + this.writer.segment().label(), ex);
		}
		this.noRoomReason = null;
		this.batchNumber++;
		this.chain = this.encoder.chain();
		long lastIndex = firstIndex - 1;
		for (int i = 0; i < batches.size(); i++) {
			this.runs.append(batches.get(i));
			lastIndex = batches.get(i).lastIndex();
		}
		this.index.add(firstIndex, lastIndex, this.writer.segment(), offset);
		if (this.writer.isFilling()) {
			this.roller.request();
		}
	}

	@Override
	public void force() throws IOException {
		this.failure.check();
		if (this.durableBatchNumber == this.batchNumber) {
			return;
		}
		this.forceTimes.begin(System.nanoTime());
		try {
			this.writer.force();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Forcing " + this.writer.segment().label(), ex);
		}
		this.lastForceNanos = this.forceTimes.end(System.nanoTime());
		this.durableBatchNumber = this.batchNumber;
		this.roller.allow(this.writer.nextFilledBytes());
	}

	@Override
	public EntryBatch read(long firstIndex, long lastIndex, int bytesMax) throws IOException {
		return this.reader.read(firstIndex, lastIndex, bytesMax);
	}

	@Override
	public void compact(long firstIndexToKeep) throws IOException {
		this.failure.check();
		SnapshotRules.checkCompact(firstIndexToKeep, this.meta.current());
		Segment first = this.segments.firstFor(Math.min(firstIndexToKeep, lastIndex()));
		if (this.segments.isFirst(first)) {
			return;
		}
		force(); // what overrode entries that go must not go itself
		beginWith(first);
		this.runs.compactTo(first.header().baseIndex());
		this.index.compactTo(first.header().baseIndex());
		dropBefore(first);
	}

	@Override
	public void reset(long index, long term) throws IOException {
		this.failure.check();
		SnapshotRules.checkReset(term, index, this.meta.current());
		roll(index + 1, term, 0);
		Segment first = this.writer.segment();
		beginWith(first);
		this.runs.reset(term);
		this.index.reset(index + 1);
		dropBefore(first);
	}

	@Override
	public long bytes() {
		return this.segments.bytes();
	}

	@Override
	public long writtenBytes() {
		return this.segments.writtenBytes();
	}

	@Override
	public int segments() {
		return this.segments.count();
	}

	@Override
	public long lastForceNanos() {
		return this.lastForceNanos;
	}

	@Override
	public RecentForces recentForces() {
		return this.forceTimes.recent(System.nanoTime());
	}

	@Override
	public @Nullable String diskFullReason() {
		String noRoom = this.noRoomReason;
		return (noRoom != null) ? noRoom : this.roller.diskFullReason();
	}

	@Override
	public void recheckDiskSpace() {
		if (!this.failure.isPoisoned() && !this.closed) {
			this.roller.recheck();
		}
	}

	/** Number of the last frame known to be durable. */
	long durableBatchNumber() {
		return this.durableBatchNumber;
	}

	@Override
	public void close() throws IOException {
		SegmentWriter writer = this.writer;
		try (writer; this.files; this.roller; this.remover) {
			this.closed = true;
		}
	}

	/** Before anything of the frame is written: a full disk can be waited for then. */
	private void reserve(int frameBytes) throws IOException {
		try {
			this.writer.reserve(frameBytes);
		}
		catch (DiskFullException ex) {
			throw noRoom(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Growing " + this.writer.segment().label(), ex);
		}
	}

	private DiskFullException noRoom(DiskFullException full) {
		this.noRoomReason = full.getMessage();
		return full;
	}

	/** What stands in older segments is forced first: a later one proves them durable. */
	private void roll(long firstIndex, long previousTerm, int frameBytes) throws IOException {
		BlankSegment blank = this.roller.blank(frameBytes);
		force();
		Segment old = this.writer.segment();
		SegmentHeader header = new SegmentHeader(old.header().sequence() + 1, firstIndex, previousTerm,
				this.batchNumber + 1, this.chain, old.header().nodeId());
		try {
			SegmentWriter next = this.roller.begin(header, blank);
			this.roller.end(this.writer);
			this.writer = next;
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Beginning a segment after " + old.label(), ex);
		}
		this.segments.add(this.writer.segment());
		this.noRoomReason = null;
	}

	/**
	 * From here on, whatever happens, the log does not reach back behind this segment.
	 */
	private void beginWith(Segment first) throws IOException {
		this.meta.store(this.meta.current()
			.withLowestLiveSegment(first.header().sequence())
			.withDurableBatchNumber(this.durableBatchNumber));
	}

	private void dropBefore(Segment first) throws IOException {
		this.files.release(first.header().sequence());
		this.remover.remove(this.segments.removeBefore(first));
	}

}
