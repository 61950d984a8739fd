package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Runs of terms against a plain list of them. */
class TermIndexTests {

	/** Of the whole log, index 0 included; what lies below the base is not known. */
	private final List<Long> terms = new ArrayList<>(List.of(0L));

	private int base;

	private TermIndex index = new TermIndex();

	/**
	 * Up to 28 appends (small numbers are drawn more often), up to 38 truncates, up to 48
	 * compacts, the rest installs a snapshot.
	 */
	@Property
	void behavesLikeAListOfTermsBehindABase(@ForAll @Size(max = 60) List<@IntRange(max = 50) Integer> operations,
			@ForAll @IntRange(max = 60) int term, @ForAll @IntRange(max = 150) int at) {
		for (int operation : operations) {
			int last = this.terms.size() - 1;
			if (operation <= 28) {
				append(this.terms.get(last) + operation % 3, 1 + operation % 5);
			}
			else if (operation <= 38) {
				int from = last - (operation - 29);
				if (from > this.base) {
					this.index.truncateFrom(from);
					this.terms.subList(from, this.terms.size()).clear();
				}
			}
			else if (operation <= 48) {
				int keep = Math.min(last + 1, last - 82 + operation * 2);
				this.index.compactTo(keep);
				this.base = Math.max(this.base, keep - 1);
			}
			else {
				install(last + operation - 47);
			}
			check(term, at);
		}
	}

	@Test
	void anEmptyLogHasNoTerm() {
		assertThat(this.index.lastIndex()).isZero();
		assertThat(this.index.lastTerm()).isZero();
		assertThat(this.index.termOf(0)).isZero();
		assertThat(this.index.termOf(1)).isZero();
		assertThat(this.index.lastIndexWithTermAtMost(9, 9)).isZero();
	}

	@Test
	void aLogBehindASnapshotHasItsTerm() {
		TermIndex behind = TermIndex.behind(7, 3);
		assertThat(behind.lastIndex()).isEqualTo(7);
		assertThat(behind.lastTerm()).isEqualTo(3);
		assertThat(behind.termOf(7)).isEqualTo(3);
		assertThat(behind.termOf(6)).isZero();
		assertThat(behind.lastIndexWithTermAtMost(3, 9)).isEqualTo(7);
		assertThat(behind.lastIndexWithTermAtMost(2, 9)).as("somewhere below").isEqualTo(6);
	}

	@Test
	void aLogMayHaveAnyNumberOfTerms() {
		for (int term = 1; term <= 40; term++) {
			append(term, 2);
			check(term - 1, 2 * term);
		}
	}

	/** Nothing is known of what lies below, so its term says where not to look. */
	@Test
	void aRunThatReachesBelowTheBaseIsLeftAsAWhole() {
		this.index.append(4, 9);
		this.index.compactTo(6);
		assertThat(this.index.lastIndexWithTermAtMost(4, 9)).isEqualTo(9);
		assertThat(this.index.lastIndexWithTermAtMost(3, 9)).as("somewhere below").isEqualTo(4);
		this.index.truncateFrom(6);
		assertThat(this.index.lastTerm()).isEqualTo(4);
		this.index.append(5, 7);
		assertThat(this.index.termOf(5)).isEqualTo(4);
		assertThat(this.index.termOf(6)).isEqualTo(5);
		this.index.compactTo(7);
		assertThat(this.index.termOf(6)).isEqualTo(5);
		assertThat(this.index.termOf(5)).isZero();
	}

	/** Raft §7: index 0 with term 0, or an entry that a snapshot ends with. */
	@Test
	void aLogBeginsBehindAnEntryOrWithTheFirstOne() {
		assertThat(TermIndex.behind(0, 0).lastIndex()).isZero();
		for (long[] wrong : new long[][] { { 0, 1 }, { 5, 0 }, { 5, -1 }, { -1, 1 } }) {
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> TermIndex.behind(wrong[0], wrong[1]));
		}
	}

	@Test
	void termsNeverFall() {
		this.index.append(4, 2);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.index.append(3, 3));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.index.append(4, 2));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> TermIndex.behind(7, 3).append(2, 8));
	}

	@Test
	void whatIsGoneIsNotTruncated() {
		this.index.append(4, 9);
		this.index.compactTo(6);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.index.truncateFrom(5));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.index.compactTo(11));
	}

	private void append(long term, int count) {
		long appended = Math.max(1, term);
		this.index.append(appended, this.terms.size() - 1 + count);
		for (int i = 0; i < count; i++) {
			this.terms.add(appended);
		}
	}

	private void install(int at) {
		long term = this.terms.get(this.terms.size() - 1) + 1;
		this.index.reset(at, term);
		while (this.terms.size() <= at) {
			this.terms.add(term);
		}
		this.base = at;
	}

	private void check(long term, int at) {
		int last = this.terms.size() - 1;
		assertThat(this.index.baseIndex()).isEqualTo(this.base);
		assertThat(this.index.lastIndex()).isEqualTo(last);
		assertThat(this.index.lastTerm()).isEqualTo(this.terms.get(last));
		for (int i = 0; i <= last + 1; i++) {
			long expected = (i >= this.base && i <= last) ? this.terms.get(i) : 0;
			assertThat(this.index.termOf(i)).isEqualTo(expected);
		}
		int expected = Math.min(at, last);
		while (expected >= this.base && this.terms.get(expected) > term) {
			expected--;
		}
		assertThat(this.index.lastIndexWithTermAtMost(term, at)).isEqualTo(expected);
	}

}
