package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.raftboot.test.scenario.Network.Fate;

/** Reads a script: first what is there, then what happens. */
final class ScenarioParser {

	private static final Map<String, Function<Words, Step>> STATEMENTS = new LinkedHashMap<>();

	static {
		STATEMENTS.put("pass", FaultParser::pass);
		STATEMENTS.put("timeout", FaultParser::timeout);
		STATEMENTS.put("heartbeat", FaultParser::heartbeat);
		STATEMENTS.put("timer", FaultParser::timer);
		STATEMENTS.put("hold", (words) -> MessageParser.rule(words, Fate.HOLD));
		STATEMENTS.put("lose", (words) -> MessageParser.rule(words, Fate.LOSE));
		STATEMENTS.put("delay", (words) -> MessageParser.rule(words, Fate.DELAY));
		STATEMENTS.put("release", MessageParser::release);
		STATEMENTS.put("deliver", MessageParser::deliver);
		STATEMENTS.put("drop", MessageParser::drop);
		STATEMENTS.put("duplicate", MessageParser::duplicate);
		STATEMENTS.put("reorder", MessageParser::reorder);
		STATEMENTS.put("replay", MessageParser::replay);
		STATEMENTS.put("forge", MessageParser::forge);
		STATEMENTS.put("fail", MessageParser::fail);
		STATEMENTS.put("mark", ScenarioParser::mark);
		STATEMENTS.put("block", (words) -> FaultParser.block(words, true));
		STATEMENTS.put("unblock", (words) -> FaultParser.block(words, false));
		STATEMENTS.put("isolate", FaultParser::isolate);
		STATEMENTS.put("partition", FaultParser::partition);
		STATEMENTS.put("heal", FaultParser::heal);
		STATEMENTS.put("disconnect", (words) -> FaultParser.connect(words, false));
		STATEMENTS.put("connect", (words) -> FaultParser.connect(words, true));
		STATEMENTS.put("disk", FaultParser::disk);
		STATEMENTS.put("applier", FaultParser::applier);
		STATEMENTS.put("crash", FaultParser::crash);
		STATEMENTS.put("restart", FaultParser::restart);
		STATEMENTS.put("wipe", FaultParser::wipe);
		STATEMENTS.put("pause", FaultParser::pause);
		STATEMENTS.put("resume", FaultParser::resume);
		STATEMENTS.put("removed", FaultParser::removed);
		STATEMENTS.put("snapshot", FaultParser::snapshot);
		STATEMENTS.put("propose", ClientParser::propose);
		STATEMENTS.put("read", ClientParser::read);
		STATEMENTS.put("transfer", ClientParser::transfer);
		STATEMENTS.put("step-down", ClientParser::stepDown);
		STATEMENTS.put("change", ClientParser::change);
		STATEMENTS.put("expect", ExpectationParser::expect);
		STATEMENTS.put("within", ExpectationParser::within);
		STATEMENTS.put("for", ExpectationParser::during);
	}

	private ScenarioParser() {
	}

	/** A line that does something. */
	record Statement(Line line, Step step) {
	}

	/** A whole script. */
	record Script(Setup setup, List<Statement> statements) {
	}

	static Script parse(String file, String text) {
		Setup setup = new Setup();
		SetupParser setupParser = new SetupParser(setup);
		List<Statement> statements = new ArrayList<>();
		for (Line line : Line.of(file, text)) {
			Words words = new Words(line, setup.nodes.keySet());
			if (statements.isEmpty() && words.accept("setting")) {
				setupParser.setting(words);
			}
			else if (statements.isEmpty() && (words.accept("node") || words.accept("nodes"))) {
				setupParser.nodes(words);
			}
			else {
				String keyword = words.takeAny(List.copyOf(STATEMENTS.keySet()));
				if (setup.nodes.isEmpty()) {
					throw words.wrong("A script begins with its nodes; allowed: 'setting', 'node', 'nodes'");
				}
				statements.add(new Statement(line, STATEMENTS.get(keyword).apply(words)));
			}
		}
		if (statements.isEmpty()) {
			throw new ScenarioSyntaxException(file, "Nothing happens in this script");
		}
		return new Script(setup, statements);
	}

	private static Step mark(Words words) {
		words.end();
		return (cluster) -> cluster.network().mark();
	}

}
