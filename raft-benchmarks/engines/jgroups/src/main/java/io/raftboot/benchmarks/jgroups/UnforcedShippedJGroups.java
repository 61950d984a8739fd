package io.raftboot.benchmarks.jgroups;

/** jgroups-raft with the stack that it ships, whose log is never forced. */
public final class UnforcedShippedJGroups extends ShippedJGroups {

	public UnforcedShippedJGroups() {
		super("jgroups-unforced", "log_use_fsync=false as shipped", false);
	}

}
