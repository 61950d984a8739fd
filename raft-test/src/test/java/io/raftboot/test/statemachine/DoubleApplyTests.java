package io.raftboot.test.statemachine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class DoubleApplyTests {

	@Test
	void aDeterministicMachineIsLeftInPeace() throws IOException {
		DoubleApply<Machine> twice = DoubleApply.of(() -> new Machine((context) -> context.timeMillis() + ""))
			.comparingSnapshotsEvery(1);
		for (long index = 1; index <= 20; index++) {
			twice.beginBatch();
			assertThat(commit(twice, index)).isEqualTo("77");
			twice.endBatch(index);
		}
		twice.reset(30, new ByteArrayInputStream("a,b".getBytes()));
		assertThat(twice.machine().kept).containsExactly("a", "b");
		assertThat(commit(twice, 31)).isEqualTo("77");
		assertThat(twice.digest()).isEqualTo(List.of("a", "b", "77").hashCode());
	}

	@Test
	void aLookAtTheClockIsCaught() {
		DoubleApply<Machine> twice = DoubleApply.of(() -> new Machine((context) -> Instant.now().toString()));
		assertThatThrownBy(() -> commit(twice, 17)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("index 17")
			.hasMessageContaining("a clock");
	}

	/** Both copies could read it within the same millisecond. */
	@Test
	void aLookAtAClockOfMillisecondsIsCaughtEachTime() throws IOException {
		for (int i = 0; i < 20; i++) {
			DoubleApply<Machine> twice = DoubleApply
				.of(() -> new Machine((context) -> System.currentTimeMillis() + ""));
			twice.beginBatch();
			commit(twice, 3);
			commit(twice, 4);
			assertThatThrownBy(() -> twice.endBatch(4)).isInstanceOf(AssertionError.class)
				.hasMessageContaining("index 3");
		}
	}

	@Test
	void randomnessIsCaught() {
		DoubleApply<Machine> twice = DoubleApply.of(() -> new Machine((context) -> UUID.randomUUID().toString()));
		assertThatThrownBy(() -> commit(twice, 5)).isInstanceOf(AssertionError.class).hasMessageContaining("index 5");
	}

	@Test
	void theOrderOfHashesIsCaught() {
		DoubleApply<Machine> twice = DoubleApply.of(() -> new Machine((context) -> {
			Set<Object> set = new HashSet<>();
			List<Object> order = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				Object added = new Object();
				set.add(added);
				order.add(added);
			}
			return set.stream().map(order::indexOf).toList().toString();
		}));
		assertThatThrownBy(() -> commit(twice, 5)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("order of a HashMap");
	}

	@Test
	void exceptionsAreCompared() {
		DoubleApply<Machine> same = DoubleApply.of(() -> new Machine((context) -> {
			throw new IllegalStateException("at " + System.nanoTime());
		}));
		assertThatThrownBy(() -> commit(same, 5)).isInstanceOf(IllegalStateException.class);
		AtomicInteger copies = new AtomicInteger();
		DoubleApply<Machine> other = DoubleApply.of(() -> {
			int copy = copies.incrementAndGet();
			return new Machine((context) -> {
				if (copy == 1) {
					return "done";
				}
				throw new IllegalStateException();
			});
		});
		assertThatThrownBy(() -> commit(other, 5)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("'done'")
			.hasMessageContaining("the exception java.lang.IllegalStateException");
	}

	@Test
	void whatDiffersInTheStateOnlyIsCaughtByDigestAndBySnapshot() throws IOException {
		Supplier<Machine> hiding = () -> new Machine((context) -> Instant.now().toString(), true, true);
		DoubleApply<Machine> digested = DoubleApply.of(hiding);
		digested.beginBatch();
		commit(digested, 8);
		assertThatThrownBy(() -> digested.endBatch(8)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("After index 8 the digest");
		DoubleApply<Machine> snapshots = DoubleApply
			.of(() -> new Machine((context) -> Instant.now().toString(), true, false))
			.comparingSnapshotsEvery(2);
		snapshots.beginBatch();
		commit(snapshots, 8);
		snapshots.endBatch(8);
		snapshots.beginBatch();
		commit(snapshots, 9);
		assertThatThrownBy(() -> snapshots.endBatch(9)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("After index 9 the snapshots");
	}

	@Test
	void aRunningNodeFails() {
		DoubleApply<Machine> twice = DoubleApply.of(() -> new Machine((context) -> Instant.now().toString()));
		try (RaftNode node = new RaftNode(RaftNodeOptions.builder("n1").build(), Map.of("default", twice))) {
			node.start();
			assertThatThrownBy(() -> {
				while (true) {
					try {
						node.propose("x".getBytes()).join();
					}
					catch (CompletionException ex) {
						if (!(ex.getCause() instanceof NotLeaderException)) {
							throw ex;
						}
					}
				}
			}).isInstanceOf(CompletionException.class);
			node.close();
			assertThat(node.status().failure()).contains("a clock");
		}
	}

	private static String commit(StateMachine machine, long index) throws IOException {
		return new String(machine.commit(new Place(index), ByteBuffer.wrap("x".getBytes())), StandardCharsets.UTF_8);
	}

	private record Place(long index) implements CommitContext {

		@Override
		public long term() {
			return 1;
		}

		@Override
		public long timeMillis() {
			return 77;
		}

	}

	private interface Body {

		String commit(CommitContext context);

	}

	/** Keeps what its body returns. */
	private static final class Machine implements StateMachine {

		private final Body body;

		private final boolean hiding;

		private final boolean digesting;

		private final List<String> kept = new ArrayList<>();

		Machine(Body body) {
			this(body, false, true);
		}

		Machine(Body body, boolean hiding, boolean digesting) {
			this.body = body;
			this.hiding = hiding;
			this.digesting = digesting;
		}

		@Override
		public byte[] commit(CommitContext context, ByteBuffer command) {
			String text = this.body.commit(context);
			this.kept.add(text);
			return (this.hiding ? "done" : text).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Long digest() {
			return this.digesting ? (long) this.kept.hashCode() : null;
		}

		@Override
		public Snapshot snapshot() {
			String state = String.join(",", this.kept);
			return (target) -> target.write(state.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public void reset(long index, InputStream source) throws IOException {
			this.kept.clear();
			this.kept.addAll(List.of(new String(source.readAllBytes(), StandardCharsets.UTF_8).split(",")));
		}

	}

}
