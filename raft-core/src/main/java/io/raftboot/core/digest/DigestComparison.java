package io.raftboot.core.digest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Compares what nodes report of the latest check; reports of earlier ones are void. A
 * difference is known as soon as two reports differ, and who is wrong as soon as a
 * majority of the voters agree: never from fewer, so that a node that is right is not
 * called wrong for a while. For one thread at a time.
 */
public final class DigestComparison {

	private long checkIndex;

	private DigestCheck check = new DigestCheck(List.of(), List.of());

	private final SortedMap<NodeId, DigestReport> reports = new TreeMap<>();

	private final SortedMap<String, Divergence> divergences = new TreeMap<>();

	/**
	 * A check was applied. What is known to differ stays until the nodes agree again.
	 * @param index index of its entry
	 */
	public void begin(long index, DigestCheck newCheck) {
		this.checkIndex = index;
		this.check = newCheck;
		this.reports.clear();
	}

	/** A report was applied; a later one of the same node takes the place of this. */
	public void add(DigestReport report) {
		if (report.checkIndex() != this.checkIndex) {
			return;
		}
		this.reports.put(report.node(), report);
		report.digests().keySet().forEach(this::compare);
	}

	/** How many nodes have reported since the check. */
	public int reporters() {
		return this.reports.size();
	}

	/** What is known to differ, by name of the state machine. */
	public List<Divergence> divergences() {
		return List.copyOf(this.divergences.values());
	}

	/** Forgets everything. */
	public void clear() {
		begin(0L, new DigestCheck(List.of(), List.of()));
		this.divergences.clear();
	}

	private void compare(String machine) {
		SortedMap<Long, List<NodeId>> nodes = new TreeMap<>();
		for (DigestReport report : this.reports.values()) {
			Long digest = report.digests().get(machine);
			if (digest != null) {
				nodes.computeIfAbsent(digest, (key) -> new ArrayList<>()).add(report.node());
			}
		}
		Long majority = majority(nodes);
		if (nodes.size() > 1) {
			this.divergences.put(machine,
					new Divergence(machine, this.checkIndex, sides(nodes, majority), majority != null));
		}
		else if (majority != null && agreeAgain(this.divergences.get(machine), nodes.get(majority))) {
			this.divergences.remove(machine);
		}
	}

	private @Nullable Long majority(SortedMap<Long, List<NodeId>> nodes) {
		for (Map.Entry<Long, List<NodeId>> side : nodes.entrySet()) {
			long voters = side.getValue().stream().filter(this.check.voters()::contains).count();
			if (2 * voters > this.check.voters().size()) {
				return side.getKey();
			}
		}
		return null;
	}

	/** The majority's side first, then in order of the nodes. */
	private static List<Divergence.Side> sides(SortedMap<Long, List<NodeId>> nodes, @Nullable Long majority) {
		List<Divergence.Side> sides = new ArrayList<>();
		nodes.forEach((digest, who) -> sides.add(new Divergence.Side(digest, who)));
		sides.sort(Comparator.comparing((Divergence.Side side) -> majority == null || side.digest() != majority)
			.thenComparing((side) -> side.nodes().get(0)));
		return sides;
	}

	/** Whether everybody who took part in the difference, and is still there, agrees. */
	private boolean agreeAgain(@Nullable Divergence known, List<NodeId> agreed) {
		return known != null && known.sides()
			.stream()
			.flatMap((side) -> side.nodes().stream())
			.allMatch((node) -> agreed.contains(node) || !isAsked(node));
	}

	private boolean isAsked(NodeId node) {
		return this.check.voters().contains(node) || this.check.learners().contains(node);
	}

}
