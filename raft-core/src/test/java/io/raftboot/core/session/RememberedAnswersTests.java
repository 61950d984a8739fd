package io.raftboot.core.session;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RememberedAnswersTests {

	/** Of every form, about the length that is kept in the ring among them. */
	private static final List<Object> ALL = List.of(new byte[0], bytes(1), bytes(15), bytes(16), bytes(17), bytes(300),
			new Answer.Failure("java.lang.IllegalStateException", "code"), Answer.Kind.RESULT, Answer.Kind.LOST);

	private RememberedAnswers answers = new RememberedAnswers();

	@Test
	void answersOfEveryFormComeBack() {
		putAll(100);
		checkAll(100);
		assertThat(this.answers.has(99)).isFalse();
		assertThat(this.answers.get(99)).isNull();
	}

	@Test
	void answersStayWhenTheRingGrows() {
		putAll(12);
		long highest = 12 + ALL.size() - 1;
		this.answers = this.answers.grown(12, highest).grown(12, highest);
		assertThat(this.answers.capacity()).isEqualTo(64);
		checkAll(12);
		assertThat(this.answers.has(12 + ALL.size())).isFalse();
	}

	@Test
	void everyFormTakesThePlaceOfEveryOther() {
		for (int shift = 0; shift < ALL.size(); shift++) {
			for (int i = 0; i < ALL.size(); i++) {
				this.answers.put(i, 5, 2, ALL.get((i + shift) % ALL.size()));
			}
			for (int i = 0; i < ALL.size(); i++) {
				assertSame(this.answers.get(i), ALL.get((i + shift) % ALL.size()));
			}
		}
	}

	@Test
	void whatIsForgottenIsGone() {
		putAll(0);
		for (int i = 0; i < ALL.size(); i++) {
			this.answers.forget(i);
			assertThat(this.answers.has(i)).isFalse();
			assertThat(this.answers.get(i)).isNull();
		}
	}

	@Test
	void aCallerMayChangeWhatItGaveAndGot() {
		byte[] given = { 1, 2 };
		this.answers.put(1, 5, 2, given);
		given[0] = 9;
		this.answers.get(1).result()[1] = 9;
		assertThat(this.answers.get(1).result()).containsExactly(1, 2);
	}

	private void putAll(long first) {
		for (int i = 0; i < ALL.size(); i++) {
			this.answers.put(first + i, 1_000 + i, 7 + i, ALL.get(i));
		}
	}

	private void checkAll(long first) {
		for (int i = 0; i < ALL.size(); i++) {
			Answer answer = this.answers.get(first + i);
			assertThat(answer.index()).isEqualTo(1_000 + i);
			assertThat(answer.term()).isEqualTo(7 + i);
			assertSame(answer, ALL.get(i));
		}
	}

	private static void assertSame(Answer answer, Object told) {
		assertThat(answer.told()).isEqualTo(told);
	}

	private static byte[] bytes(int count) {
		byte[] bytes = new byte[count];
		for (int i = 0; i < count; i++) {
			bytes[i] = (byte) (i - 3);
		}
		return bytes;
	}

}
