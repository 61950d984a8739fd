package io.raftboot.core.session;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class KeptAnswersTests {

	private final KeptAnswers answers = new KeptAnswers();

	@Test
	void answersComeBackAsTheyWereOnce() throws IOException {
		this.answers.add(5, 2, new byte[] { 1, 2 });
		this.answers.add(6, 2, null);
		byte[] first = this.answers.encodeRun();
		this.answers.add(9, 3, new Answer.Failure("java.lang.IllegalStateException", "full"));
		byte[] second = this.answers.encodeRun();
		assertThat(this.answers.encodeRun()).isNull();
		KeptAnswers opened = new KeptAnswers();
		opened.open(List.of(second, first));
		assertThat(opened.take(5)).usingRecursiveComparison().isEqualTo(Answer.of(5, 2, new byte[] { 1, 2 }));
		assertThat(opened.take(6)).isEqualTo(Answer.of(6, 2, Answer.Kind.RESULT));
		assertThat(opened.take(9).failure().code()).isEqualTo("full");
		assertThat(opened.take(5)).isNull();
		assertThat(opened.take(7)).isNull();
	}

	@Test
	void aRunThatWasNotKeptIsForgottenAtTheNextStart() throws IOException {
		this.answers.add(5, 2, null);
		this.answers.open(List.of());
		assertThat(this.answers.encodeRun()).isNull();
	}

	/** Kept by this version for every later one to read. */
	@Test
	void theBytesAreThoseOfTheFirstRelease() {
		this.answers.add(1, 2, new byte[] { 7 });
		assertThat(this.answers.encodeRun()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
				2, 1, 0, 0, 0, 1, 7);
	}

	@Test
	void whatANewerVersionKeptIsRefused() {
		assertThatIOException().isThrownBy(() -> this.answers.open(List.of(new byte[] { 2, 0, 0, 0, 0 })))
			.withMessageContaining("version 2")
			.withMessageContaining("upgrade");
	}

}
