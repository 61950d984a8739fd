package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNodeOptions;

/**
 * Sets what properties do not offer, or what an application finds out by itself. Beans of
 * this type are called once, in their order, before the node is made; what they set wins
 * over properties. They are not asked where the application has a {@link RaftNodeOptions}
 * bean of its own.
 */
@FunctionalInterface
public interface RaftNodeCustomizer {

	/**
	 * Changes options, which hold what the properties say. They are checked when the node
	 * starts.
	 * @param options the options of the node
	 */
	void customize(RaftNodeOptions.Builder options);

}
