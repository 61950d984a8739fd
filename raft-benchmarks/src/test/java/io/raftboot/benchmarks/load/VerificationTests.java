package io.raftboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

import io.raftboot.benchmarks.cluster.Completion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	@Test
	void acceptsNodesThatHoldExactlyWhatWasAcknowledged() {
		assertThat(verdict(new FaultyCluster())).isNull();
	}

	@Test
	void doesNotMindWhatWasAppliedBefore() {
		FaultyCluster cluster = new FaultyCluster();
		cluster.propose(0, command(99), (result, failure) -> {
		});
		assertThat(verdict(cluster)).isNull();
	}

	@Test
	void noticesAnAcknowledgedOperationThatANodeLacks() {
		assertThat(verdict(new FaultyCluster() {

			@Override
			void apply(int node, ByteBuffer command) {
				if (node != 2 || command.getLong(0) != 5) {
					super.apply(node, command);
				}
			}

		})).contains("node 2").contains("acknowledged operations");
	}

	@Test
	void noticesAnOperationThatIsAppliedTwice() {
		assertThat(verdict(new FaultyCluster() {

			@Override
			void apply(int node, ByteBuffer command) {
				super.apply(node, command);
				if (command.getLong(0) == 5) {
					super.apply(node, command);
				}
			}

		})).contains("node 0");
	}

	@Test
	void noticesAnOperationAppliedTwiceInPlaceOfAnother() {
		assertThat(verdict(new FaultyCluster() {

			@Override
			void apply(int node, ByteBuffer command) {
				super.apply(node, (command.getLong(0) == 5) ? command(4) : command);
			}

		})).contains("other operations");
	}

	@Test
	void noticesNodesThatAppliedInAnotherOrder() {
		assertThat(verdict(new FaultyCluster() {

			@Override
			void apply(int node, ByteBuffer command) {
				long id = command.getLong(0);
				boolean swap = node == 1 && id <= 2;
				super.apply(node, swap ? command(3 - id) : command);
			}

		})).contains("node 1 differs");
	}

	@Test
	void toleratesFailedOperationsThatWereAppliedAllTheSame() {
		assertThat(verdict(new FaultyCluster() {

			@Override
			public void propose(int node, ByteBuffer command, Completion completion) {
				super.propose(node, command, (result, failure) -> completion.accept(null,
						(command.getLong(0) == 5) ? new IllegalStateException("outcome unknown") : null));
			}

		})).isNull();
	}

	@Test
	void noticesOperationsThatNeverEnd() {
		FaultyCluster cluster = new FaultyCluster() {

			@Override
			public void propose(int node, ByteBuffer command, Completion completion) {
			}

		};
		assertThat(verdict(cluster)).contains("never ended");
	}

	private static @Nullable String verdict(FaultyCluster cluster) {
		Verification verification = new Verification(cluster);
		LoadResult load = new ClosedLoop((command, completion) -> cluster.propose(0, command, completion), 1, 16, SHORT)
			.run(Duration.ZERO, SHORT, MeasuredPart.UNOBSERVED);
		return verification.verify(load, SHORT);
	}

	private static ByteBuffer command(long id) {
		ByteBuffer command = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < 16; i++) {
			command.put(i, (byte) (i * 31 + 7));
		}
		return command.putLong(0, id);
	}

}
