package io.raftboot.core.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Nodes have different states after the same entry: a state machine that is not
 * deterministic, another version of it, or a broken memory or disk. The same on every
 * node.
 *
 * @param machine name of the state machine
 * @param index index of the entry after which the states were compared
 * @param sides who has which digest, as far as it was reported
 * @param decided whether a majority of the voters has the digest of the first side
 */
public record Divergence(String machine, long index, List<Side> sides, boolean decided) {

	public Divergence {
		sides = List.copyOf(sides);
	}

	/** What it means for this node. */
	public Verdict verdict(NodeId node) {
		if (!this.decided) {
			return Verdict.TIE;
		}
		boolean differs = this.sides.stream().skip(1).anyMatch((side) -> side.nodes().contains(node));
		return differs ? Verdict.MINORITY : Verdict.MAJORITY;
	}

	/** One sentence for an operator. */
	public String text() {
		return "State machine '" + this.machine + "' differs between nodes after entry " + this.index + ": "
				+ this.sides.stream().map(Side::toString).collect(Collectors.joining("; "))
				+ (this.decided ? "" : "; no majority agrees");
	}

	/**
	 * Nodes whose states have the same digest.
	 *
	 * @param digest the digest
	 * @param nodes whose, in order
	 */
	public record Side(long digest, List<NodeId> nodes) {

		public Side {
			nodes = List.copyOf(nodes);
		}

		@Override
		public String toString() {
			return Long.toHexString(this.digest) + " on "
					+ this.nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
		}

	}

	/** What a difference means for one node. */
	public enum Verdict {

		/** Its state is not that of the majority: it must not be trusted. */
		MINORITY,

		/** The majority agrees, and this node is not known to differ from it. */
		MAJORITY,

		/** There is no majority: nobody knows who is right. */
		TIE

	}

}
