package io.raftboot.test.linearizability;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Named registers that can be read, written and compared-and-set, each absent at first.
 * Every operation is answered with the value the register has after it, and with whether
 * it did what was asked.
 */
public final class RegisterModel implements Model<Optional<String>, RegisterModel.Request, RegisterModel.Response> {

	@Override
	public Optional<String> initial() {
		return Optional.empty();
	}

	@Override
	public @Nullable Optional<String> step(Optional<String> state, Request request, @Nullable Response response) {
		boolean done = !(request instanceof Cas cas) || state.equals(Optional.ofNullable(cas.expected()));
		Optional<String> after = state;
		if (request instanceof Write write) {
			after = Optional.ofNullable(write.value());
		}
		else if (request instanceof Cas cas && done) {
			after = Optional.of(cas.value());
		}
		if (response != null && (response.done() != done || !after.equals(Optional.ofNullable(response.value())))) {
			return null;
		}
		return after;
	}

	@Override
	public Object partition(Request request) {
		return request.key();
	}

	@Override
	public boolean readOnly(Request request) {
		return request instanceof Read;
	}

	/** What a client asks of a register. */
	public sealed interface Request permits Read, Write, Cas {

		String key();

	}

	/** Reads. */
	public record Read(String key) implements Request {
	}

	/** Writes, or removes when the value is null. */
	public record Write(String key, @Nullable String value) implements Request {
	}

	/** Writes if the value is the expected one; null expects an absent value. */
	public record Cas(String key, @Nullable String expected, String value) implements Request {
	}

	/**
	 * What a client is answered.
	 *
	 * @param done false if a compare-and-set met another value
	 * @param value the value after the operation, null if absent
	 */
	public record Response(boolean done, @Nullable String value) {
	}

}
