package io.raftboot.core.node;

import java.lang.reflect.Proxy;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** The log writer wakes the loop when something there waits for it, only then. */
@Timeout(60)
class AwaitedDiskTests extends SteppedLeader {

	private static final NodeId OTHER = NodeId.of("n2");

	private boolean diskAtOnce;

	private int wakeUps;

	@BeforeEach
	void countAnew() {
		this.wakeUps = 0;
	}

	@Test
	void nobodyIsWokenForAForceThatNothingWaitsFor() {
		NodeParts parts = parts();
		parts.inbox.persisted(parts.inbox.persistedNumber());
		assertThat(this.wakeUps).isZero();
	}

	@Test
	void theLoopIsWokenForWhatItsDiskCommits() {
		var call = this.stepped.node().propose("default", bytes("x"));
		runAll(this.stepped.loop());
		this.wakeUps = 0;
		runAll(takeWriter());
		assertThat(this.wakeUps).isPositive();
		run();
		assertThat(call).isCompleted();
	}

	@Test
	void theLoopIsWokenForWhatItMayAnswerThen() {
		NodeParts parts = parts();
		parts.peerDesk.onMessage(new AppendEntries(OTHER, parts.core.term() + 1, parts.core.lastIndex(),
				parts.core.lastTerm(), 0L, 1L, 0, EntryBatch.EMPTY));
		runAll(this.stepped.loop());
		assertThat(parts.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(parts.outbox.isHolding()).isTrue();
		this.wakeUps = 0;
		runAll(takeWriter());
		assertThat(this.wakeUps).isPositive();
		runAll(this.stepped.loop());
		assertThat(parts.outbox.isHolding()).isFalse();
	}

	/** A disk may be done before the loop has said that it waits for it. */
	@Test
	void aForceThatIsDoneAtOnceIsNotMissed() {
		long committed = parts().core.commitIndex();
		this.stepped.node().propose("default", bytes("x"));
		this.diskAtOnce = true;
		runAll(this.stepped.loop());
		assertThat(parts().core.commitIndex()).isEqualTo(committed + 1);
	}

	private Step takeWriter() {
		this.ready.removeIf((step) -> !step.name().equals("raft-n1-log"));
		return this.ready.remove();
	}

	@Override
	void ready(Step step) {
		if (this.diskAtOnce && step.name().endsWith("-log")) {
			runAll(step);
		}
		else {
			super.ready(step);
		}
	}

	@Override
	Transport transport(Transport transport) {
		return (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] { Transport.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("wakeUp")) {
						this.wakeUps++;
					}
					return method.invoke(transport, arguments);
				});
	}

}
