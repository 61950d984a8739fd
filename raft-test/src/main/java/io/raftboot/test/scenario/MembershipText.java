package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/**
 * Configurations as scripts write them: <code>{a b c}</code>,
 * <code>{a b learners c joining d}</code>, <code>{a b outgoing b c}</code>, each member
 * with an address if it matters: <code>a@host:1</code>.
 */
final class MembershipText {

	static final String DESCRIPTION = "a configuration like {a b c learners d joining e outgoing a b}";

	private MembershipText() {
	}

	static boolean looksLike(String word) {
		return word.startsWith("{") && word.endsWith("}");
	}

	static Membership parse(String word) {
		List<Peer> voters = new ArrayList<>();
		List<Peer> outgoing = new ArrayList<>();
		List<Peer> learners = new ArrayList<>();
		List<Peer> joining = new ArrayList<>();
		List<Peer> current = voters;
		for (String part : word.substring(1, word.length() - 1).strip().split("\\s+")) {
			switch (part) {
				case "" -> {
				}
				case "outgoing" -> current = outgoing;
				case "learners" -> current = learners;
				case "joining" -> current = joining;
				default -> current.add(peer(part));
			}
		}
		return new Membership(voters, outgoing, learners, joining);
	}

	/** Whether this is the expected configuration, whatever the order. */
	static boolean matches(Membership expected, Membership found) {
		return sameMembers(expected.voters(), found.voters())
				&& sameMembers(expected.outgoingVoters(), found.outgoingVoters())
				&& sameMembers(expected.learners(), found.learners())
				&& sameMembers(expected.joining(), found.joining());
	}

	static String text(Membership membership) {
		StringBuilder text = new StringBuilder("{");
		append(text, "", membership.voters());
		append(text, " outgoing ", membership.outgoingVoters());
		append(text, " learners ", membership.learners());
		append(text, " joining ", membership.joining());
		return text.append("}").toString();
	}

	private static void append(StringBuilder text, String title, List<Peer> peers) {
		if (!peers.isEmpty()) {
			text.append(title).append(String.join(" ", peers.stream().map(MembershipText::text).toList()));
		}
	}

	private static String text(Peer peer) {
		return peer.address().equals(peer.id() + ":1") ? peer.id().value() : peer.id() + "@" + peer.address();
	}

	private static Peer peer(String text) {
		int at = text.indexOf('@');
		if (at < 0) {
			return Setup.peer(NodeId.of(text));
		}
		Peer peer = Setup.peer(NodeId.of(text.substring(0, at)));
		return new Peer(peer.id(), text.substring(at + 1), peer.incarnation());
	}

	private static boolean sameMembers(List<Peer> expected, List<Peer> found) {
		return expected.size() == found.size() && expected.stream().allMatch((peer) -> contains(found, peer));
	}

	private static boolean contains(List<Peer> peers, Peer wanted) {
		return peers.stream()
			.anyMatch((peer) -> peer.id().equals(wanted.id()) && peer.address().equals(wanted.address()));
	}

}
