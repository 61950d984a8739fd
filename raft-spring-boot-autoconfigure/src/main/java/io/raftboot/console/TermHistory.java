package io.raftboot.console;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.node.RaftEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Who led when, as far as a node has seen it since it started: the latest terms,
 * {@value #TERMS_MAX} at most. For any thread.
 */
public final class TermHistory implements RaftEventListener {

	/** Older ones make room. */
	static final int TERMS_MAX = 50;

	private final Clock clock;

	private final Deque<Term> terms = new ArrayDeque<>();

	/**
	 * A history that begins now.
	 * @param clock tells the time
	 */
	public TermHistory(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onEvent(RaftEvent event) {
		if (event instanceof RaftEvent.LeaderChanged changed) {
			NodeId leader = changed.leader();
			begin(changed.term(), (leader != null) ? leader.value() : null);
		}
	}

	private synchronized void begin(long term, @Nullable String leader) {
		Term last = this.terms.peekLast();
		if (last != null && last.term() == term && Objects.equals(last.leader(), leader)) {
			return;
		}
		Instant now = this.clock.instant();
		if (last != null) {
			this.terms.removeLast();
			this.terms.addLast(new Term(last.term(), last.leader(), last.since(), now));
		}
		if (this.terms.size() == TERMS_MAX) {
			this.terms.removeFirst();
		}
		this.terms.addLast(new Term(term, leader, now, null));
	}

	/** The oldest first. */
	synchronized List<Term> terms() {
		return List.copyOf(this.terms);
	}

	/**
	 * A time under one leader, or under none.
	 *
	 * @param term its term
	 * @param leader who led, null while nobody was known to
	 * @param since when it began
	 * @param until when it ended, null if it has not
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	record Term(long term, @Nullable String leader, Instant since, @Nullable Instant until) {
	}

}
