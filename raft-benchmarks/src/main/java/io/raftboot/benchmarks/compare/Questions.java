package io.raftboot.benchmarks.compare;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What an {@link EngineProcess} asks, for the process that answers: lines of its standard
 * input until that ends.
 */
public final class Questions {

	/** The answer to none: from now on questions may be asked. */
	private static final String READY = "ready";

	private Questions() {
	}

	/** Says that this process is ready, and answers until nobody asks any more. */
	public static void answerAll(Answering answering) throws Exception {
		tell(READY);
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = questions.readLine(); line != null; line = questions.readLine()) {
			tell(answering.answer(line));
		}
	}

	private static void tell(String answer) {
		System.out.println(EngineProcess.ANSWER + answer);
	}

	/** Answers one line with another. */
	public interface Answering {

		String answer(String question) throws Exception;

	}

}
