package io.raftboot.actuate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftStatus;

/** When a node is ready to be sent requests. */
public enum RaftReadiness {

	/**
	 * When it has applied what was committed as it came. It stays ready without a leader,
	 * and not when it falls far behind again.
	 */
	CAUGHT_UP(HealthReason.CATCHING_UP, HealthReason.APPLY_STALLED),
	/** When it runs. */
	STARTED,
	/** While it knows a leader. */
	LEADER_KNOWN(HealthReason.NO_LEADER),
	/** While it leads: for services of which one is active. */
	LEADER_ONLY(HealthReason.NO_LEADER, HealthReason.NOT_LEADING, HealthReason.CATCHING_UP),
	/** Always. */
	OFF;

	private static final Set<HealthReason> ALWAYS = EnumSet.of(HealthReason.NODE_FAILED, HealthReason.NODE_STOPPED,
			HealthReason.STATE_DIFFERS, HealthReason.NOT_IN_CONFIGURATION);

	private final Set<HealthReason> blocking = EnumSet.noneOf(HealthReason.class);

	RaftReadiness(HealthReason... reasons) {
		this.blocking.addAll(List.of(reasons));
	}

	/**
	 * What keeps the node from being ready.
	 * @param status what the node knows of itself
	 * @param reasons why it is not healthy
	 * @param requiresQuorum whether it is not without contact to a majority
	 */
	List<HealthReason> blocking(RaftStatus status, List<HealthReason> reasons, boolean requiresQuorum) {
		if (this == OFF) {
			return List.of();
		}
		List<HealthReason> found = new ArrayList<>();
		for (HealthReason reason : reasons) {
			boolean quorum = reason == HealthReason.NO_LEADER || reason == HealthReason.NO_QUORUM;
			if (ALWAYS.contains(reason) || this.blocking.contains(reason) || (requiresQuorum && quorum)) {
				found.add(reason);
			}
		}
		if (found.isEmpty() && this.blocking.contains(HealthReason.NOT_LEADING) && status.role() != Role.LEADER) {
			found.add(HealthReason.NOT_LEADING);
		}
		return found;
	}

}
