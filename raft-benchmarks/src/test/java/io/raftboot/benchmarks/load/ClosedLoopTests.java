package io.raftboot.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.InstantCluster;
import io.raftboot.benchmarks.meter.ProcessMeter;
import io.raftboot.benchmarks.meter.Usage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClosedLoopTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	@Nested
	class AgainstAClusterWithoutAnEngine {

		@Test
		void acknowledgesWhatEveryNodeHasApplied() throws Exception {
			for (int outstanding : new int[] { 1, 3, 64 }) {
				try (InstantCluster cluster = started()) {
					Verification verification = new Verification(cluster);
					LoadResult load = loop(cluster, outstanding).run(SHORT, SHORT, MeasuredPart.UNOBSERVED);
					assertThat(load.isClean()).isTrue();
					assertThat(load.completed()).isPositive().isLessThan(load.acknowledged());
					assertThat(load.latencies().count()).isEqualTo(load.completed());
					assertThat(cluster.applied(2).count()).isEqualTo(load.acknowledged());
					assertThat(verification.verify(load, Duration.ofSeconds(1))).isNull();
				}
			}
		}

		@Test
		void allocatesNextToNothingPerOperation() throws Exception {
			try (InstantCluster cluster = started(); ProcessMeter meter = new ProcessMeter()) {
				Usage[] usage = new Usage[1];
				LoadResult load = loop(cluster, 16).run(Duration.ofMillis(500), Duration.ofMillis(500),
						new MeasuredPart() {

							@Override
							public void begins() {
								meter.begin();
							}

							@Override
							public void ends() {
								usage[0] = meter.end();
							}

						});
				assertThat(usage[0].bytesPerOperation(load.completed())).isLessThan(16.0);
				assertThat(usage[0].cpuNanos()).isPositive();
			}
		}

		@Test
		void keepsAsManyOutstandingAsAskedForAndNeverMore() throws Exception {
			AtomicInteger outstanding = new AtomicInteger();
			AtomicInteger most = new AtomicInteger();
			try (InstantCluster cluster = started()) {
				new ClosedLoop((command, completion) -> {
					most.accumulateAndGet(outstanding.incrementAndGet(), Math::max);
					cluster.propose(0, command, (result, failure) -> {
						outstanding.decrementAndGet();
						completion.accept(result, failure);
					});
				}, 7, 16).run(Duration.ZERO, SHORT, MeasuredPart.UNOBSERVED);
			}
			assertThat(outstanding).hasValue(0);
			assertThat(most.get()).isBetween(2, 7);
		}

		private static InstantCluster started() {
			InstantCluster cluster = new InstantCluster();
			cluster.start(ClusterSettings.of(Path.of("."), 3));
			return cluster;
		}

		private static ClosedLoop loop(InstantCluster cluster, int outstanding) {
			return new ClosedLoop((command, completion) -> cluster.propose(0, command, completion), outstanding, 64);
		}

	}

	@Nested
	class AgainstOperationsThatGoWrong {

		@Test
		void countsFailuresByWhatCausedThem() {
			AtomicInteger started = new AtomicInteger();
			LoadResult load = new ClosedLoop((command, completion) -> {
				if (started.incrementAndGet() % 2 == 0) {
					throw new IllegalStateException("refused");
				}
				completion.accept(null, new CompletionException(new UnsupportedOperationException()));
			}, 2, 16).run(Duration.ZERO, SHORT, MeasuredPart.UNOBSERVED);
			assertThat(load.isClean()).isFalse();
			assertThat(load.acknowledged()).isZero();
			assertThat(load.completed()).isZero();
			assertThat(load.failures()).containsOnlyKeys("IllegalStateException", "UnsupportedOperationException");
			assertThat(load.failures().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(started.get());
		}

		@Test
		void tellsWhatNeverEnded() {
			LoadResult load = new ClosedLoop((command, completion) -> {
			}, 5, 16, SHORT).run(Duration.ZERO, SHORT, MeasuredPart.UNOBSERVED);
			assertThat(load.unfinished()).isEqualTo(5);
			assertThat(load.failures()).isEqualTo(Map.of());
			assertThat(load.isClean()).isFalse();
		}

	}

	@Test
	void refusesAPayloadWithoutRoomForItsId() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClosedLoop((command, completion) -> {
		}, 1, 7)).withMessageContaining("7");
	}

}
