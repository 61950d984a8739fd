package io.raftboot.spring.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.spring.RaftOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Calls that find a node which can answer. */
@EmbeddedRaftCluster
@Timeout(60)
class ClusterClientTests {

	private static final int CALLS = 6;

	private RaftCluster cluster;

	@Test
	void callsGoAroundAmongTheNodesThatRun() throws Exception {
		this.cluster.kill("n2");
		Counters counters = this.cluster.client(Counters.class);
		for (int i = 1; i <= CALLS; i++) {
			assertThat(counters.add("around", 1)).isEqualTo(2 * i - 1);
			assertThat(counters.addLater("around", 1).get(30, TimeUnit.SECONDS)).isEqualTo(2 * i);
		}
		assertThat(counters.get("around")).isEqualTo(2 * CALLS);
		assertThat(counters).hasToString("client of " + Counters.class.getName());
	}

	@Test
	void whatHadNoEffectIsTriedOnAnotherNode() throws Exception {
		Moody moody = this.cluster.client(Moody.class);
		int before = Moods.CALLS.get();
		assertThat(moody.answer(() -> new NotLeaderException(NodeId.of("n1")))).isEqualTo("n3");
		assertThat(moody.answer(() -> new RaftStoppedException("for a test"))).isEqualTo("n3");
		assertThat(moody.later(() -> new RaftStoppedException("for a test")).get(30, TimeUnit.SECONDS)).isEqualTo("n3");
		assertThat(Moods.CALLS.get() - before).isGreaterThan(3);
	}

	@Test
	void everythingElseGoesToTheCallerAfterOneCall() {
		this.cluster.kill("n3");
		Moody moody = this.cluster.client(Moody.class);
		int before = Moods.CALLS.get();
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> moody.answer(() -> new OutcomeUnknownException("for a test")))
			.withMessage("for a test");
		assertThatIllegalStateException().isThrownBy(() -> moody.answer(() -> new IllegalStateException("mine")))
			.withMessage("mine");
		assertThat(moody.later(() -> new OutcomeUnknownException("for a test"))).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(OutcomeUnknownException.class);
		assertThat(Moods.CALLS.get() - before).isEqualTo(3);
	}

	@Test
	void classesAndTheTemplateHaveClientsToo() {
		assertThat(this.cluster.client(Moods.class).answer(() -> new NotLeaderException(null))).isEqualTo("n3");
		assertThatNoException().isThrownBy(() -> this.cluster.client(RaftOperations.class).on("default"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.client(String.class))
			.withMessageContaining("is final");
	}

	/** Answers on n3 only. */
	interface Moody {

		String answer(Supplier<RuntimeException> failure);

		CompletableFuture<String> later(Supplier<RuntimeException> failure);

	}

	static class Moods implements Moody {

		private static final AtomicInteger CALLS = new AtomicInteger();

		private final NodeId self;

		Moods(NodeId self) {
			this.self = self;
		}

		@Override
		public String answer(Supplier<RuntimeException> failure) {
			CALLS.incrementAndGet();
			if (this.self.value().equals("n3")) {
				return "n3";
			}
			throw failure.get();
		}

		@Override
		public CompletableFuture<String> later(Supplier<RuntimeException> failure) {
			return CompletableFuture.supplyAsync(() -> answer(failure));
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Additions {

		@Bean
		Moods moods(RaftNodeOptions options) {
			return new Moods(options.nodeId());
		}

	}

}
