package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;

/**
 * How far one peer is, as its leader sees it. Three states:
 * <ul>
 * <li>PROBE: not known where its log agrees. One message at a time; {@code next} moves
 * back with each refusal. A success leads to REPLICATE.</li>
 * <li>REPLICATE: messages are pipelined, {@code next} runs ahead of the answers. A
 * refusal, a broken connection or a suspected loss leads back to PROBE.</li>
 * <li>SNAPSHOT: the entries it needs are gone, a snapshot is on its way, and nothing else
 * is sent but heartbeats. What it answers when it has the snapshot leads to REPLICATE, a
 * failure or a broken connection back to PROBE.</li>
 * </ul>
 * {@code match} never moves back: answers may come late, twice and out of order.
 */
final class Progress implements PeerProgress {

	private final NodeId id;

	private final InFlight inFlight = new InFlight();

	private final LargestWait largest = new LargestWait();

	private boolean replicating;

	private boolean probing;

	private boolean awaitingSnapshot;

	private long snapshotIndex;

	private long match;

	private long next;

	/** When the oldest unanswered message was sent, or the latest answer came. */
	private long progressNanos;

	private long commitSent;

	private boolean contacted;

	private long contactNanos;

	private long acknowledgedRound;

	private long acknowledgedSendNanos;

	private long heartbeatRound;

	private long heartbeatNanos;

	private long roundTripNanos = -1;

	/**
	 * @param id the peer
	 * @param next where its log is first looked for
	 * @param ledSinceNanos counts as its latest contact
	 * @param leaselessNanos a time so old that no lease can come of it
	 */
	Progress(NodeId id, long next, long ledSinceNanos, long leaselessNanos) {
		this.id = id;
		this.next = next;
		this.contactNanos = ledSinceNanos;
		this.acknowledgedSendNanos = leaselessNanos;
	}

	boolean maySend(RaftSettings settings) {
		return this.replicating ? !this.inFlight.isFull(settings.inFlightMessagesMax(), settings.inFlightBytesMax())
				: !this.probing && !this.awaitingSnapshot;
	}

	/** A snapshot of at least this index is sent to it; nothing else until it has it. */
	void snapshotSent(long snapshotIndex) {
		probeFrom(this.next);
		this.awaitingSnapshot = true;
		this.snapshotIndex = snapshotIndex;
	}

	/**
	 * Whether it seems to have the snapshot without having said so: the answer was lost,
	 * or the leader not known to it at that moment.
	 */
	boolean mayHaveSnapshot(long lastLogIndex) {
		return this.awaitingSnapshot && lastLogIndex >= this.snapshotIndex;
	}

	/** It did not get the snapshot: asked again when it shows that it is alive. */
	void snapshotFailed(long nowNanos) {
		if (this.awaitingSnapshot) {
			probeFrom(this.next);
			probed(nowNanos);
		}
	}

	/** A message with entries was sent that ends with this index. */
	void sent(long lastIndex, long bytes, long commitIndex, long nowNanos) {
		this.largest.add(lastIndex, bytes);
		if (this.replicating) {
			if (this.inFlight.isEmpty()) {
				this.progressNanos = nowNanos;
			}
			this.inFlight.sent(lastIndex, bytes);
			this.next = lastIndex + 1;
			this.commitSent = Math.max(this.commitSent, Math.min(commitIndex, lastIndex));
		}
		else {
			probed(nowNanos);
		}
	}

	/** It was asked where its log agrees. */
	void probed(long nowNanos) {
		this.probing = true;
		this.progressNanos = nowNanos;
	}

	void heartbeatSent(long round, long commitIndex, long nowNanos) {
		this.heartbeatRound = round;
		this.heartbeatNanos = nowNanos;
		this.commitSent = Math.max(this.commitSent, commitIndex);
	}

	/**
	 * It holds everything up to this index durably.
	 * @param baseIndex where the leader's log begins: who has reached it needs no
	 * snapshot, and who has reached the one it was sent may need another
	 */
	void acknowledged(long matchIndex, long baseIndex, long nowNanos) {
		if (matchIndex > this.match) {
			this.match = matchIndex;
			this.progressNanos = nowNanos;
		}
		if (this.awaitingSnapshot) {
			if (this.match < Math.min(baseIndex, this.snapshotIndex)) {
				return;
			}
			probeFrom(this.match + 1);
		}
		this.inFlight.acknowledged(this.match);
		this.largest.reached(this.match);
		// A probe is answered by its own success, not by a late one of lower reach.
		if (!this.replicating && this.match >= this.next - 1) {
			this.replicating = true;
			this.probing = false;
		}
		this.next = Math.max(this.next, this.match + 1);
	}

	/**
	 * It refused entries behind {@code refused}; its log may agree up to {@code hint}.
	 * @return whether this is news, not the late answer to an older message
	 */
	boolean refused(long refused, long hint) {
		boolean news = this.replicating || (this.probing && refused == this.next - 1);
		if (!news || refused <= this.match) {
			return false;
		}
		probeFrom(Math.min(this.next, Math.min(refused, hint + 1)));
		return true;
	}

	/** Whatever is on its way is lost. */
	void disconnected() {
		probeFrom(this.replicating ? this.match + 1 : this.next);
		this.commitSent = 0;
	}

	/**
	 * It is alive, yet did not answer for a while: messages or answers were lost. Goes on
	 * with a probe behind what its log holds, so that what arrived is not sent again.
	 */
	void suspectLoss(long lastLogIndex, long patienceNanos, long nowNanos) {
		if (!isIdle() && nowNanos - this.progressNanos >= patienceNanos + this.largest.extraNanos()) {
			probeFrom(Math.min(this.next, lastLogIndex + 1));
		}
	}

	private void probeFrom(long next) {
		this.replicating = false;
		this.probing = false;
		this.awaitingSnapshot = false;
		this.inFlight.clear();
		this.largest.clear();
		this.next = Math.max(next, this.match + 1);
	}

	/** It answered: a sign of life, and agreement that this node led in that round. */
	void answered(long round, QuorumRound rounds, long nowNanos) {
		this.contacted = true;
		this.contactNanos = nowNanos;
		if (round > this.acknowledgedRound) {
			this.acknowledgedRound = round;
			if (rounds.isRemembered(round)) {
				this.acknowledgedSendNanos = rounds.beganNanos(round);
			}
		}
	}

	void heartbeatAnswered(long round, long nowNanos) {
		if (round == this.heartbeatRound && round > 0) {
			this.roundTripNanos = nowNanos - this.heartbeatNanos;
		}
	}

	/** Whether no message with entries and no probe waits for its answer. */
	boolean isIdle() {
		return this.replicating ? this.inFlight.isEmpty() : !this.probing;
	}

	@Override
	public boolean isReplicating() {
		return this.replicating;
	}

	/** The highest commit index it was told. */
	long commitSent() {
		return this.commitSent;
	}

	/** Whether it waits for news of the commit index that no entries will bring. */
	boolean needsCommit(long commitIndex) {
		return this.replicating && this.inFlight.isEmpty() && Math.min(this.match, commitIndex) > this.commitSent;
	}

	long contactNanos() {
		return this.contactNanos;
	}

	long acknowledgedRound() {
		return this.acknowledgedRound;
	}

	long acknowledgedSendNanos() {
		return this.acknowledgedSendNanos;
	}

	@Override
	public NodeId id() {
		return this.id;
	}

	@Override
	public String state() {
		if (this.awaitingSnapshot) {
			return "SNAPSHOT";
		}
		return this.replicating ? "REPLICATE" : "PROBE";
	}

	@Override
	public long matchIndex() {
		return this.match;
	}

	@Override
	public long nextIndex() {
		return this.next;
	}

	@Override
	public int inFlight() {
		return this.inFlight.size();
	}

	@Override
	public long lastContactNanos(long nowNanos) {
		return this.contacted ? nowNanos - this.contactNanos : -1;
	}

	@Override
	public long roundTripNanos() {
		return this.roundTripNanos;
	}

}
