package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/** The nodes of a running script, their network and their time. */
final class Cluster {

	private static final int REST_MAX = 20_000;

	private final Setup setup;

	private final Map<NodeId, Node> nodes = new LinkedHashMap<>();

	private final Network network = new Network(this);

	private final Conversation conversation = new Conversation();

	private final Calls calls = new Calls(this);

	private final Invariants invariants = new Invariants(this);

	private final List<Due> due = new ArrayList<>();

	private Line line;

	private long nowNanos;

	private boolean timersRun;

	private @Nullable Node timerOf;

	private record Due(long atNanos, Runnable action) {
	}

	Cluster(Setup setup, Line first) {
		this.setup = setup;
		this.line = first;
		StartingState.prepare(this, this.nodes);
	}

	Setup setup() {
		return this.setup;
	}

	Network network() {
		return this.network;
	}

	Calls calls() {
		return this.calls;
	}

	Invariants invariants() {
		return this.invariants;
	}

	Collection<Node> nodes() {
		return this.nodes.values();
	}

	@Nullable Node find(NodeId id) {
		return this.nodes.get(id);
	}

	Node node(NodeId id) {
		Node node = find(id);
		if (node == null) {
			throw failure("There is no node " + id);
		}
		return node;
	}

	long nowNanos() {
		return this.nowNanos;
	}

	void says(Object who, String what) {
		this.conversation.says(this.nowNanos, who, what);
	}

	/** What goes wrong goes wrong at the line being run. */
	ScenarioFailure failure(String what) {
		return new ScenarioFailure(this.line, what, this.conversation.toString());
	}

	/** Runs one line; whatever it sets in motion comes to rest. */
	void step(Line line, Step step) {
		this.line = line;
		this.conversation.step(line);
		try {
			step.run(this);
			settle();
		}
		catch (RuntimeException ex) {
			ScenarioFailure failure = failure("Something that no script can cause: " + ex);
			failure.initCause(ex);
			throw failure;
		}
	}

	void startAll() {
		List<Node> started = this.nodes.values()
			.stream()
			.filter((node) -> !this.setup.nodes.get(node.id()).down())
			.toList();
		started.forEach(Node::start);
		for (Node node : started) {
			greet(node, false);
		}
	}

	void restart(Node node) {
		if (node.isRunning()) {
			throw failure("Node " + node.id() + " runs already");
		}
		node.start();
		greet(node, true);
	}

	/** A node is gone; the others notice that their connections broke. */
	void gone(Node gone) {
		this.calls.check(gone);
		for (Node other : this.nodes.values()) {
			if (other != gone && this.network.isConnected(other.id(), gone.id())) {
				other.on((core) -> core.onDisconnected(gone.id(), other.clockNanos()));
			}
		}
	}

	void crash(Node node) {
		node.says("crashes");
		node.crash(false);
		gone(node);
	}

	void connect(Node first, Node second, boolean connected) {
		this.network.disconnect(first.id(), second.id(), !connected);
		for (Node end : List.of(first, second)) {
			Node other = (end == first) ? second : first;
			if (end.isRunning() && other.isRunning()) {
				tell(end, other, connected);
			}
		}
	}

	/**
	 * The driver of a leader finds out, a while later, that a snapshot did not arrive.
	 */
	void snapshotFailed(NodeId from, NodeId to, long nanos) {
		Node sender = node(from);
		this.due.add(new Due(this.nowNanos + nanos, () -> {
			sender.says("hears that its snapshot did not reach " + to);
			sender.on((core) -> core.onSnapshotFailed(to, sender.clockNanos()));
		}));
	}

	/** A message will not arrive. Of a lost snapshot the sender learns in the end. */
	void lost(Flight flight) {
		if (flight.message() instanceof SnapshotTransfer) {
			snapshotFailed(flight.from(), flight.to(), this.setup.number("election-timeout"));
		}
	}

	/** Whether the election timer of this node may go off now. */
	boolean timersRun(Node node) {
		return this.timersRun && (this.timerOf == null || this.timerOf == node);
	}

	/** Delivers what is on its way until nothing is. */
	void settle() {
		int delivered = 0;
		for (Flight flight = this.network.next(); flight != null; flight = this.network.next()) {
			deliver(flight);
			if (++delivered > REST_MAX) {
				throw failure("Messages do not come to rest");
			}
		}
	}

	private void deliver(Flight flight) {
		Node receiver = find(flight.to());
		if (receiver == null || !receiver.isRunning()) {
			says("", "#" + flight.number() + " is lost: nobody is there");
			lost(flight);
			return;
		}
		says("", "#" + flight.number() + " arrives at " + flight.to()
				+ (receiver.isPaused() ? ", which is paused" : ""));
		receiver.receive(flight.message());
	}

	/** Lets time pass, timers included. Whether it became done. */
	boolean pass(long nanos, BooleanSupplier done) {
		this.timersRun = true;
		try {
			return run(this.nowNanos + nanos, done);
		}
		finally {
			this.timersRun = false;
		}
	}

	/**
	 * Lets time pass until the election timer of this node goes off; leaders go on, the
	 * timers of all others wait.
	 */
	void timeout(Node node) {
		long limit = this.nowNanos + 20 * this.setup.number("election-timeout");
		boolean expired = false;
		while (!expired) {
			if (node.isLeader()) {
				throw failure("Node " + node.id() + " leads: it has no election timer");
			}
			while (node.deadlineNanos() > this.nowNanos) {
				if (this.nowNanos > limit) {
					throw failure("The election timer of " + node.id()
							+ " never goes off: it hears from a leader (block that link first)");
				}
				run(node.deadlineNanos(), () -> false);
			}
			this.timersRun = true;
			this.timerOf = node;
			node.progress();
			this.timersRun = false;
			this.timerOf = null;
			expired = node.core().role() != Role.FOLLOWER || node.core().leader() == null;
		}
	}

	private boolean run(long untilNanos, BooleanSupplier done) {
		int events = 0;
		while (true) {
			settle();
			if (done.getAsBoolean()) {
				return true;
			}
			long next = nextEventNanos();
			if (next > untilNanos) {
				this.nowNanos = Math.max(this.nowNanos, untilNanos);
				return false;
			}
			this.nowNanos = Math.max(this.nowNanos, next);
			fire();
			if (++events > REST_MAX) {
				throw failure("Timers do not come to rest");
			}
		}
	}

	private long nextEventNanos() {
		long next = this.network.nextArrivalNanos();
		for (Due action : this.due) {
			next = Math.min(next, action.atNanos());
		}
		for (Node node : this.nodes.values()) {
			if (hasTimer(node)) {
				next = Math.min(next, node.deadlineNanos());
			}
		}
		return next;
	}

	private void fire() {
		for (Due action : List.copyOf(this.due)) {
			if (action.atNanos() <= this.nowNanos) {
				this.due.remove(action);
				action.action().run();
			}
		}
		for (Node node : this.nodes.values()) {
			if (hasTimer(node) && node.deadlineNanos() <= this.nowNanos) {
				node.progress();
			}
		}
	}

	private boolean hasTimer(Node node) {
		return node.isRunning() && !node.isPaused() && (node.isLeader() || timersRun(node));
	}

	/** Who is connected says so, in both directions. */
	private void greet(Node node, boolean bothWays) {
		for (Node other : this.nodes.values()) {
			if (other != node && other.isRunning() && this.network.isConnected(node.id(), other.id())) {
				tell(node, other, true);
				if (bothWays) {
					tell(other, node, true);
				}
			}
		}
	}

	private static void tell(Node node, Node other, boolean connected) {
		node.on((core) -> {
			if (connected) {
				core.onConnected(other.id(), node.clockNanos());
			}
			else {
				core.onDisconnected(other.id(), node.clockNanos());
			}
		});
	}

}
