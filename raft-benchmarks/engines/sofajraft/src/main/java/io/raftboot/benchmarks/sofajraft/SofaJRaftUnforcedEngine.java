package io.raftboot.benchmarks.sofajraft;

/** SOFAJRaft that leaves it to the operating system when its log is on the disk. */
public final class SofaJRaftUnforcedEngine extends SofaJRaftEngine {

	public SofaJRaftUnforcedEngine() {
		super(SofaJRaftVariant.UNFORCED);
	}

}
