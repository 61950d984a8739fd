package io.raftboot.core.transport;

import org.jspecify.annotations.Nullable;

/** What every transport demands of the other side, whatever its node thinks of it. */
public final class HandshakeRules {

	private HandshakeRules() {
	}

	/**
	 * Asks the rules, then the node.
	 * @param remote how the other side introduced itself
	 * @return null if it is welcome, or why not
	 */
	public static @Nullable Refusal check(TransportListener listener, Hello remote) {
		Hello local = listener.hello();
		if (!local.group().equals(remote.group())) {
			return new Refusal(Refusal.Code.WRONG_GROUP, "Node " + local.nodeId() + " serves the group '"
					+ local.group() + "', not '" + remote.group() + "'");
		}
		if (local.nodeId().equals(remote.nodeId())) {
			return new Refusal(Refusal.Code.SAME_ID,
					"Both sides are node " + local.nodeId() + "; every node needs an id of its own");
		}
		return listener.check(remote);
	}

}
