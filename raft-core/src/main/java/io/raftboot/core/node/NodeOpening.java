package io.raftboot.core.node;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;

import io.raftboot.core.io.DirectoryLockedException;
import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.ForceProbe;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.log.UnsupportedLogException;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.snapshot.UnsupportedSnapshotException;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what a node needs to start and says clearly what stands in the way.
 */
final class NodeOpening {

	private static final Logger logger = LoggerFactory.getLogger(NodeOpening.class);

	private NodeOpening() {
	}

	static Storage storage(RaftNodeOptions options, NodeEnvironment environment) {
		Storage storage;
		try {
			storage = environment.openStorage(options);
		}
		catch (DirectoryLockedException ex) {
			throw new RaftStartException(Reason.DIRECTORY_LOCKED, ex.getMessage(), ex);
		}
		catch (CorruptLogException ex) {
			throw new RaftStartException(Reason.CORRUPT, ex.getMessage(), ex);
		}
		catch (UnsupportedLogException ex) {
			throw new RaftStartException(Reason.UNSUPPORTED_VERSION, ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw unusable("Data directory " + options.dataDirectory(), ex);
		}
		try {
			checkOwner(options, storage.meta().current());
			return storage;
		}
		catch (RuntimeException ex) {
			close(storage);
			throw ex;
		}
	}

	static StagingArea staging(RaftNodeOptions options, NodeEnvironment environment) {
		try {
			return environment.openStaging(options);
		}
		catch (IOException ex) {
			throw unusable("The place for files to restore from in data directory " + options.dataDirectory(), ex);
		}
	}

	static SnapshotStore snapshots(RaftNodeOptions options, NodeEnvironment environment) {
		try {
			return environment.openSnapshots(options);
		}
		catch (UnsupportedSnapshotException ex) {
			throw new RaftStartException(Reason.UNSUPPORTED_VERSION, ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw unusable("The snapshots in data directory " + options.dataDirectory(), ex);
		}
	}

	private static RaftStartException unusable(String what, IOException failure) {
		return (failure instanceof DiskFullException)
				? new RaftStartException(Reason.DISK_FULL,
						what + " cannot be used: the disk is full: " + failure.getMessage(), failure)
				: new RaftStartException(Reason.DIRECTORY_UNUSABLE, what + " cannot be used: " + reason(failure),
						failure);
	}

	/** In words, where Java has only the name of an exception for it. */
	private static String reason(IOException failure) {
		Throwable root = failure;
		while (root.getCause() instanceof IOException cause) {
			root = cause;
		}
		if (root instanceof AccessDeniedException denied) {
			return "no permission for " + denied.getFile();
		}
		if (root instanceof FileAlreadyExistsException file) {
			return file.getFile() + " is no directory";
		}
		return root.getClass().getSimpleName() + ": " + root.getMessage();
	}

	private static void checkOwner(RaftNodeOptions options, Meta meta) {
		NodeId owner = meta.nodeId();
		if (!owner.equals(options.nodeId())) {
			throw new RaftStartException(Reason.WRONG_NODE, "Data directory " + options.dataDirectory()
					+ " belongs to node " + owner + ", not " + options.nodeId());
		}
	}

	/**
	 * Asks every machine what it has kept by itself. It may be behind the log, never
	 * ahead: it is given only what is durable here.
	 */
	static void machines(Machines machines, RecoveredLog log) {
		try {
			machines.open();
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.CORRUPT,
					"A state machine cannot give back the answers it kept: " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw new RaftStartException(Reason.STATE_MACHINE, "A state machine cannot be opened: " + ex, ex);
		}
		long applied = machines.highestAppliedIndex();
		if (applied > log.lastIndex()) {
			throw new RaftStartException(Reason.STATE_MACHINE_AHEAD,
					"The state machine has applied entry " + applied + " but the log ends at " + log.lastIndex()
							+ ": the data directory is older than the state machine's data");
		}
	}

	static void bind(Transport transport, RaftNodeOptions options, LateListener listener) {
		try {
			transport.start(listener);
		}
		catch (IOException ex) {
			boolean inUse = ex.getCause() instanceof BindException cause
					&& String.valueOf(cause.getMessage()).contains("in use");
			throw new RaftStartException(inUse ? Reason.ADDRESS_IN_USE : Reason.ADDRESS_UNUSABLE, ex.getMessage(), ex);
		}
	}

	/**
	 * What the node tells others: its option, else its own entry among the peers, else
	 * where it listens.
	 */
	static String address(RaftNodeOptions options, Transport transport) {
		if (options.address() != null) {
			return options.address();
		}
		for (Peer peer : options.peers()) {
			if (peer.id().equals(options.nodeId())) {
				return peer.address();
			}
		}
		return (HostPort.parse(options.bind()).port() == 0) ? transport.boundAddress() : options.bind();
	}

	/** One line that says what this node is part of. */
	static void announce(RaftNodeOptions options, String address, Meta meta, RecoveredLog log, Membership membership) {
		if (log.lastIndex() == 0) {
			if (options.peers().size() > 1) {
				logger.info("{} at {}: new data directory, waiting for every peer of {} to form a cluster",
						options.nodeId(), address, options.peers().stream().map((peer) -> peer.id().value()).toList());
			}
			if (!options.join()) {
				warnOfEvenVoters(options, options.peers().size());
			}
			return;
		}
		List<Peer> members = membership.members();
		List<NodeId> ids = members.stream().map(Peer::id).toList();
		logger.info("{} at {}: cluster {}, members {}, term {}, log {}..{}", options.nodeId(), address,
				meta.clusterId(), ids, meta.hardState().term(), log.firstIndex(), log.lastIndex());
		if (!options.peers().isEmpty() && HandshakeCheck.hash(options.peers()) != HandshakeCheck.hash(members)) {
			logger.warn("{}: the peer list differs from the members {} in the data directory, which count",
					options.nodeId(), ids);
		}
		if (!membership.isJoint()) {
			warnOfEvenVoters(options, membership.voters().size());
		}
	}

	/** One voter less would survive as much. */
	private static void warnOfEvenVoters(RaftNodeOptions options, int voters) {
		if (voters > 0 && voters % 2 == 0) {
			logger.warn(
					"{}: {} voters survive the failure of {}, no more than {} would: an odd number of voters is better",
					options.nodeId(), voters, voters / 2 - 1, voters - 1);
		}
	}

	/** A disk slower than the heartbeat makes elections of every hiccup. */
	static void warnOfSlowDisk(RaftNodeOptions options, Storage storage) {
		ForceProbe probe = (storage instanceof FileStorage files) ? files.forceProbe() : null;
		if (probe != null && probe.p50Micros() > options.heartbeatInterval().toNanos() / 1_000) {
			logger.warn(
					"{}: a forced write takes {} us, longer than the heartbeat interval of {} ms: raise"
							+ " heartbeat interval and election timeout, or use a faster disk",
					options.nodeId(), probe.p50Micros(), options.heartbeatInterval().toMillis());
		}
	}

	static void close(Closeable storage) {
		try {
			storage.close();
		}
		catch (IOException ex) {
			logger.warn("The data directory could not be closed in order: {}", ex.toString());
		}
	}

}
