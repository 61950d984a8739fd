package io.raftboot.benchmarks.jgroups;

import io.raftboot.benchmarks.cluster.Engine;

/**
 * jgroups-raft with the stack that it ships, made to force its log. The timeouts of the
 * benchmark do not apply: its failure detection and its vote timeout stay as shipped.
 */
public class ShippedJGroups extends Engine {

	private static final String SETTINGS = """
			jgroups-raft 1.1.4.Final on JGroups 5.4.11.Final: raft.xml as shipped, but %s, \
			TCP and TCPPING instead of UDP and PING with bind_addr \
			127.0.0.1 and port_range 0, no diag.enabled, no CLIENT, print_local_addr=false; \
			a snapshot per megabyte of log, as shipped""";

	public ShippedJGroups() {
		this("jgroups", "log_use_fsync=true (the default false never forces)", true);
	}

	ShippedJGroups(String name, String forcing, boolean forced) {
		super(name, SETTINGS.formatted(forcing), forced,
				() -> new JGroupsCluster(name, new JGroupsStack("shipped.xml", forced)));
	}

}
