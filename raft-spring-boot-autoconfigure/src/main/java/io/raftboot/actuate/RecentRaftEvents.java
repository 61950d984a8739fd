package io.raftboot.actuate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.node.RaftEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest events of a node, {@value #EVENTS_MAX} at most, for the endpoint.
 * Called on the node's event thread, read by any.
 */
public class RecentRaftEvents implements RaftEventListener {

	private static final int EVENTS_MAX = 100;

	private final Deque<Event> events = new ArrayDeque<>();

	private final Clock clock;

	/** Without any event yet. */
	public RecentRaftEvents() {
		this(Clock.systemUTC());
	}

	RecentRaftEvents(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onEvent(RaftEvent event) {
		Event described = describe(event);
		synchronized (this.events) {
			if (this.events.size() == EVENTS_MAX) {
				this.events.removeFirst();
			}
			this.events.addLast(described);
		}
	}

	/** The oldest first. */
	public List<Event> latest() {
		synchronized (this.events) {
			return List.copyOf(this.events);
		}
	}

	private Event describe(RaftEvent event) {
		Instant now = this.clock.instant();
		if (event instanceof RaftEvent.RoleChanged changed) {
			return new Event(now, "ROLE_CHANGED", changed.term(), null, "This node is " + changed.role() + " now");
		}
		if (event instanceof RaftEvent.LeaderChanged changed) {
			NodeId leader = changed.leader();
			return new Event(now, "LEADER_CHANGED", changed.term(), null,
					(leader != null) ? leader + " leads" : "No leader is known");
		}
		if (event instanceof RaftEvent.MembershipChanged changed) {
			return new Event(now, "MEMBERSHIP_CHANGED", null, changed.index(),
					(changed.membership().isJoint() ? "Voters change; members are " : "Members are ")
							+ changed.membership().members().stream().map(Peer::id).toList());
		}
		if (event instanceof RaftEvent.SnapshotTaken taken) {
			return new Event(now, "SNAPSHOT_TAKEN", taken.term(), taken.index(),
					taken.bytes() + " bytes in " + taken.millis() + " ms");
		}
		if (event instanceof RaftEvent.SnapshotInstalled installed) {
			return new Event(now, "SNAPSHOT_INSTALLED", installed.term(), installed.index(),
					(installed.from() != null) ? "From " + installed.from() : "From this node's disk");
		}
		if (event instanceof RaftEvent.StateDiverged diverged) {
			return new Event(now, "STATE_DIVERGED", null, diverged.divergence().index(), diverged.divergence().text());
		}
		if (event instanceof RaftEvent.NodeFailed failed) {
			return new Event(now, "NODE_FAILED", null, null, failed.reason());
		}
		return new Event(now, "OTHER", null, null, event.toString());
	}

	/**
	 * Something that happened.
	 *
	 * @param at when this node was told, by its clock
	 * @param type what
	 * @param term in which term, null where that says nothing
	 * @param index at which index of the log, null where that says nothing
	 * @param text one sentence for an operator
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Event(Instant at, String type, @Nullable Long term, @Nullable Long index, String text) {
	}

}
