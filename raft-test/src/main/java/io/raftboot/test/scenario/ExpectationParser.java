package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.PeerProgress;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/** Reads what must be so: nodes, messages, answers. */
final class ExpectationParser {

	private static final List<String> ROLES = List.of("leader", "follower", "candidate", "pre-candidate", "down",
			"failed");

	private ExpectationParser() {
	}

	static Step expect(Words words) {
		Expectation expectation = expectation(words);
		return (cluster) -> {
			String mismatch = expectation.mismatch(cluster);
			if (mismatch != null) {
				throw cluster.failure(mismatch);
			}
		};
	}

	/** {@code within 2 s expect ...}: becomes so before that. */
	static Step within(Words words) {
		long nanos = words.nanos();
		words.expect("expect");
		Expectation expectation = expectation(words);
		return (cluster) -> {
			if (!cluster.pass(nanos, () -> expectation.mismatch(cluster) == null)) {
				String mismatch = expectation.mismatch(cluster);
				if (mismatch != null) {
					throw cluster.failure("not within that time: " + mismatch);
				}
			}
		};
	}

	/** {@code for 2 s expect ...}: is and stays so for that long. */
	static Step during(Words words) {
		long nanos = words.nanos();
		words.expect("expect");
		Expectation expectation = expectation(words);
		return (cluster) -> {
			cluster.pass(nanos, () -> expectation.mismatch(cluster) != null);
			String mismatch = expectation.mismatch(cluster);
			if (mismatch != null) {
				throw cluster.failure("not all that time: " + mismatch);
			}
		};
	}

	private static Expectation expectation(Words words) {
		Expectation expectation;
		if (words.accept("sent")) {
			expectation = messages(words, "sent", (cluster) -> cluster.network()::sentSinceMark);
		}
		else if (words.accept("held")) {
			expectation = messages(words, "held", (cluster) -> cluster.network()::held);
		}
		else if (words.accept("answer")) {
			expectation = answers(words);
		}
		else if (words.accept("one")) {
			words.expect("leader");
			expectation = (cluster) -> leaders(cluster).size() == 1 ? null
					: Expectation.differs("leaders", "one", leaders(cluster));
		}
		else if (words.accept("no")) {
			words.expect("leader");
			expectation = (cluster) -> leaders(cluster).isEmpty() ? null
					: Expectation.differs("leaders", "none", leaders(cluster));
		}
		else {
			expectation = nodes(words);
		}
		words.end();
		return expectation;
	}

	private static List<NodeId> leaders(Cluster cluster) {
		return cluster.nodes().stream().filter(Node::isLeader).map(Node::id).toList();
	}

	/** {@code sent [NUMBER] PATTERN}: without a number at least one. */
	private static Expectation messages(Words words, String what,
			Function<Cluster, Function<MessagePattern, List<Flight>>> messages) {
		String number = words.acceptIf((word) -> word.matches(Expected.NUMBER), "a number like 2 or >=2");
		Expected expected = Expected.parse((number != null) ? number : ">=1");
		MessagePattern pattern = MessageParser.pattern(words);
		return (cluster) -> {
			int found = messages.apply(cluster).apply(pattern).size();
			return expected.matches(found) ? null
					: Expectation.differs("messages " + pattern + " " + what, expected, found);
		};
	}

	/** {@code answer x y ok [at 5]}. */
	private static Expectation answers(Words words) {
		List<String> labels = words.takeWhile((word) -> !Calls.ANSWERS.contains(word), "a label");
		String answer = words.takeAny(Calls.ANSWERS);
		String reason = answer.equals("refused") ? words.acceptIf((word) -> word.matches("[a-z-]+"), "a reason") : null;
		Expected index = words.accept("at") ? number(words) : null;
		String expected = answer + ((reason != null) ? " " + reason : "") + ((index != null) ? " at " + index : "");
		return (cluster) -> {
			for (String label : labels) {
				Calls.Call call = cluster.calls().find(label);
				if (call == null || !call.answer.equals(answer) || (reason != null && !call.reason.equals(reason))
						|| (index != null && !index.matches(call.index))) {
					return Expectation.differs("answer to " + label, expected, (call != null) ? call : "never asked");
				}
			}
			return null;
		};
	}

	/** {@code a b PROPERTY VALUE PROPERTY VALUE ...}. */
	private static Expectation nodes(Words words) {
		List<NodeId> ids = words.nodes();
		List<Check> checks = new ArrayList<>();
		do {
			checks.add(check(words));
		}
		while (!words.isAtEnd());
		return (cluster) -> {
			for (NodeId id : ids) {
				for (Check check : checks) {
					String mismatch = check.mismatch(cluster.node(id));
					if (mismatch != null) {
						return mismatch;
					}
				}
			}
			return null;
		};
	}

	/** One property of a node. */
	private record Check(String what, Object expected, Function<Node, Object> found, boolean needsLife,
			Function<Node, Boolean> holds) {

		@Nullable String mismatch(Node node) {
			if (this.needsLife && !node.isRunning()) {
				return Expectation.differs(this.what + " of " + node.id(), this.expected, "it is " + node.role());
			}
			return this.holds.apply(node) ? null
					: Expectation.differs(this.what + " of " + node.id(), this.expected, this.found.apply(node));
		}
	}

	private static Check check(Words words) {
		for (String role : ROLES) {
			if (words.accept(role)) {
				return exact("role", role, Node::role, false);
			}
		}
		if (words.accept("follows")) {
			return exact("leader", words.accept("nobody") ? "nobody" : words.node().value(),
					(node) -> orNobody(node.core().leader()), true);
		}
		if (words.accept("vote")) {
			return exact("vote", words.accept("nobody") ? "nobody" : words.node().value(),
					(node) -> orNobody(node.core().votedFor()), true);
		}
		if (words.accept("lease")) {
			return exact("lease", words.takeAny(List.of("yes", "no")),
					(node) -> node.core().leaseRemainingNanos(node.clockNanos()) > 0 ? "yes" : "no", true);
		}
		if (words.accept("removed")) {
			return exact("being removed", words.takeAny(List.of("yes", "no")),
					(node) -> node.core().isRemoved() ? "yes" : "no", true);
		}
		if (words.accept("config")) {
			Membership expected = MembershipText
				.parse(words.takeIf(MembershipText::looksLike, MembershipText.DESCRIPTION));
			return new Check("configuration", MembershipText.text(expected),
					(node) -> MembershipText.text(node.core().membership()), true,
					(node) -> MembershipText.matches(expected, node.core().membership()));
		}
		if (words.accept("log")) {
			return exact("log", log(words), (node) -> LogText.text(node.log()), true);
		}
		if (words.accept("entries")) {
			return exact("labels in the log", labels(words), (node) -> text(node.log().labels()), true);
		}
		if (words.accept("state")) {
			return exact("applied commands", labels(words), (node) -> text(node.applier().labels()), true);
		}
		if (words.accept("peer")) {
			return peer(words);
		}
		return numeric(words);
	}

	private static Check numeric(Words words) {
		if (words.accept("term")) {
			return number("term", words, RaftCore::term);
		}
		if (words.accept("last")) {
			return number("last index", words, RaftCore::lastIndex);
		}
		if (words.accept("commit")) {
			return number("commit index", words, RaftCore::commitIndex);
		}
		if (words.accept("durable")) {
			return number("durable index", words, RaftCore::durableIndex);
		}
		if (words.accept("config-index")) {
			return number("index of the configuration", words, RaftCore::membershipIndex);
		}
		if (words.accept("uncommitted")) {
			return number("uncommitted bytes", words, RaftCore::uncommittedBytes);
		}
		if (words.accept("applied")) {
			Expected expected = number(words);
			return new Check("applied index", expected, (node) -> node.applier().index(), true,
					(node) -> expected.matches(node.applier().index()));
		}
		throw words.unexpected();
	}

	/** {@code peer b [match N] [next N] [in-flight N] [mode PROBE]}. */
	private static Check peer(Words words) {
		NodeId id = words.node();
		String what = words.takeAny(List.of("match", "next", "in-flight", "mode"));
		Expected expected = what.equals("mode")
				? new Expected("=", words.takeAny(List.of("PROBE", "REPLICATE", "SNAPSHOT", "none"))) : number(words);
		return new Check(what + " of " + id + " as seen", expected, (node) -> progress(node, id, what), true,
				(node) -> expected.matches(progress(node, id, what)));
	}

	private static String progress(Node node, NodeId id, String what) {
		for (int i = 0; i < node.core().peerCount(); i++) {
			PeerProgress peer = node.core().peer(i);
			if (peer.id().equals(id)) {
				return switch (what) {
					case "match" -> String.valueOf(peer.matchIndex());
					case "next" -> String.valueOf(peer.nextIndex());
					case "in-flight" -> String.valueOf(peer.inFlight());
					default -> peer.state();
				};
			}
		}
		return "none";
	}

	private static Check number(String what, Words words, Function<RaftCore, Long> found) {
		Expected expected = number(words);
		return new Check(what, expected, (node) -> found.apply(node.core()), true,
				(node) -> expected.matches(found.apply(node.core())));
	}

	private static Check exact(String what, String expected, Function<Node, String> found, boolean needsLife) {
		return new Check(what, expected, found::apply, needsLife, (node) -> expected.equals(found.apply(node)));
	}

	private static Expected number(Words words) {
		return Expected.parse(words.takeIf((word) -> word.matches(Expected.NUMBER), "a number like 5 or >=5"));
	}

	private static String log(Words words) {
		if (words.accept("empty")) {
			return "empty";
		}
		List<String> found = new ArrayList<>();
		String base = words.acceptIf((word) -> word.matches("\\d+@\\d+"), "INDEX@TERM");
		if (base != null) {
			found.add(base);
		}
		for (String next = words.acceptIf((word) -> word.matches(LogText.PATTERN),
				LogText.DESCRIPTION); next != null; next = words.acceptIf((word) -> word.matches(LogText.PATTERN),
						LogText.DESCRIPTION)) {
			found.add(next);
		}
		if (found.isEmpty()) {
			throw words.unexpected();
		}
		return LogText.canonical(found);
	}

	private static String labels(Words words) {
		if (words.accept("none")) {
			return "none";
		}
		List<String> labels = new ArrayList<>();
		for (String word : words.takeWhile((any) -> !SetupParser.RESERVED.contains(any), "a label")) {
			int times = word.indexOf('*');
			if (times < 0) {
				labels.add(word);
			}
			for (int i = 1; times >= 0 && i <= Integer.parseInt(word.substring(times + 1)); i++) {
				labels.add(word.substring(0, times) + i);
			}
		}
		return text(labels);
	}

	private static String text(List<String> labels) {
		return labels.isEmpty() ? "none" : String.join(" ", labels);
	}

	private static String orNobody(@Nullable NodeId id) {
		return (id != null) ? id.value() : "nobody";
	}

}
