package io.raftboot.benchmarks.jgroups;

/** jgroups-raft with a stack for throughput, whose log is never forced. */
public final class UnforcedTunedJGroups extends TunedJGroups {

	public UnforcedTunedJGroups() {
		super("jgroups-tuned-unforced", "log_use_fsync=false as shipped", false);
	}

}
