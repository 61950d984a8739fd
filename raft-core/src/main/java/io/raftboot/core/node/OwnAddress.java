package io.raftboot.core.node;

import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * Where this node says it is reached. What somebody configured counts against what the
 * configuration of the cluster had when the node was started; an operator who changes it
 * there later has the last word. Loop thread only.
 */
final class OwnAddress {

	private final RaftCore core;

	private final Peer self;

	private final boolean configured;

	/** What the configuration said when it was first looked at. */
	private @Nullable String atFirst;

	/**
	 * @param self this node with its address
	 * @param configured whether somebody configured it; else it is a guess
	 */
	OwnAddress(RaftCore core, Peer self, boolean configured) {
		this.core = core;
		this.self = self;
		this.configured = configured;
	}

	String current() {
		Peer known = this.core.membership().member(this.self.id());
		if (known == null) {
			return this.self.address();
		}
		if (this.atFirst == null && !this.core.clusterId().isNone()) {
			this.atFirst = known.address();
		}
		boolean overruled = !this.configured || (this.atFirst != null && !known.address().equals(this.atFirst));
		return overruled ? known.address() : this.self.address();
	}

	/** Whether the cluster should be told. */
	boolean isNews() {
		Peer known = this.core.membership().member(this.self.id());
		return known != null && !known.address().equals(current());
	}

}
