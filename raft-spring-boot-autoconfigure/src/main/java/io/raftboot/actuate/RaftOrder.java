package io.raftboot.actuate;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its parameters, as an operator sent them.
 *
 * @param operation what is to be done
 * @param target who is to lead, null for the best one
 * @param id the node concerned
 * @param address where that is reached
 * @param timeoutMillis how long to wait for the end, null for the usual time
 * @param dryRun whether only to say if it could be done
 */
record RaftOrder(RaftOperation operation, @Nullable String target, @Nullable String id, @Nullable String address,
		@Nullable Long timeoutMillis, boolean dryRun) {

	private static final long TIMEOUT_MILLIS_MAX = 600_000L;

	/** The node an order is about, null if it is about none. */
	@Nullable NodeId concerned() {
		return switch (this.operation) {
			case TRANSFER -> (this.target != null) ? node("target", this.target) : null;
			case PROMOTE, DEMOTE, REMOVE, SET_ADDRESS, ADD_LEARNER -> node("id", this.id);
			case STEP_DOWN, SNAPSHOT, VERIFY -> null;
		};
	}

	/**
	 * The same, where there has to be one.
	 * @throws IllegalArgumentException if it is missing or no id
	 */
	NodeId requiredNode() {
		return node("id", this.id);
	}

	private NodeId node(String parameter, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException(
					this.operation.path() + " needs '" + parameter + "', the id of a node, in its JSON body");
		}
		return NodeId.of(value.trim());
	}

	/**
	 * The address.
	 * @throws IllegalArgumentException if it is missing or none
	 */
	String requiredAddress() {
		if (this.address == null || this.address.isBlank()) {
			throw new IllegalArgumentException(
					this.operation.path() + " needs 'address', as host:port, in its JSON body");
		}
		return HostPort.parse(this.address).toString();
	}

	/**
	 * How long to wait.
	 * @throws IllegalArgumentException if it makes no sense
	 */
	long timeoutMillis(long usualMillis) {
		if (this.timeoutMillis == null) {
			return usualMillis;
		}
		if (this.timeoutMillis < 1L || this.timeoutMillis > TIMEOUT_MILLIS_MAX) {
			throw new IllegalArgumentException(
					"'timeoutMillis' is " + this.timeoutMillis + ", not from 1 to " + TIMEOUT_MILLIS_MAX);
		}
		return this.timeoutMillis;
	}

}
