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
 * Sends entries that are not in memory any more: read from the log by the reader thread,
 * chunk by chunk, while later entries for the same peer wait their turn. The loop never
 * reads the disk. All but the reading itself happens on the loop thread.
 */
final class CatchUp implements Duty {

	private static final int CHUNK_BYTES_MAX = 256 << 10;

	private final LogStore log;

	private final Inbox inbox;

	private final Transport transport;

	private final EntryCache cache;

	private final Map<NodeId, ArrayDeque<Range>> waiting = new HashMap<>();

	private final MpscQueue<Read> reads = new MpscQueue<>();

	private Runnable wakeReader = () -> {
	};

	/** Whether this node still leads in the term of a message; set by the loop. */
	private BiPredicate<NodeId, Long> stillLeads = (peer, term) -> false;

	CatchUp(LogStore log, Inbox inbox, Transport transport, EntryCache cache) {
		this.log = log;
		this.inbox = inbox;
		this.transport = transport;
		this.cache = cache;
	}

	void connect(Runnable wakeReader, BiPredicate<NodeId, Long> stillLeads) {
		this.wakeReader = wakeReader;
		this.stillLeads = stillLeads;
	}

	boolean isReadingFor(NodeId peer) {
		return !this.waiting.isEmpty() && this.waiting.containsKey(peer);
	}

	/** Sends this range when it is read, after what is already waiting for the peer. */
	void send(NodeId to, AppendEntries header, long lastIndex) {
		ArrayDeque<Range> queue = this.waiting.get(to);
		if (queue != null) {
			if (!queue.isEmpty() && header.previousIndex() < queue.peekLast().lastIndex) {
				// Asked anew from further back: what waits would be sent twice.
				queue.clear();
			}
			queue.add(new Range(header, lastIndex));
			return;
		}
		this.waiting.put(to, new ArrayDeque<>());
		read(to, header, lastIndex);
	}

	private void read(NodeId to, AppendEntries header, long lastIndex) {
		this.reads.offer(new Read(to, header, lastIndex));
		this.wakeReader.run();
	}

	/** The reader thread's part. */
	@Override
	public int doWork() {
		Read read = this.reads.poll();
		if (read == null) {
			return 0;
		}
		try {
			EntryBatch entries = this.log.read(read.header.previousIndex() + 1, read.lastIndex, CHUNK_BYTES_MAX);
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
		if (entries.isEmpty() || !this.stillLeads.test(read.to, read.header.term())) {
			this.waiting.remove(read.to);
			return;
		}
		this.transport.send(read.to, read.header.withEntries(entries));
		if (entries.lastIndex() < read.lastIndex) {
			this.waiting.get(read.to).addFirst(new Range(follow(read.header, entries), read.lastIndex));
		}
		sendWaiting(read.to);
	}

	private void sendWaiting(NodeId to) {
		ArrayDeque<Range> queue = this.waiting.get(to);
		while (queue != null && !queue.isEmpty()) {
			Range range = queue.remove();
			long firstIndex = range.header.previousIndex() + 1;
			if (!this.cache.contains(firstIndex)) {
				read(to, range.header, range.lastIndex);
				return;
			}
			long last = this.cache.lastIndexWithin(firstIndex, range.lastIndex, CHUNK_BYTES_MAX);
			EntryBatch entries = this.cache.entries(firstIndex, last);
			this.transport.send(to, range.header.withEntries(entries));
			if (last < range.lastIndex) {
				queue.addFirst(new Range(follow(range.header, entries), range.lastIndex));
			}
		}
		this.waiting.remove(to);
	}

	private static AppendEntries follow(AppendEntries header, EntryBatch sent) {
		return new AppendEntries(header.from(), header.term(), sent.lastIndex(), sent.lastTerm(), header.commitIndex(),
				header.round(), header.voteRefusalMillis(), EntryBatch.EMPTY);
	}

	/**
	 * Entries that wait until those in front of them are read.
	 *
	 * @param header message without entries
	 * @param lastIndex last entry to attach
	 */
	private record Range(AppendEntries header, long lastIndex) {
	}

	/** A read under way. */
	private static final class Read extends MpscQueue.Linked {

		final NodeId to;

		final AppendEntries header;

		final long lastIndex;

		Read(NodeId to, AppendEntries header, long lastIndex) {
			this.to = to;
			this.header = header;
			this.lastIndex = lastIndex;
		}

	}

}
