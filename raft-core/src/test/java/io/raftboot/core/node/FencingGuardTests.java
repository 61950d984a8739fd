package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import io.raftboot.core.model.FencingToken;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FencingGuardTests {

	private final FencingGuard guard = new FencingGuard();

	private final List<FencingToken> done = new ArrayList<>();

	@Test
	void theSameTokenAndNewerOnesPass() {
		run(3, 10);
		run(3, 10);
		run(5, 12);
		assertThat(this.done).hasSize(3);
		assertThat(this.guard.newest()).isEqualTo(new FencingToken(5, 12));
	}

	@Test
	void anOlderTokenIsRefusedAndNothingDone() {
		run(5, 12);
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> run(3, 10)).satisfies((refusal) -> {
			assertThat(refusal.token()).isEqualTo(new FencingToken(3, 10));
			assertThat(refusal.newest()).isEqualTo(new FencingToken(5, 12));
			assertThat(refusal).hasMessageContaining("term 3").hasMessageContaining("term 5");
		});
		assertThat(this.done).containsExactly(new FencingToken(5, 12));
	}

	/** Whoever was here first has been seen, whatever became of what it wanted. */
	@Test
	void anActionThatFailsCounts() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.guard.run(new FencingToken(5, 12), () -> {
				throw new IllegalStateException("planted");
			}));
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> run(3, 10));
	}

	@Test
	void theTermDecidesBeforeTheIndex() {
		assertThat(new FencingToken(4, 1).isNewerThan(new FencingToken(3, 99))).isTrue();
		assertThat(new FencingToken(3, 2).isNewerThan(new FencingToken(3, 1))).isTrue();
		assertThat(new FencingToken(3, 1).isNewerThan(new FencingToken(3, 1))).isFalse();
	}

	@Test
	void underManyThreadsNothingOlderIsDoneAfterSomethingNewer() {
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			threads.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 1000; i++) {
					try {
						run(ThreadLocalRandom.current().nextLong(1 + i), 1);
					}
					catch (StaleTokenException ex) {
						// Somebody newer was faster
					}
				}
			}));
		}
		threads.forEach(CompletableFuture::join);
		assertThat(this.done).isSorted().hasSizeGreaterThan(1);
	}

	private void run(long term, long index) {
		FencingToken token = new FencingToken(term, index);
		this.guard.run(token, () -> this.done.add(token));
	}

}
