package io.raftboot.core.node;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

import io.raftboot.core.io.DirectoryLockedException;
import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.ForceProbe;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
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
		catch (IOException ex) {
			throw new RaftStartException(Reason.DIRECTORY_UNUSABLE, "Data directory " + options.dataDirectory()
					+ " cannot be used: " + ex.getClass().getSimpleName() + ": " + ex.getMessage(), ex);
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
			throw new RaftStartException(Reason.DIRECTORY_UNUSABLE, "The place for files to restore from in data"
					+ " directory " + options.dataDirectory() + " cannot be used: " + ex.getMessage(), ex);
		}
	}

	static SnapshotStore snapshots(RaftNodeOptions options, NodeEnvironment environment) {
		try {
			return environment.openSnapshots(options);
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.DIRECTORY_UNUSABLE, "The snapshots in data directory "
					+ options.dataDirectory() + " cannot be used: " + ex.getMessage(), ex);
		}
	}

	private static void checkOwner(RaftNodeOptions options, Meta meta) {
		NodeId owner = meta.nodeId();
		if (!owner.equals(options.nodeId())) {
			throw new RaftStartException(Reason.WRONG_NODE, "Data directory " + options.dataDirectory()
					+ " belongs to node " + owner + ", not " + options.nodeId());
		}
	}

	/** Asks every machine what it has kept by itself. */
	static void open(Machines machines) {
		try {
			machines.open();
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.CORRUPT,
					"A state machine cannot give back the answers it kept: " + ex.getMessage(), ex);
		}
	}

	/**
	 * A state machine may be behind the log, never ahead: it is given only what is
	 * durable here.
	 */
	static void checkMachines(Machines machines, RecoveredLog log) {
		long applied = machines.highestAppliedIndex();
		if (applied > log.lastIndex()) {
			throw new RaftStartException(Reason.CORRUPT,
					"The state machine has applied entry " + applied + " but the log ends at " + log.lastIndex()
							+ ": the data directory is older than the state machine's data");
		}
	}

	static void bind(Transport transport, RaftNodeOptions options, LateListener listener) {
		try {
			transport.start(listener);
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.ADDRESS_IN_USE,
					"Cannot listen on " + options.bind() + ": " + ex.getMessage(), ex);
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
	static void announce(RaftNodeOptions options, String address, Meta meta, RecoveredLog log, List<Peer> members) {
		if (log.lastIndex() == 0) {
			if (options.peers().size() > 1) {
				logger.info("{} at {}: new data directory, waiting for every peer of {} to form a cluster",
						options.nodeId(), address, options.peers().stream().map((peer) -> peer.id().value()).toList());
			}
			return;
		}
		List<NodeId> ids = members.stream().map(Peer::id).toList();
		logger.info("{} at {}: cluster {}, members {}, term {}, log {}..{}", options.nodeId(), address,
				meta.clusterId(), ids, meta.hardState().term(), log.firstIndex(), log.lastIndex());
		if (!options.peers().isEmpty() && HandshakeCheck.hash(options.peers()) != HandshakeCheck.hash(members)) {
			logger.warn("{}: the peer list differs from the members {} in the data directory, which count",
					options.nodeId(), ids);
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
