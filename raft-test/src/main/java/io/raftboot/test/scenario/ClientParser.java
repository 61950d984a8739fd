package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/** Reads the lines in which somebody asks something of a node. */
final class ClientParser {

	private static final String LABEL = "[A-Za-z][A-Za-z0-9._-]*";

	private static final List<String> CHANGES = List.of("to", "add-learner", "join", "promote", "demote", "remove",
			"address");

	private ClientParser() {
	}

	static String label(Words words) {
		return words.takeIf((word) -> word.matches(LABEL) && isFree(word), "a label");
	}

	private static boolean isFree(String word) {
		return !SetupParser.RESERVED.contains(word) && !Calls.ANSWERS.contains(word);
	}

	/** {@code propose x y*3 on a [of 300 bytes]}: one batch. */
	static Step propose(Words words) {
		List<String> labels = new ArrayList<>();
		for (String word : words.takeWhile((text) -> text.matches(LABEL + "(\\*\\d+)?") && isFree(text),
				"LABEL or LABEL*TIMES")) {
			int times = word.indexOf('*');
			if (times < 0) {
				labels.add(word);
			}
			for (int i = 1; times >= 0 && i <= Integer.parseInt(word.substring(times + 1)); i++) {
				labels.add(word.substring(0, times) + i);
			}
		}
		words.expect("on");
		NodeId id = words.node();
		int bytes = 0;
		if (words.accept("of")) {
			bytes = (int) words.number("bytes of one command");
			words.expect("bytes");
		}
		words.end();
		int commandBytes = bytes;
		return (cluster) -> cluster.calls().propose(labels, cluster.node(id), commandBytes);
	}

	/** {@code read r on a [by lease]}. */
	static Step read(Words words) {
		String label = label(words);
		words.expect("on");
		NodeId id = words.node();
		boolean lease = words.accept("by");
		if (lease) {
			words.expect("lease");
		}
		words.end();
		return (cluster) -> cluster.calls().read(label, cluster.node(id), lease);
	}

	/** {@code transfer t on a [to b]}. */
	static Step transfer(Words words) {
		String label = label(words);
		words.expect("on");
		NodeId id = words.node();
		NodeId target = words.accept("to") ? NodeId.of(words.take("a node's name")) : null;
		words.end();
		return (cluster) -> cluster.calls().transfer(label, cluster.node(id), target);
	}

	static Step stepDown(Words words) {
		NodeId id = words.node();
		words.end();
		return (cluster) -> {
			Node node = cluster.node(id);
			node.says("is asked to step down");
			node.on((core) -> core.stepDown(node.clockNanos()));
		};
	}

	/** {@code change m on a remove c [expecting 5]}. */
	static Step change(Words words) {
		String label = label(words);
		words.expect("on");
		NodeId id = words.node();
		UnaryOperator<Membership> change = change(words, words.takeAny(CHANGES));
		long expected = words.accept("expecting") ? words.number("an index") : -1;
		words.end();
		return (cluster) -> {
			Node node = cluster.node(id);
			cluster.calls().change(label, node, change.apply(node.core().membership()), expected);
		};
	}

	private static UnaryOperator<Membership> change(Words words, String what) {
		if (what.equals("to")) {
			Membership target = MembershipText
				.parse(words.takeIf(MembershipText::looksLike, MembershipText.DESCRIPTION));
			return (current) -> target;
		}
		Peer peer = Setup.peer(NodeId.of(words.take("a node's name")));
		if (what.equals("address")) {
			String address = words.take("HOST:PORT");
			return (current) -> readdressed(current, peer.id(), address);
		}
		return (current) -> {
			Peer member = current.member(peer.id());
			Membership others = without(current, peer.id());
			List<Peer> voters = new ArrayList<>(others.voters());
			List<Peer> learners = new ArrayList<>(others.learners());
			List<Peer> joining = new ArrayList<>(others.joining());
			Peer moved = (member != null) ? member : peer;
			switch (what) {
				case "promote" -> voters.add(moved);
				case "join" -> joining.add(moved);
				case "add-learner", "demote" -> learners.add(moved);
				default -> {
				}
			}
			return new Membership(voters, List.of(), learners, joining);
		};
	}

	private static Membership without(Membership current, NodeId id) {
		return new Membership(without(current.voters(), id), List.of(), without(current.learners(), id),
				without(current.joining(), id));
	}

	private static List<Peer> without(List<Peer> peers, NodeId id) {
		return peers.stream().filter((peer) -> !peer.id().equals(id)).toList();
	}

	private static Membership readdressed(Membership current, NodeId id, String address) {
		UnaryOperator<Peer> change = (peer) -> peer.id().equals(id) ? new Peer(id, address, peer.incarnation()) : peer;
		return new Membership(current.voters().stream().map(change).toList(), List.of(),
				current.learners().stream().map(change).toList(), current.joining().stream().map(change).toList());
	}

}
