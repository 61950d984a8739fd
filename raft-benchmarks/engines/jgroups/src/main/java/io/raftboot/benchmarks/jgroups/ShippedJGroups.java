package io.raftboot.benchmarks.jgroups;

import io.raftboot.benchmarks.cluster.Engine;

/**
 * jgroups-raft with the stack that it ships, made to force its log. The timeouts of the
 * benchmark do not apply: its failure detection and its vote timeout stay as shipped.
 */
public final class ShippedJGroups extends Engine {

	private static final String NAME = "jgroups";

	private static final String SETTINGS = """
			jgroups-raft 1.1.4.Final on JGroups 5.4.11.Final: raft.xml as shipped, but log_use_fsync=true \
			(the default false never forces), TCP and TCPPING instead of UDP and PING with bind_addr \
			127.0.0.1 and port_range 0, no diag.enabled, no CLIENT, print_local_addr=false; \
			a snapshot per megabyte of log, as shipped""";

	private static final JGroupsStack STACK = new JGroupsStack("shipped.xml");

	public ShippedJGroups() {
		super(NAME, SETTINGS, true, () -> new JGroupsCluster(NAME, STACK));
	}

}
