package io.raftboot.core.node;

import java.io.IOException;
import java.util.concurrent.Executor;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.model.SnapshotChunkResponse.Status;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a snapshot from the leader, one at a time. Who may send is decided on the
 * loop; writing, checking and making durable happen on the transfer thread, chunk after
 * chunk, each answered when it is written.
 */
final class SnapshotIntake {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotIntake.class);

	private final NodeParts parts;

	private final SnapshotStore store;

	private final Executor transferThread;

	private final Arrival arrival;

	/** Transfer thread only, like all below. */
	private @Nullable SnapshotReceiver receiver;

	private @Nullable SnapshotChunk receiving;

	private @Nullable String lastTrouble;

	SnapshotIntake(NodeParts parts, SnapshotStore store, Executor transferThread, Arrival arrival) {
		this.parts = parts;
		this.store = store;
		this.transferThread = transferThread;
		this.arrival = arrival;
	}

	/** On the loop. */
	void onChunk(SnapshotChunk chunk) {
		if (chunk.term() != this.parts.core.term() || !chunk.from().equals(this.parts.core.leader())
				|| this.parts.core.role() == Role.LEADER) {
			respond(chunk, 0L, Status.REFUSED);
		}
		else if (chunk.snapshotIndex() <= this.parts.core.commitIndex()) {
			// Late, or sent twice. The leader only has to hear how far this node is.
			this.arrival.known(chunk.from());
			respond(chunk, chunk.totalBytes(), Status.DONE);
		}
		else {
			this.transferThread.execute(() -> take(chunk));
		}
	}

	private void take(SnapshotChunk chunk) {
		try {
			SnapshotFile newest = this.store.newest();
			if (newest != null && isSame(newest, chunk)) {
				arrived(newest, chunk);
				return;
			}
			SnapshotReceiver target = receiver(chunk);
			if (chunk.offset() <= target.receivedBytes() && chunk.data().hasRemaining()) {
				target.write(chunk.offset(), chunk.data().duplicate());
			}
			reply(chunk, target.receivedBytes(), Status.CONTINUE);
			if (target.isComplete()) {
				SnapshotFile file = target.commit();
				letGo();
				arrived(file, chunk);
			}
			this.lastTrouble = null;
		}
		catch (IOException | RuntimeException ex) {
			letGo();
			say(ex);
			reply(chunk, 0L, Status.REFUSED);
		}
	}

	/** The receiver of this chunk's file; another one that is under way is given up. */
	private SnapshotReceiver receiver(SnapshotChunk chunk) throws IOException {
		SnapshotReceiver known = this.receiver;
		if (known != null && isSame(this.receiving, chunk)) {
			return known;
		}
		letGo();
		SnapshotReceiver fresh = this.store.receive(chunk.snapshotIndex(), chunk.snapshotTerm(), chunk.totalBytes(),
				chunk.fileChecksum());
		logger.info("{}: receiving the snapshot at entry {} ({} bytes, {} there already) from {}", this.parts.self,
				chunk.snapshotIndex(), chunk.totalBytes(), fresh.receivedBytes(), chunk.from());
		this.receiver = fresh;
		this.receiving = chunk;
		return fresh;
	}

	/** Opened at once: a newer one may come and this one be deleted. */
	private void arrived(SnapshotFile file, SnapshotChunk last) throws IOException {
		SnapshotReader reader = this.store.read(file);
		this.parts.inbox.execute(() -> {
			this.arrival.arrived(new Installation(reader, last.from()));
			respond(last, last.totalBytes(), Status.DONE);
		});
	}

	private void letGo() {
		SnapshotReceiver old = this.receiver;
		this.receiver = null;
		this.receiving = null;
		if (old != null) {
			try {
				old.close();
			}
			catch (IOException ex) {
				logger.warn("A snapshot that was being received could not be closed", ex);
			}
		}
	}

	/** A disk that stays full is told once. */
	private void say(Exception trouble) {
		String told = trouble.toString();
		if (!told.equals(this.lastTrouble) && !(trouble instanceof DiskFullException && this.lastTrouble != null
				&& this.lastTrouble.startsWith(DiskFullException.class.getName()))) {
			logger.warn("{}: the snapshot from the leader cannot be taken and is asked for again: {}", this.parts.self,
					told);
		}
		this.lastTrouble = told;
	}

	private void reply(SnapshotChunk chunk, long receivedBytes, Status status) {
		this.parts.inbox.execute(() -> respond(chunk, receivedBytes, status));
	}

	private void respond(SnapshotChunk chunk, long receivedBytes, Status status) {
		this.parts.transport.send(chunk.from(), new SnapshotChunkResponse(this.parts.self, this.parts.core.term(),
				chunk.snapshotIndex(), chunk.snapshotTerm(), receivedBytes, status));
	}

	private static boolean isSame(SnapshotFile file, SnapshotChunk chunk) {
		return file.meta().index() == chunk.snapshotIndex() && file.meta().term() == chunk.snapshotTerm()
				&& file.totalBytes() == chunk.totalBytes() && file.checksum() == chunk.fileChecksum();
	}

	private static boolean isSame(@Nullable SnapshotChunk one, SnapshotChunk other) {
		return one != null && one.snapshotIndex() == other.snapshotIndex() && one.snapshotTerm() == other.snapshotTerm()
				&& one.totalBytes() == other.totalBytes() && one.fileChecksum() == other.fileChecksum();
	}

	/** Lets go of the file; when the transfer thread has ended. */
	void close() {
		letGo();
	}

	/** Where a complete, durable snapshot goes; on the loop. */
	interface Arrival {

		void arrived(Installation installation);

		/** The leader thinks this node is further back than it is. */
		void known(NodeId leader);

	}

}
