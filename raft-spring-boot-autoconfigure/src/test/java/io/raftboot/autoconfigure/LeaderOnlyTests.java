package io.raftboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.Leadership;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.LeaderOnly.Elsewhere;
import io.raftboot.spring.LeaderOnlyDefinitionException;
import io.raftboot.spring.RaftLeadership;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Who may call what, without a node. */
class LeaderOnlyTests {

	private final RaftNode node = mock(RaftNode.class);

	private final Leadership leadership = mock(Leadership.class);

	private final NodeLeadership leaderships = new NodeLeadership(this.node, () -> true);

	/** The objects behind the proxies. */
	private final Jobs jobs = new Jobs();

	private final Marked marked = new Marked();

	private final Ticking ticking = new Ticking();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftLeadershipAutoConfiguration.class, AopAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare.withBean(RaftLeadership.class, () -> this.leaderships);

	@BeforeEach
	void somebodyElseLeads() {
		RaftStatus status = mock(RaftStatus.class);
		given(this.node.status()).willReturn(status);
		given(status.leader()).willReturn(NodeId.of("n2"));
		given(status.nodeId()).willReturn(NodeId.of("n1"));
	}

	private void lead(boolean held) {
		given(this.node.leadership()).willReturn(this.leadership);
		given(this.leadership.isHeld()).willReturn(held);
		given(this.leadership.token()).willReturn(new FencingToken(3, 7));
	}

	@Test
	void aMethodRunsOnTheLeaderAndIsSkippedElsewhere() {
		this.runner.withBean(Jobs.class, () -> this.jobs).run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.job();
			assertThat(this.jobs.done).isEmpty();
			lead(true);
			jobs.job();
			assertThat(this.jobs.done).containsExactly("job");
			lead(false);
			jobs.job();
			jobs.free();
			assertThat(this.jobs.done).containsExactly("job", "free");
		});
	}

	@Test
	void whatHasAResultOrAsksForItIsRefusedElsewhere() {
		this.runner.withBean(Jobs.class, () -> this.jobs).run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			assertThatExceptionOfType(NotLeaderException.class).isThrownBy(jobs::important)
				.satisfies((refusal) -> assertThat(refusal.leader()).hasToString("n2"));
			assertThatExceptionOfType(NotLeaderException.class).isThrownBy(jobs::answer);
			assertThat(this.jobs.done).isEmpty();
			lead(true);
			jobs.important();
			assertThat(jobs.answer()).isEqualTo(42);
			assertThat(this.jobs.done).containsExactly("important", "answer");
		});
	}

	@Test
	void everyMethodOfAMarkedClassIsMeant() {
		this.runner.withBean(Marked.class, () -> this.marked).run((context) -> {
			Marked marked = context.getBean(Marked.class);
			marked.job();
			assertThat(this.marked.done).isEmpty();
			assertThatExceptionOfType(NotLeaderException.class).isThrownBy(marked::strict);
			assertThat(marked.toString()).isEqualTo("marked");
			lead(true);
			marked.job();
			marked.strict();
			assertThat(this.marked.done).containsExactly("job", "strict");
		});
	}

	@Test
	void anInterfaceIsProxiedWhenTheApplicationWantsThat() {
		this.runner.withBean(Service.class, Implementation::new)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				Service service = context.getBean(Service.class);
				assertThat(AopUtils.isJdkDynamicProxy(service)).isTrue();
				assertThatExceptionOfType(NotLeaderException.class).isThrownBy(service::next);
				lead(true);
				assertThat(service.next()).isEqualTo(1);
			});
	}

	@Test
	void anAnnotationOnTheInterfaceCountsForAClassProxyToo() {
		this.runner.withBean(Service.class, Implementation::new).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(AopUtils.isCglibProxy(service)).isTrue();
			assertThatExceptionOfType(NotLeaderException.class).isThrownBy(service::next);
		});
	}

	/** The leadership of the call, not of the moment: the node may lead again by then. */
	@Test
	void withinACallTheLeadershipIsThatUnderWhichItBegan() {
		Leadership later = mock(Leadership.class);
		given(later.isHeld()).willReturn(true);
		this.runner.withBean(Jobs.class, () -> this.jobs).withBean(Marked.class, () -> this.marked).run((context) -> {
			lead(true);
			this.jobs.during = () -> {
				given(this.leadership.isHeld()).willReturn(false);
				given(this.node.leadership()).willReturn(later);
				assertThat(this.leaderships.current()).isSameAs(this.leadership);
				assertThat(this.leaderships.isLeader()).isFalse();
				context.getBean(Marked.class).job();
			};
			context.getBean(Jobs.class).job();
			assertThat(this.jobs.done).containsExactly("job");
			assertThat(this.leaderships.current()).isSameAs(later);
			assertThat(this.marked.done).as("called by one that may not any more").isEmpty();
		});
	}

	@Test
	void aScheduledMethodRunsOnTheLeaderOnly() {
		lead(false);
		this.runner.withUserConfiguration(Scheduling.class)
			.withBean(Ticking.class, () -> this.ticking)
			.run((context) -> {
				assertThat(this.ticking.free.await(10, TimeUnit.SECONDS)).isTrue();
				assertThat(this.ticking.guarded.getCount()).isEqualTo(3);
				lead(true);
				assertThat(this.ticking.guarded.await(10, TimeUnit.SECONDS)).isTrue();
			});
	}

	/** Otherwise the check would be over before the thread has begun. */
	@Test
	void aMethodOfAnotherThreadIsCheckedThere() {
		lead(true);
		this.runner.withUserConfiguration(Asynchronous.class).run((context) -> {
			Leadership seen = context.getBean(Sender.class).send().get(10, TimeUnit.SECONDS);
			assertThat(seen).isSameAs(this.leadership);
		});
	}

	@Test
	void runIfLeaderDoesTheSameWithoutAProxy() {
		List<String> done = new ArrayList<>();
		assertThat(this.leaderships.runIfLeader(() -> done.add("no"))).isFalse();
		lead(true);
		assertThat(this.leaderships.runIfLeader(() -> {
			done.add("yes");
			assertThat(this.leaderships.require().token()).isEqualTo(new FencingToken(3, 7));
		})).isTrue();
		assertThat(done).containsExactly("yes");
	}

	@Test
	void beforeTheApplicationIsReadyItIsNoLeader() {
		lead(true);
		assertThat(new NodeLeadership(this.node, () -> false).isLeader()).isFalse();
		assertThat(this.leaderships.isLeader()).isTrue();
	}

	@Test
	void aMethodThatNoProxyCanGuardFailsTheStart() {
		this.runner.withBean(Unguardable.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(LeaderOnlyDefinitionException.class)
				.hasMessageContaining("The method job of")
				.hasMessageContaining("it is private. It would run on every node"));
	}

	@Test
	void withoutANodeNothingRunsUnguarded() {
		this.bare.withBean(Jobs.class, () -> this.jobs)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(LeaderOnlyDefinitionException.class)
				.hasMessageContaining("there is no Raft node"));
		this.bare.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aTestMayAlwaysBeTheLeader() {
		this.bare.withBean(RaftLeadership.class, RaftLeadership::always)
			.withBean(Jobs.class, () -> this.jobs)
			.run((context) -> {
				Jobs jobs = context.getBean(Jobs.class);
				jobs.job();
				assertThat(jobs.answer()).isEqualTo(42);
				assertThat(context.getBean(RaftLeadership.class).require().remaining()).isPositive();
			});
	}

	static class Jobs {

		private final List<String> done = new ArrayList<>();

		private @Nullable Runnable during;

		@LeaderOnly
		public void job() {
			this.done.add("job");
			if (this.during != null) {
				this.during.run();
			}
		}

		@LeaderOnly(elsewhere = Elsewhere.THROW)
		public void important() {
			this.done.add("important");
		}

		@LeaderOnly
		public int answer() {
			this.done.add("answer");
			return 42;
		}

		public void free() {
			this.done.add("free");
		}

	}

	@LeaderOnly
	static class Marked {

		private final List<String> done = new ArrayList<>();

		public void job() {
			this.done.add("job");
		}

		@LeaderOnly(elsewhere = Elsewhere.THROW)
		public void strict() {
			this.done.add("strict");
		}

		@Override
		public String toString() {
			return "marked";
		}

	}

	interface Service {

		@LeaderOnly
		int next();

	}

	static class Implementation implements Service {

		private int value;

		@Override
		public int next() {
			return ++this.value;
		}

	}

	static class Unguardable {

		@LeaderOnly
		private void job() {
		}

	}

	static class Ticking {

		private final CountDownLatch free = new CountDownLatch(3);

		private final CountDownLatch guarded = new CountDownLatch(3);

		@Scheduled(fixedDelay = 5)
		public void free() {
			this.free.countDown();
		}

		@LeaderOnly
		@Scheduled(fixedDelay = 5)
		public void guarded() {
			this.guarded.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	static class Sender {

		private final RaftLeadership leaderships;

		Sender(RaftLeadership leaderships) {
			this.leaderships = leaderships;
		}

		@Async
		@LeaderOnly
		public CompletableFuture<Leadership> send() {
			return CompletableFuture.completedFuture(this.leaderships.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class Asynchronous {

		@Bean
		Sender sender(RaftLeadership leaderships) {
			return new Sender(leaderships);
		}

	}

}
