package io.raftboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RaftEventPublisherTests {

	private final StaticApplicationContext context = new StaticApplicationContext();

	private final List<Object> published = new ArrayList<>();

	private final RaftEventPublisher publisher = new RaftEventPublisher(this.context, NodeId.of("n1"));

	@BeforeEach
	void listen() {
		this.context.addApplicationListener((event) -> {
			if (event instanceof PayloadApplicationEvent<?> payload) {
				this.published.add(payload.getPayload());
			}
		});
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void eventsWaitUntilTheApplicationIsReadyAndKeepTheirOrder() {
		this.publisher.onEvent(new RaftEvent.RoleChanged(Role.CANDIDATE, 2));
		this.publisher.onEvent(new RaftEvent.RoleChanged(Role.LEADER, 2));
		this.publisher.onEvent(new RaftEvent.LeaderChanged(NodeId.of("n1"), 2));
		assertThat(this.published).isEmpty();
		ready(this.context);
		assertThat(this.published).containsExactly(new RaftRoleChangedEvent("n1", Role.CANDIDATE, 2),
				new RaftRoleChangedEvent("n1", Role.LEADER, 2), new RaftLeaderChangedEvent("n1", "n1", 2));
	}

	@Test
	void laterEventsArePublishedAtOnce() {
		ready(this.context);
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
		assertThat(this.published).containsExactly(new RaftLeaderChangedEvent("n1", null, 3));
		this.publisher.onEvent(new RaftEvent.LeaderChanged(NodeId.of("n2"), 4));
		assertThat(this.published).hasSize(2);
	}

	@Test
	void aDifferenceOfStatesIsPublished() {
		ready(this.context);
		Divergence divergence = new Divergence("default", 4,
				List.of(new Divergence.Side(1, List.of(NodeId.of("n2"), NodeId.of("n3"))),
						new Divergence.Side(2, List.of(NodeId.of("n1")))),
				true);
		this.publisher.onEvent(new RaftEvent.StateDiverged(divergence));
		assertThat(this.published)
			.containsExactly(new RaftStateDivergedEvent("n1", divergence, Divergence.Verdict.MINORITY));
	}

	@Test
	void aChangeOfMembersIsPublished() {
		ready(this.context);
		Membership membership = Membership.of(List.of(Peer.of("n1", "h1:7000"), Peer.of("n2", "h2:7000")));
		this.publisher.onEvent(new RaftEvent.MembershipChanged(7, membership));
		RaftMembershipChangedEvent event = new RaftMembershipChangedEvent("n1", 7, membership);
		assertThat(this.published).containsExactly(event);
		assertThat(event.voters()).containsExactly("n1", "n2");
		assertThat(event.isMember()).isTrue();
		assertThat(new RaftMembershipChangedEvent("n3", 7, membership).isMember()).isFalse();
	}

	@Test
	void snapshotsArePublished() {
		ready(this.context);
		this.publisher.onEvent(new RaftEvent.SnapshotTaken(9, 2, 1000, 12));
		this.publisher.onEvent(new RaftEvent.SnapshotInstalled(10, 3, NodeId.of("n2")));
		assertThat(this.published).containsExactly(new RaftSnapshotTakenEvent("n1", 9, 2, 1000, 12),
				new RaftSnapshotInstalledEvent("n1", 10, 3, "n2"));
	}

	@Test
	void aNodeThatFailedIsPublished() {
		ready(this.context);
		this.publisher.onEvent(new RaftEvent.NodeFailed("disk gone"));
		assertThat(this.published).containsExactly(new RaftNodeFailedEvent("n1", "disk gone"));
	}

	@Test
	void leadershipsArePublished() {
		FencingToken token = new FencingToken(4, 17);
		assertThat(this.publisher.isReady()).isFalse();
		this.publisher.onEvent(new RaftEvent.LeadershipGranted(token));
		assertThat(this.published).isEmpty();
		ready(this.context);
		assertThat(this.publisher.isReady()).isTrue();
		this.publisher.onEvent(new RaftEvent.LeadershipRevoked(token));
		assertThat(this.published).containsExactly(new RaftLeadershipGrantedEvent("n1", token),
				new RaftLeadershipRevokedEvent("n1", token));
	}

	@Test
	void ofAnApplicationThatIsNeverReadyTheLatestEventsAreKept(CapturedOutput output) {
		for (int term = 0; term < RaftEvents.QUEUE_MAX + 2; term++) {
			this.publisher.onEvent(new RaftEvent.LeaderChanged(null, term));
		}
		ready(this.context);
		assertThat(this.published).hasSize(RaftEvents.QUEUE_MAX)
			.startsWith(new RaftLeaderChangedEvent("n1", null, 2))
			.endsWith(new RaftLeaderChangedEvent("n1", null, RaftEvents.QUEUE_MAX + 1));
		assertThat(output).contains("too late to hear of");
	}

	@Test
	void theReadinessOfAnotherContextDoesNotCount() {
		try (StaticApplicationContext other = new StaticApplicationContext()) {
			this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
			ready(other);
			assertThat(this.published).isEmpty();
		}
	}

	@Test
	void eventsDoNotWaitAgainWhenTheApplicationRefusesTraffic() {
		ready(this.context);
		this.publisher.onApplicationEvent(new AvailabilityChangeEvent<>(this.context, ReadinessState.REFUSING_TRAFFIC));
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
		ready(this.context);
		assertThat(this.published).containsExactly(new RaftLeaderChangedEvent("n1", null, 3));
	}

	@Test
	void anApplicationThatRefusesTrafficIsNotReady() {
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
		this.publisher.onApplicationEvent(new AvailabilityChangeEvent<>(this.context, ReadinessState.REFUSING_TRAFFIC));
		assertThat(this.published).isEmpty();
	}

	@Test
	void aListenerThatFailsDoesNotKeepOthersFromHearing(CapturedOutput output) {
		this.context.addApplicationListener((event) -> {
			if (event instanceof PayloadApplicationEvent<?>) {
				throw new IllegalStateException("bad listener");
			}
		});
		ready(this.context);
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 4));
		assertThat(this.published).hasSize(2);
		assertThat(output).contains("bad listener");
	}

	@Test
	void aListenerThatBlocksWhileTheApplicationGetsReadyDoesNotBlockTheNode() throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.context.addApplicationListener((event) -> {
			if (event instanceof PayloadApplicationEvent<?>) {
				entered.countDown();
				await(release);
			}
		});
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 3));
		Thread main = new Thread(() -> ready(this.context));
		main.start();
		await(entered);
		this.publisher.onEvent(new RaftEvent.LeaderChanged(null, 4));
		assertThat(this.published).containsExactly(new RaftLeaderChangedEvent("n1", null, 3));
		release.countDown();
		main.join(5_000);
		assertThat(this.published).containsExactly(new RaftLeaderChangedEvent("n1", null, 3),
				new RaftLeaderChangedEvent("n1", null, 4));
	}

	private void ready(StaticApplicationContext context) {
		this.publisher.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
