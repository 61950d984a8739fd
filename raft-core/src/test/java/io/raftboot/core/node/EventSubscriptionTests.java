package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.RaftEvent.LeaderChanged;
import io.raftboot.core.model.RaftEvent.LeadershipGranted;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventSubscriptionTests {

	private final RaftEvents events = new RaftEvents();

	private final List<RaftEvent> heard = new ArrayList<>();

	/** What a thread would do, done when the test says so. */
	private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

	private final Executor executor = this.tasks::add;

	@Test
	void aListenerHearsOfEverythingInOrderAndNotOnTheCallersThread() {
		EventSubscription subscription = this.events.subscribe(this.heard::add);
		offer(subscription, 1, 2, 3);
		assertThat(this.heard).isEmpty();
		assertThat(subscription.waiting()).isEqualTo(3);
		run();
		assertThat(this.heard).containsExactly(event(1), event(2), event(3));
		assertThat(subscription.delivered()).isEqualTo(3);
		assertThat(subscription.dropped()).isZero();
	}

	/** Otherwise two threads could tell it, in any order. */
	@Test
	void oneAtATimeIsTold() {
		EventSubscription subscription = this.events.subscribe(this.heard::add);
		offer(subscription, 1, 2);
		assertThat(this.tasks).hasSize(1);
		run();
		offer(subscription, 3);
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void whatASlowListenerMissesIsCountedAndTheLatestRemains() {
		EventSubscription subscription = this.events.subscribe(this.heard::add, 2, Set.of());
		offer(subscription, 1, 2, 3, 4, 5);
		assertThat(subscription.waiting()).isEqualTo(2);
		assertThat(subscription.dropped()).isEqualTo(3);
		run();
		assertThat(this.heard).containsExactly(event(4), event(5));
		assertThat(subscription.delivered()).isEqualTo(2);
	}

	@Test
	void aListenerHearsOfTheTypesItAskedFor() {
		EventSubscription subscription = this.events.subscribe(this.heard::add, 10, Set.of(LeadershipGranted.class));
		assertThat(subscription.wants(event(1))).isFalse();
		assertThat(subscription.wants(new LeadershipGranted(new FencingToken(1, 2)))).isTrue();
		assertThat(this.events.subscribe(this.heard::add).wants(event(1))).isTrue();
	}

	@Test
	void aListenerThatFailsHearsOn() {
		EventSubscription subscription = this.events.subscribe((event) -> {
			this.heard.add(event);
			if (this.heard.size() == 1) {
				throw new IllegalStateException("planted");
			}
			throw new AssertionError("planted");
		});
		offer(subscription, 1, 2, 3);
		run();
		offer(subscription, 4);
		run();
		assertThat(this.heard).hasSize(4);
	}

	@Test
	void aClosedSubscriptionHearsOfNothing() {
		EventSubscription subscription = this.events.subscribe(this.heard::add);
		offer(subscription, 1);
		subscription.close();
		offer(subscription, 2);
		run();
		assertThat(this.heard).isEmpty();
		assertThat(subscription.waiting()).isZero();
		assertThat(this.events.subscriptions()).isEmpty();
	}

	@Test
	void aListenerIsRemovedWithAllItsSubscriptions() {
		RaftEventListener listener = this.heard::add;
		EventSubscription first = this.events.subscribe(listener);
		EventSubscription second = this.events.subscribe(listener, 1, Set.of());
		EventSubscription other = this.events.subscribe((event) -> {
		});
		this.events.unsubscribe(listener);
		assertThat(first.isClosed()).isTrue();
		assertThat(second.isClosed()).isTrue();
		assertThat(this.events.subscriptions()).containsExactly(other);
	}

	/** A node that stops takes its threads along; the next start brings others. */
	@Test
	void whatNobodyIsLeftToTellIsToldAfterTheNextStart() {
		EventSubscription subscription = this.events.subscribe(this.heard::add);
		subscription.offer(event(1), (task) -> {
			throw new RejectedExecutionException("planted");
		});
		offer(subscription, 2);
		run();
		assertThat(this.heard).containsExactly(event(1), event(2));
	}

	@Test
	void aQueueForNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.events.subscribe(this.heard::add, 0, Set.of()));
	}

	private void offer(EventSubscription subscription, long... terms) {
		for (long term : terms) {
			subscription.offer(event(term), this.executor);
		}
	}

	private void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private static RaftEvent event(long term) {
		return new LeaderChanged(null, term);
	}

}
