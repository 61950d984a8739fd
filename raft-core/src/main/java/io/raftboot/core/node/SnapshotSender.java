package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot on its way to one peer: asks how much the peer has, then sends on from
 * there, a few chunks ahead of the answers. What is not answered is asked for again. Loop
 * thread only; the file is read on the transfer thread.
 */
final class SnapshotSender {

	static final int CHUNK_BYTES = 256 << 10;

	private static final int UNANSWERED_BYTES_MAX = 4 * CHUNK_BYTES;

	private static final int READ_AHEAD_MAX = 2;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

	private final NodeId self;

	private final NodeId to;

	private final long term;

	private final Channel channel;

	private final long beganNanos;

	/** Chunks that were read and not sent yet. */
	private final ArrayDeque<SnapshotChunk> ready = new ArrayDeque<>();

	private @Nullable SnapshotReader reader;

	private long index;

	private boolean asking;

	private boolean reading;

	private boolean delivered;

	/** Reads that were asked for before the last rewind are void. */
	private int rewinds;

	private long readOffset;

	private long sentOffset;

	private long answeredOffset;

	/** When it last got on, or had nothing to wait for. */
	private long progressNanos;

	private long askedNanos;

	/**
	 * Begins.
	 * @param index index of the snapshot, as far as is known before it is open
	 */
	SnapshotSender(NodeId self, NodeId to, long term, long index, Channel channel, long nowNanos) {
		this.index = index;
		this.self = self;
		this.to = to;
		this.term = term;
		this.channel = channel;
		this.beganNanos = nowNanos;
		this.progressNanos = nowNanos;
	}

	long sinceBeginNanos(long nowNanos) {
		return nowNanos - this.beganNanos;
	}

	NodeId to() {
		return this.to;
	}

	long term() {
		return this.term;
	}

	/** The file is open; whatever was answered before was about another one. */
	void opened(SnapshotReader reader, long nowNanos) {
		this.reader = reader;
		this.index = reader.file().meta().index();
		ask(nowNanos);
	}

	/** Index of the snapshot. */
	long index() {
		return this.index;
	}

	/** The file, null before it is open. */
	@Nullable SnapshotFile file() {
		return (this.reader != null) ? this.reader.file() : null;
	}

	boolean isOpen() {
		return this.reader != null;
	}

	/** Asks where to go on: at the start, and whenever something seems to be lost. */
	void ask(long nowNanos) {
		this.asking = true;
		this.askedNanos = nowNanos;
		this.ready.clear();
		this.rewinds++;
		this.reading = false;
		this.channel.send(this.to, chunk(0L, NOTHING));
	}

	/**
	 * The peer has the file up to here. An answer that tells nothing new may be doubled
	 * and is no reason to send anything again: what is lost is asked for.
	 */
	void onContinue(long receivedBytes, long nowNanos) {
		if (this.asking || receivedBytes > this.sentOffset) {
			this.asking = false;
			rewind(receivedBytes);
		}
		if (receivedBytes > this.answeredOffset) {
			this.progressNanos = nowNanos;
		}
		this.answeredOffset = receivedBytes;
	}

	private void rewind(long offset) {
		this.ready.clear();
		this.rewinds++;
		this.reading = false;
		this.readOffset = offset;
		this.sentOffset = offset;
	}

	/** Sends what may be sent now; returns whether it would go on if the rate let it. */
	boolean pump(SendRate rate, long nowNanos) {
		if (this.reader == null || this.asking || this.delivered) {
			return false;
		}
		readAhead();
		if (this.ready.isEmpty() && this.reading) {
			notWaiting(nowNanos);
		}
		while (!this.ready.isEmpty()) {
			int bytes = this.ready.peek().data().remaining();
			if (this.sentOffset + bytes - this.answeredOffset > UNANSWERED_BYTES_MAX) {
				return false;
			}
			if (rate.waitNanos(nowNanos) > 0L) {
				notWaiting(nowNanos);
				return true;
			}
			if (!this.channel.send(this.to, this.ready.peek())) {
				return true;
			}
			this.ready.remove();
			this.sentOffset += bytes;
			rate.sent(bytes);
			readAhead();
		}
		return false;
	}

	/** Nothing is on its way: it is not the peer that is slow. */
	private void notWaiting(long nowNanos) {
		if (this.sentOffset == this.answeredOffset) {
			this.progressNanos = nowNanos;
		}
	}

	private void readAhead() {
		SnapshotFile file = this.reader.file();
		if (this.reading || this.ready.size() >= READ_AHEAD_MAX || this.readOffset >= file.totalBytes()) {
			return;
		}
		this.reading = true;
		SnapshotReader source = this.reader;
		long offset = this.readOffset;
		int bytes = (int) Math.min(CHUNK_BYTES, file.totalBytes() - offset);
		int expected = this.rewinds;
		this.channel.read(this, () -> read(source, offset, bytes), (data) -> {
			if (expected == this.rewinds && this.reader != null) {
				this.reading = false;
				this.readOffset = offset + data.remaining();
				this.ready.add(chunk(offset, data));
			}
		});
	}

	/** On the transfer thread. */
	private static ByteBuffer read(SnapshotReader source, long offset, int bytes) throws IOException {
		ByteBuffer data = ByteBuffer.allocate(bytes);
		while (data.hasRemaining()) {
			if (source.read(offset + data.position(), data) <= 0) {
				throw new IOException("The snapshot ends at byte " + (offset + data.position()) + " of "
						+ source.file().totalBytes());
			}
		}
		return data.flip();
	}

	/** The peer has it all and is about to say so to the protocol. */
	void delivered(long nowNanos) {
		this.delivered = true;
		this.progressNanos = nowNanos;
		this.ready.clear();
	}

	boolean isDelivered() {
		return this.delivered;
	}

	/** Whether every byte is there and the peer has only to check them. */
	boolean isComplete() {
		return this.reader != null && this.answeredOffset >= this.reader.file().totalBytes();
	}

	long waitedNanos(long nowNanos) {
		return nowNanos - this.progressNanos;
	}

	long sinceAskedNanos(long nowNanos) {
		return nowNanos - Math.max(this.askedNanos, this.progressNanos);
	}

	boolean isAbout(SnapshotChunkResponse response) {
		return this.reader != null && this.reader.file().meta().index() == response.snapshotIndex()
				&& this.reader.file().meta().term() == response.snapshotTerm();
	}

	int percent() {
		if (this.reader == null) {
			return 0;
		}
		return this.delivered ? 100 : (int) (100.0 * this.answeredOffset / this.reader.file().totalBytes());
	}

	/** Ends it; returns what is to be closed on the transfer thread. */
	@Nullable SnapshotReader end() {
		SnapshotReader closing = this.reader;
		this.reader = null;
		this.rewinds++;
		return closing;
	}

	private SnapshotChunk chunk(long offset, ByteBuffer data) {
		SnapshotFile file = this.reader.file();
		return new SnapshotChunk(this.self, this.term, file.meta().index(), file.meta().term(), file.totalBytes(),
				file.checksum(), offset, data);
	}

	/** The way out, and to the file. */
	interface Channel {

		/** Whether it was taken. */
		boolean send(NodeId to, SnapshotChunk chunk);

		/** Runs the read on the transfer thread, then tells the loop. */
		void read(SnapshotSender sender, Read read, Result result);

	}

	/** A read of the file. */
	@FunctionalInterface
	interface Read {

		ByteBuffer data() throws IOException;

	}

	/** What to do with it. */
	@FunctionalInterface
	interface Result {

		void accept(ByteBuffer data);

	}

}
