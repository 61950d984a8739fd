package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.snapshot.DamagedSnapshotException;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots that a leader sends to peers whose next entries are gone from its log
 * (Raft §7). Loop thread only, but for reading the files.
 */
final class SnapshotSenders implements SnapshotSender.Channel {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotSenders.class);

	/** Looked at again so soon when the network took no more. */
	private static final long FULL_RETRY_NANOS = 5_000_000L;

	private final NodeParts parts;

	private final SnapshotStore store;

	private final Executor transferThread;

	private final SendRate rate;

	/** Unanswered for so long: something was lost. */
	private final long askAgainNanos;

	/** No progress for so long: given up. */
	private final long giveUpNanos;

	/**
	 * The peer has every byte and has not said for so long that it took them: given up.
	 */
	private final long unconfirmedNanos;

	private final Runnable onDamage;

	private final List<SnapshotSender> senders = new ArrayList<>();

	/** Found good although a peer refused it: the fault is not here. */
	private @Nullable SnapshotFile rechecked;

	/** What was said last of a peer, so that the same trouble is told once. */
	private final Map<NodeId, String> said = new HashMap<>();

	/**
	 * Senders of what is in this store.
	 * @param onDamage hears on the loop when a snapshot turned out to be damaged
	 */
	SnapshotSenders(NodeParts parts, SnapshotStore store, RaftNodeOptions options, Executor transferThread,
			Runnable onDamage) {
		this.onDamage = onDamage;
		this.parts = parts;
		this.store = store;
		this.transferThread = transferThread;
		this.rate = parts.sendRate;
		this.askAgainNanos = 2 * options.electionTimeout().toNanos();
		this.giveUpNanos = 6 * options.electionTimeout().toNanos();
		this.unconfirmedNanos = 10 * this.giveUpNanos;
	}

	/** The protocol wants this peer to have the newest snapshot. */
	void begin(NodeId to) {
		end(to);
		SnapshotFile newest = this.store.newest();
		SnapshotSender sender = new SnapshotSender(this.parts.self, to, this.parts.core.term(),
				(newest != null) ? newest.meta().index() : 0L, this, this.parts.clock.nanoTime());
		this.senders.add(sender);
		long neededIndex = this.parts.core.baseIndex();
		this.transferThread.execute(() -> open(sender, neededIndex));
	}

	/** On the transfer thread. */
	private void open(SnapshotSender sender, long neededIndex) {
		SnapshotFile newest = this.store.newest();
		try {
			if (newest == null || newest.meta().index() < neededIndex) {
				throw new IOException("There is no snapshot to send, though the log begins behind one");
			}
			SnapshotReader reader = this.store.read(newest);
			this.parts.inbox.execute(() -> opened(sender, reader));
		}
		catch (IOException | RuntimeException ex) {
			this.parts.inbox.execute(() -> fail(sender, ex.toString()));
			if (newest != null && (ex instanceof DamagedSnapshotException || ex instanceof NoSuchFileException)) {
				recheck(newest);
			}
		}
	}

	private void opened(SnapshotSender sender, SnapshotReader reader) {
		if (this.senders.contains(sender)) {
			logger.info("{}: sending the snapshot at entry {} ({} bytes) to {}", this.parts.self,
					reader.file().meta().index(), reader.file().totalBytes(), sender.to());
			sender.opened(reader, this.parts.clock.nanoTime());
		}
		else {
			close(reader);
		}
	}

	void onResponse(SnapshotChunkResponse response) {
		SnapshotSender sender = sender(response.from());
		if (sender == null || !sender.isAbout(response) || response.term() > sender.term()) {
			return;
		}
		long nowNanos = this.parts.clock.nanoTime();
		switch (response.status()) {
			case CONTINUE -> {
				sender.onContinue(response.receivedBytes(), nowNanos);
				sender.pump(this.rate, nowNanos);
			}
			case DONE -> {
				logger.info("{}: {} has the snapshot at entry {}", this.parts.self, sender.to(), sender.index());
				this.said.remove(sender.to());
				if (!sender.isDelivered()) {
					measure(sender, true, nowNanos);
				}
				this.parts.catchUp.hasSnapshot(sender.to(), sender.term());
				sender.delivered(nowNanos);
			}
			case REFUSED -> {
				SnapshotFile file = sender.isComplete() ? sender.file() : null;
				fail(sender, "it was refused");
				if (file != null && !file.equals(this.rechecked)) {
					this.rechecked = file;
					this.transferThread.execute(() -> recheck(file));
				}
			}
		}
	}

	/**
	 * On the transfer thread: it cannot be opened, or the peer has all of it and will not
	 * have it.
	 */
	private void recheck(SnapshotFile file) {
		try {
			if (this.store.recheck(file)) {
				return;
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("{}: the snapshot at entry {} cannot be checked", this.parts.self, file.meta().index(), ex);
		}
		// A newer one serves as well, and may be why this one is gone.
		SnapshotFile newest = this.store.newest();
		if (newest == null || newest.meta().index() < file.meta().index()) {
			logger.error("{}: the snapshot at entry {} is damaged on this node's disk and counts no more;"
					+ " another one is taken in its place", this.parts.self, file.meta().index());
			this.parts.inbox.execute(this.onDamage);
		}
	}

	/** Moves all of them on; returns how long the loop may wait before the next call. */
	long advance(long nowNanos) {
		long waitNanos = Long.MAX_VALUE;
		for (int i = this.senders.size() - 1; i >= 0; i--) {
			SnapshotSender sender = this.senders.get(i);
			if (this.parts.core.role() != Role.LEADER || this.parts.core.term() != sender.term()
					|| !isAwaited(sender.to())) {
				remove(sender);
			}
			else if (sender.isDelivered()) {
				checkArrival(sender, nowNanos);
			}
			else if (sender.waitedNanos(nowNanos) > (sender.isComplete() ? this.unconfirmedNanos : this.giveUpNanos)) {
				fail(sender, sender.isComplete() ? "it was never confirmed" : "it made no progress");
			}
			else {
				if (sender.isOpen() && sender.sinceAskedNanos(nowNanos) > this.askAgainNanos) {
					sender.ask(nowNanos);
				}
				if (sender.pump(this.rate, nowNanos)) {
					waitNanos = Math.min(waitNanos, Math.max(this.rate.waitNanos(nowNanos), FULL_RETRY_NANOS));
				}
			}
		}
		return waitNanos;
	}

	/**
	 * What the peer says to the protocol may get lost as anything may: then the protocol
	 * asks it again.
	 */
	private void checkArrival(SnapshotSender sender, long nowNanos) {
		if (sender.waitedNanos(nowNanos) > this.giveUpNanos) {
			remove(sender);
			this.parts.core.onSnapshotFailed(sender.to(), nowNanos);
		}
	}

	private boolean isAwaited(NodeId peer) {
		for (int slot = 0; slot < this.parts.core.peerCount(); slot++) {
			if (this.parts.core.peer(slot).id().equals(peer)) {
				return this.parts.core.peer(slot).state().equals("SNAPSHOT");
			}
		}
		return false;
	}

	private void fail(SnapshotSender sender, String why) {
		if (!this.senders.contains(sender)) {
			return;
		}
		remove(sender);
		if (!why.equals(this.said.put(sender.to(), why))) {
			logger.warn("{}: the snapshot did not reach {} and is tried again: {}", this.parts.self, sender.to(), why);
		}
		long nowNanos = this.parts.clock.nanoTime();
		measure(sender, false, nowNanos);
		this.parts.core.onSnapshotFailed(sender.to(), nowNanos);
	}

	private void measure(SnapshotSender sender, boolean successful, long nowNanos) {
		if (this.parts.meter != null) {
			this.parts.meter.snapshotEnded(SnapshotOperation.SEND, successful, sender.sinceBeginNanos(nowNanos));
		}
	}

	/** The connection broke: the protocol asks anew when it is back. */
	void end(NodeId to) {
		SnapshotSender sender = sender(to);
		if (sender != null) {
			remove(sender);
		}
	}

	/**
	 * The oldest snapshot on its way, behind which its receiver will need entries; the
	 * given index if none is older.
	 */
	long lowestIndex(long index) {
		long lowest = index;
		for (SnapshotSender sender : this.senders) {
			lowest = Math.min(lowest, sender.index());
		}
		return lowest;
	}

	/** How much of a snapshot a peer has, -1 if none is being sent to it. */
	int percent(NodeId to) {
		SnapshotSender sender = sender(to);
		return (sender != null) ? sender.percent() : -1;
	}

	private @Nullable SnapshotSender sender(NodeId to) {
		for (int i = 0; i < this.senders.size(); i++) {
			if (this.senders.get(i).to().equals(to)) {
				return this.senders.get(i);
			}
		}
		return null;
	}

	private void remove(SnapshotSender sender) {
		this.senders.remove(sender);
		SnapshotReader reader = sender.end();
		if (reader != null) {
			close(reader);
		}
	}

	/** Behind the reads that were asked for. */
	private void close(SnapshotReader reader) {
		this.transferThread.execute(() -> {
			try {
				reader.close();
			}
			catch (IOException ex) {
				logger.warn("A snapshot could not be closed", ex);
			}
		});
	}

	@Override
	public boolean send(NodeId to, SnapshotChunk chunk) {
		return this.parts.transport.send(to, chunk);
	}

	@Override
	public void read(SnapshotSender sender, SnapshotSender.Read read, SnapshotSender.Result result) {
		this.transferThread.execute(() -> {
			try {
				ByteBuffer data = read.data();
				this.parts.inbox.execute(() -> {
					result.accept(data);
					sender.pump(this.rate, this.parts.clock.nanoTime());
				});
			}
			catch (IOException | RuntimeException ex) {
				this.parts.inbox.execute(() -> fail(sender, ex.toString()));
			}
		});
	}

	/** Ends all; the transfer thread still takes tasks. */
	void close() {
		for (SnapshotSender sender : List.copyOf(this.senders)) {
			remove(sender);
		}
	}

}
