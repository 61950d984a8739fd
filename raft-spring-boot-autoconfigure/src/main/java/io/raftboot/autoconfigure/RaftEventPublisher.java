package io.raftboot.autoconfigure;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftEvents;
import io.raftboot.spring.RaftLeaderChangedEvent;
import io.raftboot.spring.RaftLeadershipGrantedEvent;
import io.raftboot.spring.RaftLeadershipRevokedEvent;
import io.raftboot.spring.RaftMembershipChangedEvent;
import io.raftboot.spring.RaftNodeFailedEvent;
import io.raftboot.spring.RaftRoleChangedEvent;
import io.raftboot.spring.RaftSnapshotInstalledEvent;
import io.raftboot.spring.RaftSnapshotTakenEvent;
import io.raftboot.spring.RaftStateDivergedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Hands events of the node to the application context: in order, and not before the
 * application is ready. What happens earlier waits. The node calls on its event thread;
 * whoever finds nobody publishing publishes, so no lock is held while listeners run.
 */
final class RaftEventPublisher
		implements RaftEventListener, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	private static final Logger logger = LoggerFactory.getLogger(RaftEventPublisher.class);

	private final ApplicationContext context;

	private final String nodeId;

	private final Queue<Object> waiting = new ArrayBlockingQueue<>(RaftEvents.QUEUE_MAX);

	/** Calls of {@link #publish} not worked off yet; starts with one for "not ready". */
	private final AtomicInteger work = new AtomicInteger(1);

	private volatile boolean ready;

	RaftEventPublisher(ApplicationContext context, NodeId nodeId) {
		this.context = context;
		this.nodeId = nodeId.value();
	}

	@Override
	public void onEvent(RaftEvent event) {
		Object translated = translate(event);
		if (translated != null) {
			add(translated);
			if (this.work.getAndIncrement() == 0) {
				publish();
			}
		}
	}

	// Full only while the application, or a listener at its start, takes very long
	private void add(Object event) {
		while (!this.waiting.offer(event)) {
			logger.warn("The application gets ready too late to hear of {}", this.waiting.poll());
		}
	}

	/** Whether listeners are told. */
	boolean isReady() {
		return this.ready;
	}

	// Boot tells this after every listener of ApplicationReadyEvent has had its turn
	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC && event.getSource() == this.context && !this.ready) {
			this.ready = true;
			publish();
		}
	}

	private void publish() {
		int done;
		do {
			done = this.work.get();
			for (Object event = this.waiting.poll(); event != null; event = this.waiting.poll()) {
				publish(event);
			}
		}
		while (this.work.addAndGet(-done) != 0);
	}

	private void publish(Object event) {
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener failed at {}", event, ex);
		}
	}

	private @Nullable Object translate(RaftEvent event) {
		if (event instanceof RaftEvent.LeaderChanged changed) {
			NodeId leader = changed.leader();
			return new RaftLeaderChangedEvent(this.nodeId, (leader != null) ? leader.value() : null, changed.term());
		}
		if (event instanceof RaftEvent.RoleChanged changed) {
			return new RaftRoleChangedEvent(this.nodeId, changed.role(), changed.term());
		}
		if (event instanceof RaftEvent.LeadershipGranted granted) {
			return new RaftLeadershipGrantedEvent(this.nodeId, granted.token());
		}
		if (event instanceof RaftEvent.LeadershipRevoked revoked) {
			return new RaftLeadershipRevokedEvent(this.nodeId, revoked.token());
		}
		if (event instanceof RaftEvent.NodeFailed failed) {
			return new RaftNodeFailedEvent(this.nodeId, failed.reason());
		}
		if (event instanceof RaftEvent.MembershipChanged changed) {
			return new RaftMembershipChangedEvent(this.nodeId, changed.index(), changed.membership());
		}
		if (event instanceof RaftEvent.SnapshotTaken taken) {
			return new RaftSnapshotTakenEvent(this.nodeId, taken.index(), taken.term(), taken.bytes(), taken.millis());
		}
		if (event instanceof RaftEvent.SnapshotInstalled installed) {
			NodeId from = installed.from();
			return new RaftSnapshotInstalledEvent(this.nodeId, installed.index(), installed.term(),
					(from != null) ? from.value() : null);
		}
		if (event instanceof RaftEvent.StateDiverged diverged) {
			Divergence divergence = diverged.divergence();
			return new RaftStateDivergedEvent(this.nodeId, divergence, divergence.verdict(NodeId.of(this.nodeId)));
		}
		return null;
	}

}
