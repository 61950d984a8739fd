package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.transport.PeerTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the Raft node of an application. Without any it is a node on its own
 * on the loopback interface.
 *
 * @param enabled Whether to run a Raft node when there is a state machine. If not,
 * replicated beans are injected as they are, and nothing is replicated.
 * @param nodeId Name by which the cluster knows this node for its whole life: set it. Up
 * to 64 letters, digits, '.', '_' and '-'. Default is the node whose data are in the data
 * directory, else the host name, or "n1" if there is none.
 * @param bind Address to listen on, as host:port. Port 0 takes a free one. Default is the
 * port of this node's own entry among the peers, on all interfaces, or on loopback if the
 * entry is; without peers a free port on loopback.
 * @param address Address to tell the other nodes, as host:port. Default is this node's
 * own entry among the peers, or the address it listens on.
 * @param peers Comma-separated list of the first members of the cluster as
 * node-id@host:port, this node included. The same on every node. With raft.join one or
 * more members of the running cluster. Counts only until the node has data. Without any a
 * node runs on its own.
 * @param dataDir Directory in which the node keeps its data. Must survive restarts: put
 * it on a volume in containers. Default is data/raft/NODE-ID in the working directory, or
 * data/raft/node if the node id is not set.
 * @param standalone Whether to run alone, without replication. Allows to listen on other
 * interfaces than loopback without peers. False refuses to start without peers.
 * @param join Whether to enter the running cluster that raft.peers names members of,
 * instead of forming one. Counts only until the node has data.
 * @param electionTimeout Time without a leader after which a node campaigns, after one to
 * two times of it. At least twice the heartbeat interval.
 * @param heartbeatInterval How often a leader speaks to its followers at least.
 * @param proposalTimeout Longest time to wait for the end of a command or query.
 * @param maxPendingProposals Maximum number of commands of this node that wait for their
 * end. More are refused as busy.
 * @param maxPendingBytes Maximum size of the commands of this node that wait for their
 * end. More are refused as busy.
 * @param maxCommandSize Maximum size of one command. Up to 32MB.
 * @param segmentSize Size of one file of the log. From 64KB to 1GB.
 * @param cacheSize Most memory for entries on their way, and for those that nodes which
 * lag still need.
 * @param electionPriority Weight in elections, from 1 to 100. Nodes of lower priority
 * wait longer before they campaign. With 0 a node leads only when leadership is handed to
 * it.
 * @param snapshot Snapshots of the state machines, which let the log be shortened.
 * @param session Memory of what became of commands, by which a repeated one is applied
 * once.
 * @param digestInterval How often the nodes compare the states of state machines that
 * give a digest, if anything was applied since. 0 for only on demand.
 * @param http The HTTP API of the node, on the port of the application.
 * @param transport How the nodes talk to each other.
 * @param shutdown How the node takes its leave when the application stops.
 * @param console Page that shows the cluster.
 * @param tls TLS between the nodes of the cluster.
 */
@ConfigurationProperties("raft")
public record RaftProperties(@DefaultValue("true") boolean enabled, @Nullable String nodeId, @Nullable String bind,
		@Nullable String address, @DefaultValue List<String> peers, @Nullable Path dataDir,
		@Nullable Boolean standalone, @DefaultValue("false") boolean join,
		@DefaultValue("500ms") Duration electionTimeout, @DefaultValue("100ms") Duration heartbeatInterval,
		@DefaultValue("10s") Duration proposalTimeout, @DefaultValue("10000") int maxPendingProposals,
		@DefaultValue("64MB") DataSize maxPendingBytes, @DefaultValue("1MB") DataSize maxCommandSize,
		@DefaultValue("16MB") DataSize segmentSize, @DefaultValue("16MB") DataSize cacheSize,
		@DefaultValue("100") int electionPriority, @DefaultValue Snapshot snapshot, @DefaultValue Session session,
		@DefaultValue("10m") Duration digestInterval, @DefaultValue Http http, @DefaultValue Transport transport,
		@DefaultValue Shutdown shutdown, @DefaultValue Console console, @DefaultValue Tls tls) {

	/**
	 * Checks what can be checked without a network or a disk.
	 * @throws InvalidRaftPropertyException if something is wrong
	 */
	public RaftProperties {
		peers = ClusterPropertyChecks.peers(peers);
		nodeId = RaftPropertyChecks.nodeId(nodeId);
		bind = RaftPropertyChecks.address("raft.bind", bind, 0);
		address = RaftPropertyChecks.address("raft.address", address, 1);
		RaftPropertyChecks.times(electionTimeout, heartbeatInterval, proposalTimeout);
		RaftPropertyChecks.atLeast("raft.max-pending-proposals", maxPendingProposals, 1);
		RaftPropertyChecks.between("raft.max-command-size", maxCommandSize, DataSize.ofKilobytes(1),
				DataSize.ofMegabytes(32));
		RaftPropertyChecks.atLeast("raft.max-pending-bytes", maxPendingBytes, maxCommandSize);
		RaftPropertyChecks.between("raft.segment-size", segmentSize, DataSize.ofKilobytes(64),
				DataSize.ofMegabytes(1024));
		RaftPropertyChecks.atLeast("raft.cache-size", cacheSize, DataSize.ofBytes(0));
		RaftPropertyChecks.notNegative("raft.digest-interval", digestInterval);
		RaftPropertyChecks.between("raft.election-priority", electionPriority, 0, 100);
		ClusterPropertyChecks.standalone(standalone, join, peers);
		ClusterPropertyChecks.join(join, nodeId, peers);
	}

	/**
	 * When snapshots are taken, and how they travel: one is taken as soon as one of the
	 * limits is passed.
	 *
	 * @param entries Entries applied since the latest snapshot after which another one is
	 * taken. 0 for no such limit.
	 * @param minInterval Age that the latest snapshot has at least when the number of
	 * entries brings another one, or a part of the size of the log. The whole size brings
	 * one at any time.
	 * @param logBytes Size by which the log may grow after the latest snapshot before
	 * another one is taken; a quarter of it is enough where the snapshot is small, not
	 * more than a quarter of what the log has grown by. One and a half times as much may
	 * stay on the disk beside it, in files that the log is going to use again. 0 for no
	 * such limit: the log grows by whatever is written between two snapshots then.
	 * @param interval Age of the latest snapshot at which another one is taken, if
	 * anything was applied since. 0 for no such limit.
	 * @param trailingEntries Entries in front of a snapshot that stay in the log, so that
	 * nodes that are a little behind need no snapshot.
	 * @param sendRate Maximum size of what leaves this node for all others together in a
	 * second when it sends snapshots and closes the gap behind them. 0 for no limit.
	 * @param retained Number of snapshots to keep.
	 */
	public record Snapshot(@DefaultValue("100000") long entries, @DefaultValue("1s") Duration minInterval,
			@DefaultValue("256MB") DataSize logBytes, @DefaultValue("1h") Duration interval,
			@DefaultValue("10000") long trailingEntries, @DefaultValue("8MB") DataSize sendRate,
			@DefaultValue("2") int retained) {

		/**
		 * Checks each value.
		 * @throws InvalidRaftPropertyException if something is wrong
		 */
		public Snapshot {
			RaftPropertyChecks.atLeast("raft.snapshot.entries", entries, 0);
			RaftPropertyChecks.notNegative("raft.snapshot.min-interval", minInterval);
			RaftPropertyChecks.atLeast("raft.snapshot.log-bytes", logBytes, DataSize.ofBytes(0));
			RaftPropertyChecks.notNegative("raft.snapshot.interval", interval);
			RaftPropertyChecks.atLeast("raft.snapshot.trailing-entries", trailingEntries, 0);
			RaftPropertyChecks.atLeast("raft.snapshot.send-rate", sendRate, DataSize.ofBytes(0));
			RaftPropertyChecks.atLeast("raft.snapshot.retained", retained, 1);
		}

	}

	/**
	 * What the cluster remembers of commands. What this node sets counts for its own
	 * commands.
	 *
	 * @param timeout Time without a command after which the session of a node is
	 * forgotten, by the time stamps of the log. The node opens another one when it needs
	 * it.
	 * @param maxSessions Maximum number of sessions. The one unused for longest makes
	 * room. Every start of a node takes one.
	 * @param keyRetention How long a command that came with a key is remembered, so that
	 * it is applied once when it comes again.
	 * @param maxKeys Maximum number of keys that are remembered. More are refused as busy
	 * until the time of others is over.
	 */
	public record Session(@DefaultValue("1h") Duration timeout, @DefaultValue("1000") int maxSessions,
			@DefaultValue("1h") Duration keyRetention, @DefaultValue("100000") int maxKeys) {

		/**
		 * Checks each value.
		 * @throws InvalidRaftPropertyException if something is wrong
		 */
		public Session {
			RaftPropertyChecks.positive("raft.session.timeout", timeout);
			RaftPropertyChecks.atLeast("raft.session.max-sessions", maxSessions, 1);
			RaftPropertyChecks.positive("raft.session.key-retention", keyRetention);
			RaftPropertyChecks.atLeast("raft.session.max-keys", maxKeys, 1);
		}

	}

	/**
	 * What the node offers over HTTP.
	 *
	 * @param enabled Whether to offer the calls set, addNode, deleteNode and getPeerList
	 * under /raft/api. They are not protected: put the security of the application before
	 * them.
	 */
	public record Http(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * What carries messages between nodes.
	 *
	 * @param type Whether the nodes have a port of their own for each other, or share the
	 * one of the application. The same on every node. Over HTTP the addresses of nodes
	 * are those of the applications, and raft.bind is not needed.
	 */
	public record Transport(@DefaultValue("tcp") Type type) {

		/** What nodes connect to. */
		public enum Type {

			/** A port of the node. */
			TCP,
			/** The port of the application, by an upgrade of HTTP/1.1. */
			HTTP

		}

	}

	/**
	 * How the node takes its leave when the application stops: leadership is handed over,
	 * requests are answered, calls get their ends.
	 *
	 * @param readinessGrace Time for which the web server goes on at least after
	 * readiness was refused, so that load balancers turn to other nodes before its port
	 * closes. Shorter than spring.lifecycle.timeout-per-shutdown-phase.
	 * @param drainTimeout Longest time to wait for the ends of commands and queries
	 * before the node is closed. 0 for not to wait.
	 */
	public record Shutdown(@DefaultValue("0s") Duration readinessGrace, @DefaultValue("5s") Duration drainTimeout) {

		/**
		 * Checks each value.
		 * @throws InvalidRaftPropertyException if something is wrong
		 */
		public Shutdown {
			RaftPropertyChecks.notNegative("raft.shutdown.readiness-grace", readinessGrace);
			RaftPropertyChecks.notNegative("raft.shutdown.drain-timeout", drainTimeout);
		}

	}

	/**
	 * TLS between the nodes of the cluster.
	 *
	 * @param bundle Name of the SSL bundle with the key of this node and the certificates
	 * that it trusts. Without it nodes talk to each other in plain text.
	 * @param clientAuth Whether a node that connects to this one must show a certificate,
	 * may show one, or needs none. Default is need.
	 * @param verifyHostname Whether the certificate of a node must name the host by which
	 * this node knows it. Default is true.
	 */
	public record Tls(@Nullable String bundle, PeerTls.@Nullable ClientAuth clientAuth,
			@Nullable Boolean verifyHostname) {

		/**
		 * Checks that nothing is set in vain.
		 * @throws InvalidRaftPropertyException if something is wrong
		 */
		public Tls {
			bundle = StringUtils.hasText(bundle) ? bundle.trim() : null;
			RaftPropertyChecks.tls(bundle, clientAuth, verifyHostname);
		}

		/** What a node that connects must show, if there is a bundle. */
		@Override
		public PeerTls.ClientAuth clientAuth() {
			return (this.clientAuth != null) ? this.clientAuth : PeerTls.ClientAuth.NEED;
		}

		/** Whether names of hosts are verified, if there is a bundle. */
		@Override
		public Boolean verifyHostname() {
			return (this.verifyHostname != null) ? this.verifyHostname : Boolean.TRUE;
		}

	}

	/**
	 * Page that shows the cluster, at /raft.
	 *
	 * @param enabled Whether to serve the page. Needs Spring MVC.
	 * @param admin Whether the page may change the cluster. Whoever can reach it then
	 * can, unless the application has security before it.
	 */
	public record Console(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean admin) {
	}

}
