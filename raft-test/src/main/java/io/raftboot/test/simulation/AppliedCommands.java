package io.raftboot.test.simulation;

import java.nio.ByteBuffer;

import io.raftboot.core.statemachine.CommitContext;

/** Looks at what the machine of one start of a node does. */
final class AppliedCommands implements WatchedMachine.CommandWatch {

	private final SimulatedNode node;

	private final Laws laws;

	private long lastIndex;

	AppliedCommands(SimulatedNode node, Laws laws) {
		this.node = node;
		this.laws = laws;
	}

	@Override
	public void committed(CommitContext context, ByteBuffer command, int resultHash) {
		if (context.index() <= this.lastIndex) {
			this.laws.broken(
					new BrokenLaw(this.node.id() + " applies entry " + context.index() + " after " + this.lastIndex));
		}
		if (!this.node.record().reaches(context.index())) {
			this.laws.broken(new BrokenLaw(
					this.node.id() + " applies entry " + context.index() + ", which its own disk may lose"));
		}
		this.lastIndex = context.index();
		this.laws.applied(this.node.id(), context, command, resultHash);
	}

	@Override
	public void reset(long index) {
		this.lastIndex = index;
	}

}
