package io.raftboot.benchmarks.sofajraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import io.raftboot.benchmarks.cluster.AppliedOperations;

/** Applies to {@link AppliedOperations} and remembers the term it is told. */
final class ApplyingMachine extends StateMachineAdapter {

	private final AppliedOperations operations;

	private volatile long term = -1L;

	ApplyingMachine(AppliedOperations operations) {
		this.operations = operations;
	}

	long term() {
		return this.term;
	}

	@Override
	public void onApply(Iterator entries) {
		while (entries.hasNext()) {
			this.operations.apply(entries.getData());
			Closure done = entries.done();
			if (done != null) {
				done.run(Status.OK());
			}
			entries.next();
		}
	}

	@Override
	public void onLeaderStart(long term) {
		this.term = term;
	}

	@Override
	public void onStartFollowing(LeaderChangeContext context) {
		this.term = context.getTerm();
	}

}
