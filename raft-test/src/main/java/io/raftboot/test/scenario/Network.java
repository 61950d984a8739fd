package io.raftboot.test.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way. One arrives at once, in the order of sending, unless its link is
 * blocked or a rule of the script holds, loses or delays it. The latest rule that matches
 * counts.
 */
final class Network {

	private final Cluster cluster;

	private final ArrayDeque<Flight> ready = new ArrayDeque<>();

	private final List<Flight> held = new ArrayList<>();

	private final List<Delayed> delayed = new ArrayList<>();

	private final List<Flight> sent = new ArrayList<>();

	private final List<Rule> rules = new ArrayList<>();

	private final TreeSet<String> blocked = new TreeSet<>();

	private final TreeSet<String> disconnected = new TreeSet<>();

	private int mark;

	/** What becomes of messages. */
	enum Fate {

		HOLD, LOSE, DELAY

	}

	private record Rule(MessagePattern pattern, Fate fate, long delayNanos) {
	}

	private record Delayed(long atNanos, Flight flight) {
	}

	Network(Cluster cluster) {
		this.cluster = cluster;
	}

	void send(NodeId from, NodeId to, Object message) {
		Flight flight = new Flight(this.sent.size() + 1, from, to, message);
		this.sent.add(flight);
		Rule rule = isOpen(from, to) ? ruleFor(flight) : null;
		if (!isOpen(from, to) || (rule != null && rule.fate() == Fate.LOSE)) {
			this.cluster.says("", flight.text() + "   (lost)");
			this.cluster.lost(flight);
		}
		else if (rule == null) {
			this.cluster.says("", flight.text());
			this.ready.add(flight);
		}
		else if (rule.fate() == Fate.HOLD) {
			this.cluster.says("", flight.text() + "   (held)");
			this.held.add(flight);
		}
		else {
			this.cluster.says("", flight.text() + "   (delayed)");
			this.delayed.add(new Delayed(this.cluster.nowNanos() + rule.delayNanos(), flight));
		}
	}

	/** The next message that arrives now, null if there is none. */
	@Nullable Flight next() {
		for (Iterator<Delayed> each = this.delayed.iterator(); each.hasNext();) {
			Delayed next = each.next();
			if (next.atNanos() <= this.cluster.nowNanos()) {
				each.remove();
				this.ready.add(next.flight());
			}
		}
		return this.ready.poll();
	}

	/** When the next delayed message arrives. */
	long nextArrivalNanos() {
		return this.delayed.stream().mapToLong(Delayed::atNanos).min().orElse(Long.MAX_VALUE);
	}

	void arriveNow(Flight flight) {
		this.ready.add(flight);
	}

	void arriveIn(long nanos, Flight flight) {
		this.delayed.add(new Delayed(this.cluster.nowNanos() + nanos, flight));
	}

	void rule(MessagePattern pattern, Fate fate, long delayNanos) {
		this.rules.add(new Rule(pattern, fate, delayNanos));
	}

	/** Ends the rules with this pattern; what they held arrives. Null ends all. */
	boolean release(@Nullable MessagePattern pattern) {
		boolean any = this.rules.removeIf((rule) -> pattern == null || rule.pattern().equals(pattern));
		for (Flight flight : held(pattern)) {
			any = true;
			this.held.remove(flight);
			this.ready.add(flight);
		}
		return any;
	}

	/** Messages that are held, in order; all for null. */
	List<Flight> held(@Nullable MessagePattern pattern) {
		return this.held.stream().filter((flight) -> pattern == null || pattern.matches(flight)).toList();
	}

	void remove(Flight flight) {
		this.held.remove(flight);
	}

	void reverse(MessagePattern pattern) {
		List<Flight> reversed = new ArrayList<>(held(pattern));
		Collections.reverse(reversed);
		Iterator<Flight> next = reversed.iterator();
		this.held.replaceAll((flight) -> pattern.matches(flight) ? next.next() : flight);
	}

	/** Messages sent since the mark, wherever they went. */
	List<Flight> sentSinceMark(MessagePattern pattern) {
		return this.sent.subList(this.mark, this.sent.size()).stream().filter(pattern::matches).toList();
	}

	/** Messages ever sent. */
	List<Flight> sentEver(MessagePattern pattern) {
		return this.sent.stream().filter(pattern::matches).toList();
	}

	void mark() {
		this.mark = this.sent.size();
	}

	void block(NodeId from, NodeId to, boolean block) {
		if (block) {
			this.blocked.add(from + ">" + to);
		}
		else {
			this.blocked.remove(from + ">" + to);
		}
	}

	void unblockAll() {
		this.blocked.clear();
	}

	/** Both ends learn of it; what is on its way is lost. */
	void disconnect(NodeId first, NodeId second, boolean disconnect) {
		for (String link : List.of(first + ">" + second, second + ">" + first)) {
			if (disconnect) {
				this.disconnected.add(link);
			}
			else {
				this.disconnected.remove(link);
			}
		}
		if (disconnect) {
			this.held.removeIf((flight) -> isBetween(flight, first, second));
			this.delayed.removeIf((late) -> isBetween(late.flight(), first, second));
		}
	}

	boolean isConnected(NodeId first, NodeId second) {
		return !this.disconnected.contains(first + ">" + second);
	}

	private boolean isOpen(NodeId from, NodeId to) {
		return !this.blocked.contains(from + ">" + to) && isConnected(from, to);
	}

	private @Nullable Rule ruleFor(Flight flight) {
		for (int i = this.rules.size() - 1; i >= 0; i--) {
			if (this.rules.get(i).pattern().matches(flight)) {
				return this.rules.get(i);
			}
		}
		return null;
	}

	private static boolean isBetween(Flight flight, NodeId first, NodeId second) {
		return (flight.from().equals(first) && flight.to().equals(second))
				|| (flight.from().equals(second) && flight.to().equals(first));
	}

}
