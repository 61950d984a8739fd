package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node called {@code a} in a state, one step, and what came of it. Its log begins with
 * the configuration. It starts quiet: whatever it owed to a leader from before has ended.
 */
final class GivenNode {

	static final long MILLIS = 1_000_000L;

	static final RaftSettings SETTINGS = new RaftSettings(500 * MILLIS, 100 * MILLIS, 10, 320, 4, 640, 1000);

	static final int REFUSAL_MILLIS = 500;

	final RecordingOutput output = new RecordingOutput();

	final RaftCore core;

	long nowNanos;

	private long lastWrite;

	private List<RecordingOutput.Effect> effects = List.of();

	private GivenNode(RaftSettings settings, InitialState state, long seed) {
		this.core = new RaftCore(settings, state, Entries.SIZES, new SplittableRandom(seed), this.output, 0);
	}

	/** A voter of a, b and c. */
	static GivenNode ofThree(long term, @Nullable String votedFor, long... logTerms) {
		return of(new String[] { "a", "b", "c" }, 1, term, votedFor, logTerms).quiet();
	}

	/** A voter of a, b and c with settings of its own. */
	static GivenNode ofThree(RaftSettings settings, long term, @Nullable String votedFor, long... logTerms) {
		return of(settings, new String[] { "a", "b", "c" }, 1, term, votedFor, logTerms).quiet();
	}

	/** A voter of a, b, c, d and e. */
	static GivenNode ofFive(long term, @Nullable String votedFor, long... logTerms) {
		return of(new String[] { "a", "b", "c", "d", "e" }, 1, term, votedFor, logTerms).quiet();
	}

	/** A node whose log begins with this configuration. */
	static GivenNode in(Membership membership, long term, @Nullable String votedFor, long... logTerms) {
		NodeId vote = (votedFor != null) ? Entries.id(votedFor) : null;
		List<IndexedConfiguration> configurations = List
			.of(new IndexedConfiguration(1, new ConfigurationEntry(Entries.CLUSTER, membership)));
		TermIndex log = new TermIndex();
		for (int i = 0; i < logTerms.length; i++) {
			log.append(logTerms[i], i + 1);
		}
		return new GivenNode(SETTINGS,
				new InitialState(Entries.id("a"), 11, new HardState(term, vote), log, configurations, List.of()), 1)
			.quiet();
	}

	/** A node as it starts at time 0 with this durable state. */
	static GivenNode with(RaftSettings settings, InitialState state) {
		return new GivenNode(settings, state, 1);
	}

	/** A node that starts at time 0. */
	static GivenNode of(String[] ids, long seed, long term, @Nullable String votedFor, long... logTerms) {
		return of(SETTINGS, ids, seed, term, votedFor, logTerms);
	}

	private static GivenNode of(RaftSettings settings, String[] ids, long seed, long term, @Nullable String votedFor,
			long... logTerms) {
		NodeId vote = (votedFor != null) ? Entries.id(votedFor) : null;
		TermIndex log = new TermIndex();
		for (int i = 0; i < logTerms.length; i++) {
			log.append(logTerms[i], i + 1);
		}
		List<IndexedConfiguration> configurations = (logTerms.length != 0)
				? List.of(new IndexedConfiguration(1, Entries.voters(ids))) : List.of();
		return new GivenNode(settings, new InitialState(Entries.id("a"), 11, new HardState(term, vote), log,
				configurations, Entries.peers(ids)), seed);
	}

	private GivenNode quiet() {
		this.nowNanos = SETTINGS.electionTimeoutNanos();
		return this;
	}

	GivenNode step(Message.Protocol message) {
		this.core.step(message, this.nowNanos);
		return record();
	}

	GivenNode elapse(long nanos) {
		this.nowNanos += nanos;
		this.core.tick(this.nowNanos);
		return record();
	}

	/** Time goes by until the next deadline. */
	GivenNode timeout() {
		return elapse(Math.max(0, this.core.nextDeadlineNanos() - this.nowNanos));
	}

	/** All writes so far are durable. */
	GivenNode persisted() {
		this.core.onPersisted(this.lastWrite, this.nowNanos);
		return record();
	}

	GivenNode propose(int count) {
		long[] terms = new long[count];
		java.util.Arrays.fill(terms, this.core.term());
		this.core.propose(Entries.of(this.core.lastIndex() + 1, terms), this.nowNanos);
		return record();
	}

	GivenNode read(long readId, boolean leaseAllowed) {
		this.core.readIndex(readId, leaseAllowed, this.nowNanos);
		return record();
	}

	GivenNode change(Membership target) {
		this.core.changeMembership(target, -1, this.nowNanos);
		return record();
	}

	GivenNode transfer(@Nullable String target) {
		this.core.transferLeadership((target != null) ? Entries.id(target) : null, this.nowNanos);
		return record();
	}

	/** A snapshot at this index is durable, and the log below another is gone. */
	GivenNode compacted(long snapshotIndex, long firstIndexToKeep) {
		this.core.onSnapshotTaken(this.core.snapshotMeta(snapshotIndex), firstIndexToKeep);
		return record();
	}

	GivenNode received(SnapshotMeta snapshot, String from) {
		this.core.onSnapshotReceived(snapshot, Entries.id(from), this.nowNanos);
		return record();
	}

	GivenNode connected(String peer) {
		this.core.onConnected(Entries.id(peer), this.nowNanos);
		return record();
	}

	GivenNode disconnected(String peer) {
		this.core.onDisconnected(Entries.id(peer), this.nowNanos);
		return record();
	}

	/** Heartbeats until this is over, answered at once by these nodes. */
	GivenNode follow(long nanos, String... followers) {
		long end = this.nowNanos + nanos;
		while (this.nowNanos < end) {
			elapse(Math.min(end - this.nowNanos, SETTINGS.heartbeatIntervalNanos()));
			for (String follower : followers) {
				heartbeatAnswered(follower, latestRound());
			}
		}
		return this;
	}

	/** The peer of this name as the leader sees it. */
	PeerProgress peer(String id) {
		for (int i = 0; i < this.core.peerCount(); i++) {
			if (this.core.peer(i).id().value().equals(id)) {
				return this.core.peer(i);
			}
		}
		throw new AssertionError("Node " + id + " is no peer");
	}

	GivenNode preCandidate() {
		timeout();
		assertThat(this.core.role()).isEqualTo(Role.PRE_CANDIDATE);
		return this;
	}

	GivenNode candidate() {
		preCandidate();
		for (Peer peer : this.core.membership().members()) {
			if (this.core.role() == Role.PRE_CANDIDATE && !peer.id().value().equals("a")) {
				step(new PreVoteResponse(peer.id(), this.core.term(), this.core.term() + 1, true));
			}
		}
		assertThat(this.core.role()).isEqualTo(Role.CANDIDATE);
		return this;
	}

	GivenNode leader() {
		candidate().persisted();
		for (Peer peer : this.core.membership().members()) {
			if (this.core.role() == Role.CANDIDATE && !peer.id().value().equals("a")) {
				step(new VoteResponse(peer.id(), this.core.term(), true, peer.id().value().charAt(0)));
			}
		}
		assertThat(this.core.role()).isEqualTo(Role.LEADER);
		return this;
	}

	/** A leader with everything of its own durable, that b follows. */
	GivenNode leaderWithB() {
		leader().persisted();
		return acknowledge("b", this.core.lastIndex());
	}

	GivenNode acknowledge(String from, long matchIndex) {
		return acknowledge(from, matchIndex, latestRound());
	}

	GivenNode acknowledge(String from, long matchIndex, long round) {
		return step(new AppendResponse(Entries.id(from), this.core.term(), true, matchIndex, 0, 0, round));
	}

	GivenNode heartbeatAnswered(String from, long round) {
		return step(new HeartbeatResponse(Entries.id(from), this.core.term(), round, this.core.lastIndex()));
	}

	private long round;

	/** The round in the latest message to anybody. */
	long latestRound() {
		return this.round;
	}

	/** What the latest step wanted done. */
	List<RecordingOutput.Effect> effects() {
		return this.effects;
	}

	<T> List<T> effects(Class<T> type) {
		return this.effects.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** Messages of the latest step to this node that may leave at once. */
	List<Message> sentTo(String to) {
		List<Message> sent = new ArrayList<>();
		for (RecordingOutput.Effect effect : this.effects) {
			if (effect instanceof RecordingOutput.Send send && send.to().value().equals(to)) {
				sent.add(send.message());
			}
			else if (effect instanceof RecordingOutput.SendEntries send && send.to().value().equals(to)) {
				sent.add(send.header());
			}
		}
		return sent;
	}

	/** Messages of the latest step to this node that wait for the disk. */
	List<Message> sentAfterPersistTo(String to) {
		List<Message> sent = new ArrayList<>();
		for (RecordingOutput.SendAfterPersist send : effects(RecordingOutput.SendAfterPersist.class)) {
			if (send.to().value().equals(to)) {
				sent.add(send.message());
			}
		}
		return sent;
	}

	private GivenNode record() {
		this.effects = this.output.drain();
		for (RecordingOutput.Effect effect : this.effects) {
			if (effect instanceof RecordingOutput.Append append) {
				this.lastWrite = append.writeNumber();
			}
			else if (effect instanceof RecordingOutput.InstallSnapshot install) {
				this.lastWrite = install.writeNumber();
			}
			else if (effect instanceof RecordingOutput.Persist persist) {
				this.lastWrite = persist.writeNumber();
			}
			else if (effect instanceof RecordingOutput.Send send && send.message() instanceof Heartbeat heartbeat) {
				this.round = heartbeat.round();
			}
			else if (effect instanceof RecordingOutput.SendEntries send) {
				this.round = send.header().round();
			}
		}
		return this;
	}

	static AppendEntries append(String from, long term, long previousIndex, long previousTerm, long commitIndex,
			EntryBatch entries) {
		return new AppendEntries(Entries.id(from), term, previousIndex, previousTerm, commitIndex, 1, REFUSAL_MILLIS,
				entries);
	}

	static Heartbeat heartbeat(String from, long term, long commitIndex) {
		return new Heartbeat(Entries.id(from), term, commitIndex, 1, REFUSAL_MILLIS);
	}

	static Heartbeat heartbeat(String from, long term, long commitIndex, long round) {
		return new Heartbeat(Entries.id(from), term, commitIndex, round, REFUSAL_MILLIS);
	}

	static VoteRequest voteRequest(String from, long term, long lastTerm, long lastIndex) {
		return new VoteRequest(Entries.id(from), term, lastIndex, lastTerm, false);
	}

	static PreVoteRequest preVoteRequest(String from, long term, long lastTerm, long lastIndex) {
		return new PreVoteRequest(Entries.id(from), term, term + 1, lastIndex, lastTerm);
	}

	static VoteResponse vote(String from, long term, boolean granted) {
		return new VoteResponse(Entries.id(from), term, granted, 0);
	}

}
