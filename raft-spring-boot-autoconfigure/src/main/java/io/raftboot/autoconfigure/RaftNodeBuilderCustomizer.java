package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNodeBuilder;

/**
 * A bean that changes how the application's {@link io.raftboot.core.node.RaftNode} is put
 * together, for what has no property. All such beans are called in their order, after the
 * state machines and options were given and before the node is made.
 */
@FunctionalInterface
public interface RaftNodeBuilderCustomizer {

	/**
	 * Changes the node to come.
	 * @param builder what it is made of
	 */
	void customize(RaftNodeBuilder builder);

}
