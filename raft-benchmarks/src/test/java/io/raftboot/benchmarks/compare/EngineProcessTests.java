package io.raftboot.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class EngineProcessTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Test
	void answersEachQuestion() throws Exception {
		try (EngineProcess process = start()) {
			assertThat(process.answer(LONG)).isEqualTo("ready");
			assertThat(process.ask("one", LONG)).isEqualTo("one");
			assertThat(process.ask("two", LONG)).isEqualTo("two");
		}
	}

	@Test
	void saysThatTheProcessHasEnded() throws Exception {
		try (EngineProcess process = start()) {
			process.answer(LONG);
			assertThatIOException().isThrownBy(() -> process.ask("end", LONG)).withMessage("its process ended");
		}
	}

	@Test
	void waitsNoLongerThanItMay() throws Exception {
		try (EngineProcess process = start()) {
			process.answer(LONG);
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> process.ask("nothing", Duration.ofMillis(10)));
		}
	}

	@Test
	void runsToTheEndOfTheQuestions() throws Exception {
		assertThat(EngineProcess.run(System.getProperty("java.class.path"), Echo.class, List.of(), LONG))
			.containsExactly("ready");
	}

	private static EngineProcess start() throws IOException {
		return EngineProcess.start(System.getProperty("java.class.path"), Echo.class, List.of());
	}

	/** Says what it was told. */
	static final class Echo {

		private Echo() {
		}

		public static void main(String[] arguments) throws Exception {
			System.out.println("an engine says hello");
			Questions.answerAll((question) -> {
				if (question.equals("end")) {
					System.exit(0);
				}
				if (question.equals("nothing")) {
					new CountDownLatch(1).await();
				}
				return question;
			});
		}

	}

}
