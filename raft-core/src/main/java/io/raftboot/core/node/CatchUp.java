package io.raftboot.core.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Transport;

/**
 * Sends entries that cannot go out at once: those that are not in memory any more, read
 * from the log by the reader thread, chunk by chunk, and those for a peer that has just
 * got a snapshot, at a limited rate. Later entries for the same peer wait their turn. The
 * loop never reads the disk. All but the reading itself happens on the loop thread.
 */
final class CatchUp implements Duty {

	private static final int CHUNK_BYTES_MAX = 256 << 10;

	private final LogStore log;

	private final Inbox inbox;

	private final Transport transport;

	private final EntryCache cache;

	private final Gaps gaps;

	private final NodeClock clock;

	private final Map<NodeId, Line> lines = new HashMap<>();

	private final MpscQueue<Read> reads = new MpscQueue<>();

	private Runnable wakeReader = () -> {
	};

	/** Whether this node still leads in the term of a message; set by the loop. */
	private BiPredicate<NodeId, Long> stillLeads = (peer, term) -> false;

	CatchUp(LogStore log, Inbox inbox, Transport transport, EntryCache cache, SendRate rate, NodeClock clock) {
		this.log = log;
		this.inbox = inbox;
		this.transport = transport;
		this.cache = cache;
		this.gaps = new Gaps(rate);
		this.clock = clock;
	}

	void connect(Runnable wakeReader, BiPredicate<NodeId, Long> stillLeads) {
		this.wakeReader = wakeReader;
		this.stillLeads = stillLeads;
	}

	/** Whether what goes to this peer has to wait its turn here. */
	boolean isBusyWith(NodeId peer) {
		return (!this.lines.isEmpty() && this.lines.containsKey(peer)) || this.gaps.isOpen(peer);
	}

	/** The peer has a snapshot that was sent in this term. */
	void hasSnapshot(NodeId peer, long term) {
		this.gaps.open(peer, term);
	}

	/** The log has grown. */
	void appended(EntryBatch batch) {
		this.gaps.appended(batch);
	}

	/** Sends this range as soon as it may, after what is already waiting for the peer. */
	void send(NodeId to, AppendEntries header, long lastIndex) {
		Line line = this.lines.computeIfAbsent(to, (peer) -> new Line());
		if (!line.ranges.isEmpty() && header.previousIndex() < line.ranges.peekLast().lastIndex) {
			// Asked anew from further back: what waits would be sent twice.
			line.ranges.clear();
		}
		line.ranges.add(new Range(header, lastIndex));
		if (!line.reading) {
			sendWaiting(to, line);
		}
	}

	/** Goes on with what had to wait for the rate; each turn. */
	void advance() {
		for (NodeId peer : this.gaps.peers()) {
			Line line = this.lines.get(peer);
			if (!this.stillLeads.test(peer, this.gaps.term(peer))) {
				this.gaps.close(peer);
				if (line != null && !line.reading) {
					this.lines.remove(peer);
				}
			}
			else if (line != null && !line.reading) {
				sendWaiting(peer, line);
			}
		}
	}

	/** How long the loop may sleep before the next {@link #advance}. */
	long waitNanos(long nowNanos) {
		long waitNanos = Long.MAX_VALUE;
		for (NodeId peer : this.gaps.peers()) {
			Line line = this.lines.get(peer);
			if (line != null && !line.reading) {
				waitNanos = Math.min(waitNanos, this.gaps.waitNanos(peer, nowNanos));
			}
		}
		return waitNanos;
	}

	/** The reader thread's part. */
	@Override
	public int doWork() {
		Read read = this.reads.poll();
		if (read == null) {
			return 0;
		}
		try {
			EntryBatch entries = this.log.read(read.range.firstIndex(), read.range.lastIndex, read.bytesMax);
			this.inbox.execute(() -> finished(read, entries));
		}
		catch (IndexOutOfBoundsException ex) {
			// Truncated meanwhile: this node leads no more, and nothing is sent.
			this.inbox.execute(() -> finished(read, EntryBatch.EMPTY));
		}
		catch (IOException ex) {
			throw new IllegalStateException("The log cannot be read", ex);
		}
		return 1;
	}

	private void finished(Read read, EntryBatch entries) {
		Line line = this.lines.get(read.to);
		line.reading = false;
		if (entries.isEmpty() || !this.stillLeads.test(read.to, read.range.header.term())) {
			this.lines.remove(read.to);
			return;
		}
		transmit(read.to, line, read.range, entries);
		sendWaiting(read.to, line);
	}

	private void sendWaiting(NodeId to, Line line) {
		while (!line.ranges.isEmpty()) {
			if (this.gaps.waitNanos(to, this.clock.nanoTime()) > 0L) {
				return;
			}
			Range range = line.ranges.remove();
			int bytesMax = this.gaps.pieceBytes(to, CHUNK_BYTES_MAX);
			if (!this.cache.contains(range.firstIndex())) {
				line.reading = true;
				this.reads.offer(new Read(to, range, bytesMax));
				this.wakeReader.run();
				return;
			}
			long last = this.cache.lastIndexWithin(range.firstIndex(), range.lastIndex, bytesMax);
			transmit(to, line, range, this.cache.entries(range.firstIndex(), last));
		}
		this.lines.remove(to);
	}

	/** Sends the first entries of a range; the others are next. */
	private void transmit(NodeId to, Line line, Range range, EntryBatch entries) {
		this.transport.send(to, range.header.withEntries(entries));
		this.gaps.sent(to, entries);
		if (entries.lastIndex() < range.lastIndex) {
			line.ranges.addFirst(new Range(follow(range.header, entries), range.lastIndex));
		}
	}

	private static AppendEntries follow(AppendEntries header, EntryBatch sent) {
		return new AppendEntries(header.from(), header.term(), sent.lastIndex(), sent.lastTerm(), header.commitIndex(),
				header.round(), header.voteRefusalMillis(), EntryBatch.EMPTY);
	}

	/** What waits for one peer. */
	private static final class Line {

		final ArrayDeque<Range> ranges = new ArrayDeque<>();

		boolean reading;

	}

	/**
	 * Entries that wait until those in front of them are sent.
	 *
	 * @param header message without entries
	 * @param lastIndex last entry to attach
	 */
	private record Range(AppendEntries header, long lastIndex) {

		long firstIndex() {
			return this.header.previousIndex() + 1;
		}

	}

	/** A read under way. */
	private static final class Read extends MpscQueue.Linked {

		final NodeId to;

		final Range range;

		final int bytesMax;

		Read(NodeId to, Range range, int bytesMax) {
			this.to = to;
			this.range = range;
			this.bytesMax = bytesMax;
		}

	}

}
