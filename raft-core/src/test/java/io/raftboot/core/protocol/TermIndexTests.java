package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Runs of terms against a plain list of them. */
class TermIndexTests {

	@Test
	void behavesLikeAListOfTerms() {
		for (long seed = 0; seed < 300; seed++) {
			Random random = new Random(seed);
			TermIndex index = new TermIndex();
			List<Long> list = new ArrayList<>();
			for (int step = 0; step < 60; step++) {
				if (!list.isEmpty() && random.nextInt(4) == 0) {
					int from = 1 + random.nextInt(list.size());
					index.truncateFrom(from);
					list.subList(from - 1, list.size()).clear();
				}
				else {
					long term = (list.isEmpty() ? 1 : list.get(list.size() - 1)) + random.nextInt(3);
					int count = 1 + random.nextInt(5);
					index.append(term, list.size() + count);
					for (int i = 0; i < count; i++) {
						list.add(term);
					}
				}
				check(index, list, random);
			}
		}
	}

	@Test
	void anEmptyLogHasNoTerm() {
		TermIndex index = new TermIndex();
		assertThat(index.lastIndex()).isZero();
		assertThat(index.lastTerm()).isZero();
		assertThat(index.termOf(0)).isZero();
		assertThat(index.termOf(1)).isZero();
		assertThat(index.lastIndexWithTermAtMost(9, 9)).isZero();
	}

	@Test
	void termsNeverFall() {
		TermIndex index = new TermIndex();
		index.append(4, 2);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> index.append(3, 3));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> index.append(4, 2));
	}

	private static void check(TermIndex index, List<Long> list, Random random) {
		assertThat(index.lastIndex()).isEqualTo(list.size());
		assertThat(index.lastTerm()).isEqualTo(list.isEmpty() ? 0 : list.get(list.size() - 1));
		for (int i = 1; i <= list.size(); i++) {
			assertThat(index.termOf(i)).isEqualTo(list.get(i - 1));
		}
		assertThat(index.termOf(list.size() + 1)).isZero();
		long term = random.nextInt(60);
		int at = random.nextInt(list.size() + 3);
		int expected = Math.min(at, list.size());
		while (expected > 0 && list.get(expected - 1) > term) {
			expected--;
		}
		assertThat(index.lastIndexWithTermAtMost(term, at)).isEqualTo(expected);
	}

}
