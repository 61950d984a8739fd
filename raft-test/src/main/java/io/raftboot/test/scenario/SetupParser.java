package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.test.scenario.Setup.GivenEntry;
import io.raftboot.test.scenario.Setup.GivenSnapshot;
import io.raftboot.test.scenario.Setup.NodeSetup;
import io.raftboot.test.scenario.Setup.Part;
import org.jspecify.annotations.Nullable;

/** Reads the lines a script begins with. */
final class SetupParser {

	static final List<String> RESERVED = List.of("voter", "learner", "outside", "term", "vote", "log", "snapshot",
			"down", "timer", "clock", "priority", "removed", "role", "leader", "last", "commit", "durable", "applied",
			"state", "entries", "config", "config-index", "lease", "peer", "on", "to", "at", "by", "with", "nth", "all",
			"none", "follows", "follower", "candidate", "pre-candidate", "failed", "uncommitted", "sent", "answer",
			"one", "no", "in", "flight");

	private final Setup setup;

	SetupParser(Setup setup) {
		this.setup = setup;
	}

	void setting(Words words) {
		String name = words.takeAny(List.copyOf(this.setup.numbers.keySet().stream().sorted().toList()));
		long value = (name.equals("election-timeout") || name.equals("heartbeat")) ? words.nanos()
				: words.number("a number");
		this.setup.numbers.put(name, value);
		words.end();
	}

	void nodes(Words words) {
		List<String> ids = words.takeWhile((word) -> word.matches("[A-Za-z0-9._-]{1,64}") && !RESERVED.contains(word),
				"a new node's name");
		Part part = words.accept("learner") ? Part.LEARNER : words.accept("outside") ? Part.OUTSIDE : Part.VOTER;
		words.accept("voter");
		long term = -1;
		NodeId vote = null;
		GivenSnapshot snapshot = null;
		List<GivenEntry> log = List.of();
		boolean down = false;
		double timer = -1;
		int clock = 100;
		int priority = 100;
		while (!words.isAtEnd()) {
			if (words.accept("term")) {
				term = words.number("a term");
			}
			else if (words.accept("vote")) {
				vote = NodeId.of(words.take("a node's name"));
			}
			else if (words.accept("snapshot")) {
				snapshot = snapshot(words);
			}
			else if (words.accept("log")) {
				log = log(words);
			}
			else if (words.accept("down")) {
				down = true;
			}
			else if (words.accept("timer")) {
				timer = timer(words);
			}
			else if (words.accept("clock")) {
				clock = (int) words.number("percent of real time");
			}
			else if (words.accept("priority")) {
				priority = (int) words.number("0 to 100");
			}
			else {
				throw words.unexpected();
			}
		}
		for (String id : ids) {
			NodeSetup node = new NodeSetup(NodeId.of(id), part, termOf(term, snapshot, log), vote, snapshot, log, down,
					timer, clock, priority);
			if (this.setup.nodes.put(node.id(), node) != null) {
				throw words.wrong("Node " + id + " is declared twice");
			}
		}
	}

	/** How long its election timeout is, in election timeouts. */
	static double timer(Words words) {
		return Double
			.parseDouble(words.takeIf((word) -> word.matches("1(\\.\\d+)?|2(\\.0+)?"), "a factor from 1.0 to 2.0"));
	}

	private static long termOf(long given, @Nullable GivenSnapshot snapshot, List<GivenEntry> log) {
		if (given >= 0) {
			return given;
		}
		return !log.isEmpty() ? log.get(log.size() - 1).term() : (snapshot != null) ? snapshot.term() : 0;
	}

	private static GivenSnapshot snapshot(Words words) {
		String[] text = words.takeIf((word) -> word.matches("\\d+@\\d+"), "INDEX@TERM").split("@");
		String configuration = words.acceptIf(MembershipText::looksLike, MembershipText.DESCRIPTION);
		return new GivenSnapshot(Long.parseLong(text[0]), Long.parseLong(text[1]),
				(configuration != null) ? MembershipText.parse(configuration) : null);
	}

	private static List<GivenEntry> log(Words words) {
		List<GivenEntry> entries = new ArrayList<>();
		String description = "an entry's TERM, TERMxTIMES, TERM:LABEL or TERM:{CONFIGURATION}";
		for (String word : words.takeWhile((text) -> text.matches("\\d+(x\\d+|:[^{}]+|:\\{.*})?"), description)) {
			int colon = word.indexOf(':');
			int times = word.indexOf('x');
			if (colon >= 0) {
				String what = word.substring(colon + 1);
				boolean configuration = MembershipText.looksLike(what);
				entries.add(new GivenEntry(Long.parseLong(word.substring(0, colon)), configuration ? null : what,
						configuration ? MembershipText.parse(what) : null));
			}
			else if (times >= 0) {
				for (int i = 0; i < Integer.parseInt(word.substring(times + 1)); i++) {
					entries.add(new GivenEntry(Long.parseLong(word.substring(0, times)), null, null));
				}
			}
			else {
				entries.add(new GivenEntry(Long.parseLong(word), null, null));
			}
		}
		return entries;
	}

}
