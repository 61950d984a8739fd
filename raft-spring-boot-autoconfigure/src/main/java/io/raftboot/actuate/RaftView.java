package io.raftboot.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.core.node.RaftStatus.MachineStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What {@code /actuator/raft} answers. The shape does not depend on the number of peers
 * or on the role; what this node or this version does not know is null. Numbers carry
 * their unit in their name.
 *
 * @param schema version of this shape; grows when a field changes its meaning
 * @param clusterId identity of the cluster, null before its first leader gave it one
 * @param group name of the group
 * @param groups names of all groups of this node
 * @param node id of this node
 * @param address what it advertises, null where addresses are not shown
 * @param role FOLLOWER, PRE_CANDIDATE, CANDIDATE, LEADER, LEARNER, JOINING, STOPPED or
 * FAILED
 * @param leader id of the leader, null when unknown
 * @param leaderAddress its address
 * @param term current term
 * @param votedFor vote of this node in it
 * @param view LEADER if the numbers of peers are the leader's, else LOCAL
 * @param healthy whether this node is; nothing is said of others
 * @param reasons why not
 * @param failure what made the node stop itself
 * @param quorum whether there is contact to a majority, or to a leader
 * @param failureTolerance how many more voters may fail, known by the leader
 * @param leaderSince when this node saw the leader take over
 * @param leaseRemainingMillis how long the leader may answer without asking
 * @param leaderContactMillis time since the leader was heard from
 * @param index positions in the log
 * @param lastLogTerm term of the last entry
 * @param applyLag committed entries not applied yet
 * @param configuration members of the cluster
 * @param peers every member, this node first
 * @param snapshot the latest snapshot
 * @param storage the log on disk
 * @param pending what waits for its end
 * @param stateMachines the state machines of the application
 * @param divergences state machines whose states are known to differ between nodes
 * @param elections counts since start
 * @param versions of what runs here
 * @param uptimeMillis time since start
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RaftView(int schema, @Nullable String clusterId, String group, List<String> groups, String node,
		@Nullable String address, String role, @Nullable String leader, @Nullable String leaderAddress, long term,
		@Nullable String votedFor, String view, boolean healthy, List<HealthReason> reasons, @Nullable String failure,
		boolean quorum, @Nullable Integer failureTolerance, @Nullable Instant leaderSince, long leaseRemainingMillis,
		@Nullable Long leaderContactMillis, Index index, long lastLogTerm, long applyLag, Configuration configuration,
		List<PeerView> peers, Snapshot snapshot, Storage storage, Pending pending, List<Machine> stateMachines,
		List<DivergenceView> divergences, Elections elections, Versions versions,
		long uptimeMillis) implements OperationResponseBody {

	/** The same for whoever may not see where nodes and files are. */
	RaftView withoutAddresses() {
		Storage bare = new Storage(this.storage.type(), null, this.storage.logBytes(), this.storage.segments(),
				this.storage.freeBytes(), this.storage.fsync(), this.storage.lastFsyncMicros());
		return new RaftView(this.schema, this.clusterId, this.group, this.groups, this.node, null, this.role,
				this.leader, null, this.term, this.votedFor, this.view, this.healthy, this.reasons, this.failure,
				this.quorum, this.failureTolerance, this.leaderSince, this.leaseRemainingMillis,
				this.leaderContactMillis, this.index, this.lastLogTerm, this.applyLag, this.configuration,
				this.peers.stream().map(PeerView::withoutAddress).toList(), this.snapshot, bare, this.pending,
				this.stateMachines, this.divergences, this.elections, this.versions, this.uptimeMillis);
	}

	/**
	 * Positions in the log.
	 *
	 * @param first lowest index kept
	 * @param last highest index
	 * @param durable up to here it is on this node's disk
	 * @param commit up to here it is known to be committed
	 * @param applied up to here the state machine is
	 * @param snapshot what the latest snapshot stands for
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Index(long first, long last, long durable, long commit, long applied, @Nullable Long snapshot) {
	}

	/**
	 * Members of the cluster.
	 *
	 * @param index index of its entry
	 * @param state STABLE, or JOINT while it changes
	 * @param voters ids of the voters
	 * @param outgoingVoters ids of the old voters while it changes
	 * @param learners ids of members that do not count
	 * @param joining ids of members that become voters as soon as they have caught up
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Configuration(long index, String state, List<String> voters, List<String> outgoingVoters,
			List<String> learners, List<String> joining) implements OperationResponseBody {
	}

	/**
	 * A member as this node sees it.
	 *
	 * @param id who
	 * @param address where, null where addresses are not shown
	 * @param self whether it is this node
	 * @param role LEADER, FOLLOWER, LEARNER or JOINING as far as known
	 * @param voter whether it counts
	 * @param reachable whether it was heard from within an election timeout
	 * @param healthy whether it follows
	 * @param reasons why not
	 * @param state PROBE, REPLICATE or SNAPSHOT, known by the leader, or SELF
	 * @param matchIndex up to here it has the log
	 * @param nextIndex what it is sent next
	 * @param lagEntries entries of the leader it does not have
	 * @param lagMillis for how long at least it has been without the oldest of them
	 * @param lastContactMillis time since it was heard from
	 * @param rttMillis latest round trip
	 * @param inFlight messages without an answer
	 * @param snapshotPercent progress of a snapshot being sent
	 * @param priority weight in elections, null of a node that was not heard of
	 * @param version version of Raft Boot it runs, null where that is not known
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record PeerView(String id, @Nullable String address, boolean self, @Nullable String role, boolean voter,
			@Nullable Boolean reachable, @Nullable Boolean healthy, List<HealthReason> reasons, @Nullable String state,
			@Nullable Long matchIndex, @Nullable Long nextIndex, @Nullable Long lagEntries, @Nullable Long lagMillis,
			@Nullable Long lastContactMillis, @Nullable Double rttMillis, @Nullable Integer inFlight,
			@Nullable Integer snapshotPercent, @Nullable Integer priority, @Nullable String version) {

		PeerView withoutAddress() {
			return new PeerView(this.id, null, this.self, this.role, this.voter, this.reachable, this.healthy,
					this.reasons, this.state, this.matchIndex, this.nextIndex, this.lagEntries, this.lagMillis,
					this.lastContactMillis, this.rttMillis, this.inFlight, this.snapshotPercent, this.priority,
					this.version);
		}

	}

	/**
	 * The latest snapshot.
	 *
	 * @param index what it stands for
	 * @param term term of that entry
	 * @param bytes its size
	 * @param createdAt when it was taken
	 * @param ageMillis time since then
	 * @param running whether one is being taken
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Snapshot(@Nullable Long index, @Nullable Long term, @Nullable Long bytes, @Nullable Instant createdAt,
			@Nullable Long ageMillis, boolean running) {
	}

	/**
	 * The log on disk.
	 *
	 * @param type FILE or MEMORY
	 * @param directory where
	 * @param logBytes its size
	 * @param segments its files
	 * @param freeBytes space left on that disk
	 * @param fsync whether writes are forced
	 * @param lastFsyncMicros duration of the latest force
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Storage(String type, @Nullable String directory, long logBytes, int segments,
			@Nullable Long freeBytes, boolean fsync, long lastFsyncMicros) {
	}

	/**
	 * What waits for its end.
	 *
	 * @param proposals commands
	 * @param reads queries that wait for a leader's word or for their index
	 * @param bytes bytes of the commands
	 * @param limit most commands
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Pending(long proposals, long reads, long bytes, int limit) {
	}

	/**
	 * A state machine of the application.
	 *
	 * @param name its replicated name
	 * @param bean name of its bean
	 * @param type its class
	 * @param concurrent whether queries may run at any time
	 * @param digest digest of its state at the latest comparison of the nodes, in hex
	 * @param digestIndex index of the entry after which that was taken
	 * @param commandVersion highest version of its commands that every member can apply,
	 * 0 while they are refused, null when unknown
	 * @param notReady which members stand in the way while its commands are refused
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Machine(String name, String bean, String type, boolean concurrent, @Nullable String digest,
			@Nullable Long digestIndex, @Nullable Integer commandVersion, @Nullable String notReady) {

		Machine with(MachineStatus status) {
			Long digest = status.digest();
			return new Machine(this.name, this.bean, this.type, this.concurrent,
					(digest != null) ? Long.toHexString(digest) : null,
					(digest != null) ? (Long) status.digestIndex() : null, status.commandVersion(), status.reason());
		}

	}

	/**
	 * A state machine whose state differs between nodes, the same on every node.
	 *
	 * @param machine its replicated name
	 * @param index index of the entry after which the states were compared
	 * @param verdict what it means for this node: MINORITY, MAJORITY or TIE
	 * @param sides who has which digest, the majority's first
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record DivergenceView(String machine, long index, String verdict, List<Side> sides) {
	}

	/**
	 * Nodes whose states have the same digest.
	 *
	 * @param digest the digest, in hex
	 * @param nodes their ids
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Side(String digest, List<String> nodes) {
	}

	/**
	 * Counts since start.
	 *
	 * @param started elections this node began
	 * @param won elections it won
	 * @param leaderChanges times it saw another leader
	 * @param lastChangeAt when it last saw a leader take over
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Elections(long started, long won, long leaderChanges, @Nullable Instant lastChangeAt) {
	}

	/**
	 * What runs here.
	 *
	 * @param library version of Raft Boot
	 * @param protocol version of the messages
	 * @param dataFormat version of the files
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Versions(@Nullable String library, int protocol, int dataFormat) {
	}

}
