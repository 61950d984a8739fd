package io.raftboot.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.raftboot.sample.KeyValueModel.Request;
import io.raftboot.sample.KeyValueModel.Response;
import io.raftboot.sample.KeyValueModel.State;
import io.raftboot.test.linearizability.Model;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP interface promises for one key: its values and its revisions. Commands go
 * in, a null command is a read.
 */
final class KeyValueModel implements Model<State, Request, Response> {

	private static final int OK = 200;

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	@Override
	public State initial() {
		return new State(null, 0, 0);
	}

	@Override
	public Object partition(Request request) {
		return request.key();
	}

	@Override
	public boolean readOnly(Request request) {
		return request.command() == null;
	}

	@Override
	public @Nullable State step(State state, Request request, @Nullable Response response) {
		Command command = request.command();
		Object value = state.value();
		if (command instanceof Command.Put put) {
			return written(state, put.value(), response);
		}
		if (command instanceof Command.Cas cas) {
			return Objects.equals(value, cas.expected()) ? written(state, cas.value(), response)
					: refused(state, CONFLICT, response);
		}
		if (command instanceof Command.Append append) {
			if (value instanceof String) {
				return refused(state, CONFLICT, response);
			}
			List<Object> longer = (value != null) ? new ArrayList<>((List<?>) value) : new ArrayList<>();
			longer.add(append.element());
			return written(state, longer, response);
		}
		if (command instanceof Command.Delete) {
			return (value != null) ? deleted(state, response) : refused(state, NOT_FOUND, response);
		}
		return refused(state, (value != null) ? OK : NOT_FOUND, response);
	}

	private static @Nullable State written(State state, Object value, @Nullable Response response) {
		if (response == null) {
			return state.written(value);
		}
		boolean possible = response.status() == OK && value.equals(response.value())
				&& response.revision() > state.revisionMin();
		return possible ? new State(value, response.revision(), response.revision()) : null;
	}

	private static @Nullable State deleted(State state, @Nullable Response response) {
		if (response == null) {
			return state.written(null);
		}
		boolean possible = response.status() == OK && Objects.equals(state.value(), response.value())
				&& response.revision() > state.revisionMin();
		return possible ? new State(null, 0, response.revision()) : null;
	}

	/** The state stays as it is; the answer shows it. */
	private static @Nullable State refused(State state, int status, @Nullable Response response) {
		if (response == null) {
			return state;
		}
		if (response.status() != status || !Objects.equals(state.value(), response.value())) {
			return null;
		}
		if (state.value() == null || state.revision() == response.revision()) {
			return state;
		}
		boolean tells = state.revision() == State.UNKNOWN && response.revision() > state.revisionMin();
		return tells ? new State(state.value(), response.revision(), response.revision()) : null;
	}

	/**
	 * What is asked.
	 *
	 * @param key the key
	 * @param command the change, null to read
	 */
	record Request(String key, @Nullable Command command) {

		static Request of(Command command) {
			return new Request(command.key(), command);
		}

	}

	/**
	 * What is answered.
	 *
	 * @param status the HTTP status
	 * @param value a text, a list, or null
	 * @param revision the revision, 0 if there is none
	 */
	record Response(int status, @Nullable Object value, long revision) {
	}

	/**
	 * What the key holds.
	 *
	 * @param value a text, a list, or null
	 * @param revision the revision, 0 for none, {@link #UNKNOWN} if nobody saw it
	 * @param revisionMin the key's next write has a higher one
	 */
	record State(@Nullable Object value, long revision, long revisionMin) {

		static final long UNKNOWN = -1;

		State written(@Nullable Object value) {
			return new State(value, (value != null) ? UNKNOWN : 0, this.revisionMin);
		}

	}

}
