package io.raftboot.core.protocol;

import java.util.random.RandomGenerator;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/** The pure core. */
public final class RaftCore {

	public static final long NOT_LEADER = -1;

	public static final long OVER_LIMIT = -2;

	public RaftCore(RaftSettings settings, InitialState state, EntrySizes sizes, RandomGenerator random, Output output,
			long nowNanos) {
	}

	public Role role() {
		throw new UnsupportedOperationException();
	}

	public long term() {
		throw new UnsupportedOperationException();
	}

	public @Nullable NodeId votedFor() {
		throw new UnsupportedOperationException();
	}

	public @Nullable NodeId leader() {
		throw new UnsupportedOperationException();
	}

	public long lastIndex() {
		throw new UnsupportedOperationException();
	}

	public long lastTerm() {
		throw new UnsupportedOperationException();
	}

	public long durableIndex() {
		throw new UnsupportedOperationException();
	}

	public long commitIndex() {
		throw new UnsupportedOperationException();
	}

	public long termOf(long index) {
		throw new UnsupportedOperationException();
	}

	public Membership membership() {
		throw new UnsupportedOperationException();
	}

	public long membershipIndex() {
		throw new UnsupportedOperationException();
	}

	public ClusterId clusterId() {
		throw new UnsupportedOperationException();
	}

	public long leaseRemainingNanos(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public boolean hasQuorum(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public long leaderContactNanos(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public int peerCount() {
		throw new UnsupportedOperationException();
	}

	public PeerProgress peer(int slot) {
		throw new UnsupportedOperationException();
	}

	public long uncommittedBytes() {
		throw new UnsupportedOperationException();
	}

	public long electionsStarted() {
		throw new UnsupportedOperationException();
	}

	public long electionsWon() {
		throw new UnsupportedOperationException();
	}

	public long leaderChanges() {
		throw new UnsupportedOperationException();
	}

	public void tick(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void step(Message.Protocol message, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public long propose(EntryBatch batch, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public boolean canPropose(int bytes) {
		throw new UnsupportedOperationException();
	}

	public void readIndex(long readId, boolean leaseAllowed, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void onPersisted(long writeNumber, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void onApplied(long index) {
		throw new UnsupportedOperationException();
	}

	public void onConnected(NodeId peer, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void onDisconnected(NodeId peer, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public void stepDown(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	public long nextDeadlineNanos() {
		throw new UnsupportedOperationException();
	}

}
