package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.raftboot.core.model.NodeId;
import io.raftboot.test.scenario.MessagePattern.Condition;
import io.raftboot.test.scenario.Network.Fate;
import org.jspecify.annotations.Nullable;

/** Reads the lines about single messages and rules for messages. */
final class MessageParser {

	private static final String FIELD = "[A-Za-z-]+(>=|<=|!=|>|<|=)\\S+";

	private MessageParser() {
	}

	/** {@code TYPE [FROM -> TO] [with FIELD=VALUE ...]}, {@code *} for any. */
	static MessagePattern pattern(Words words) {
		String type = words.accept("*") ? null : words.takeAny(MessageFields.types());
		String from = null;
		String to = null;
		boolean anybody = words.accept("*");
		NodeId sender = anybody ? null : words.acceptNode();
		if (anybody || sender != null) {
			from = (sender != null) ? sender.value() : null;
			words.expect("->");
			to = words.accept("*") ? null : words.node().value();
		}
		List<Condition> conditions = new ArrayList<>();
		if (words.accept("with")) {
			for (String word : words.takeWhile((text) -> text.matches(FIELD), "FIELD=VALUE")) {
				conditions.add(condition(word));
			}
		}
		return new MessagePattern(type, from, to, conditions);
	}

	static Step rule(Words words, Fate fate) {
		MessagePattern pattern = pattern(words);
		long delay = 0;
		if (fate == Fate.DELAY) {
			words.expect("by");
			delay = words.nanos();
		}
		words.end();
		long delayNanos = delay;
		return (cluster) -> cluster.network().rule(pattern, fate, delayNanos);
	}

	static Step release(Words words) {
		MessagePattern pattern = words.accept("all") ? null : pattern(words);
		words.end();
		return (cluster) -> {
			if (!cluster.network().release(pattern) && pattern != null) {
				throw cluster.failure("There is no rule for " + pattern + " and nothing of it is held");
			}
		};
	}

	static Step deliver(Words words) {
		if (words.accept("all")) {
			MessagePattern pattern = words.isAtEnd() ? null : pattern(words);
			words.end();
			return (cluster) -> deliverAll(cluster, pattern);
		}
		MessagePattern pattern = pattern(words);
		int nth = nth(words);
		long after = words.accept("after") ? words.nanos() : 0;
		words.end();
		return (cluster) -> {
			Flight flight = held(cluster, pattern, nth);
			cluster.network().remove(flight);
			if (after > 0) {
				cluster.network().arriveIn(after, flight);
			}
			else {
				cluster.network().arriveNow(flight);
			}
		};
	}

	static Step drop(Words words) {
		boolean all = words.accept("all");
		if (all && words.isAtEnd()) {
			return (cluster) -> cluster.network().held(null).forEach((flight) -> drop(cluster, flight));
		}
		MessagePattern pattern = pattern(words);
		int nth = all ? 1 : nth(words);
		words.end();
		return (cluster) -> {
			List<Flight> dropped = all ? cluster.network().held(pattern) : List.of(held(cluster, pattern, nth));
			dropped.forEach((flight) -> drop(cluster, flight));
		};
	}

	static Step duplicate(Words words) {
		return one(words, (cluster, flight) -> cluster.network().arriveNow(flight));
	}

	/** A held snapshot breaks off, and its sender learns of it at once. */
	static Step fail(Words words) {
		return one(words, (cluster, flight) -> {
			if (!(flight.message() instanceof SnapshotTransfer)) {
				throw cluster.failure("Only a Snapshot can fail; this is " + flight.text());
			}
			cluster.network().remove(flight);
			cluster.snapshotFailed(flight.from(), flight.to(), 0);
			cluster.pass(0, () -> false);
		});
	}

	static Step replay(Words words) {
		MessagePattern pattern = pattern(words);
		int nth = nth(words);
		words.end();
		return (cluster) -> {
			List<Flight> sent = cluster.network().sentEver(pattern);
			if (sent.size() < nth) {
				throw cluster.failure("Only " + sent.size() + " messages like " + pattern + " were sent so far");
			}
			cluster.network().arriveNow(sent.get(nth - 1));
		};
	}

	static Step reorder(Words words) {
		MessagePattern pattern = pattern(words);
		words.end();
		return (cluster) -> {
			if (cluster.network().held(pattern).size() < 2) {
				throw cluster.failure("There are no two messages like " + pattern + " to put in another order");
			}
			cluster.network().reverse(pattern);
		};
	}

	static Step forge(Words words) {
		String type = words
			.takeAny(MessageFields.types().stream().filter((name) -> !name.equals(MessageFields.SNAPSHOT)).toList());
		NodeId from = words.node();
		words.expect("->");
		NodeId to = words.node();
		Map<String, String> fields = new LinkedHashMap<>();
		List<String> names = MessageFields.names(type);
		while (!words.isAtEnd()) {
			String word = words.takeIf((text) -> names.contains(text.replaceAll("=.*", "")) && text.contains("="),
					"FIELD=VALUE with a field out of " + String.join(", ", names));
			fields.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
		}
		return (cluster) -> {
			Flight flight = new Flight(0, from, to, MessageFields.make(type, from, fields));
			cluster.says("", "forged: " + flight.text());
			cluster.network().arriveNow(flight);
		};
	}

	private static Step one(Words words, BiConsumer<Cluster, Flight> action) {
		MessagePattern pattern = pattern(words);
		int nth = nth(words);
		words.end();
		return (cluster) -> action.accept(cluster, held(cluster, pattern, nth));
	}

	private static int nth(Words words) {
		return words.accept("nth") ? (int) Math.max(1, words.number("a number from 1 on")) : 1;
	}

	private static Flight held(Cluster cluster, MessagePattern pattern, int nth) {
		List<Flight> held = cluster.network().held(pattern);
		if (held.size() >= nth) {
			return held.get(nth - 1);
		}
		StringBuilder all = new StringBuilder();
		cluster.network()
			.held(null)
			.forEach((flight) -> all.append(System.lineSeparator()).append("    ").append(flight.text()));
		throw cluster.failure("expected: a held message " + pattern + ((nth > 1) ? " nth " + nth : "")
				+ System.lineSeparator() + "  held: " + (all.isEmpty() ? "none" : all));
	}

	private static void drop(Cluster cluster, Flight flight) {
		cluster.says("", "#" + flight.number() + " is dropped");
		cluster.network().remove(flight);
		cluster.lost(flight);
	}

	/** Everything held, and everything held that comes of it. */
	private static void deliverAll(Cluster cluster, @Nullable MessagePattern pattern) {
		for (int i = 0; i < 10_000; i++) {
			List<Flight> held = cluster.network().held(pattern);
			if (held.isEmpty()) {
				return;
			}
			held.forEach((flight) -> {
				cluster.network().remove(flight);
				cluster.network().arriveNow(flight);
			});
			cluster.settle();
		}
		throw cluster.failure("Messages do not come to rest");
	}

	private static Condition condition(String word) {
		int length = 0;
		while ("<>=!".indexOf(word.charAt(length)) < 0) {
			length++;
		}
		return new Condition(word.substring(0, length), Expected.parse(word.substring(length)));
	}

}
