package io.raftboot.test.simulation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import io.raftboot.core.digest.DigestCheck;
import io.raftboot.core.digest.DigestReport;
import io.raftboot.core.model.CommandEnvelope;

/** Sees which commands get into a log more than once. */
final class Attempts {

	private final Coverage coverage;

	/** By session and number, or by key: the index where it was met first. */
	private final Map<Object, Long> firstIndexes = new HashMap<>();

	Attempts(Coverage coverage) {
		this.coverage = coverage;
	}

	/** An entry with this envelope is new to all logs. */
	void appended(long index, ByteBuffer payload) {
		if (CommandEnvelope.machine(payload).isEmpty()) {
			this.coverage.count(kind(CommandEnvelope.command(payload)));
			return;
		}
		Object name = CommandEnvelope.key(payload);
		if (name == null && CommandEnvelope.session(payload) != 0L) {
			name = CommandEnvelope.session(payload) + "/" + CommandEnvelope.sequence(payload);
		}
		if (name != null) {
			Long first = this.firstIndexes.putIfAbsent(copy(name), index);
			if (first != null && first != index) {
				this.coverage.count(Transition.COMMAND_LOGGED_AGAIN);
			}
		}
	}

	/** Which of the engine's own commands it is. */
	private static Transition kind(ByteBuffer command) {
		return switch (command.get(command.position() + 1)) {
			case DigestCheck.KIND -> Transition.STATES_COMPARED;
			case DigestReport.KIND -> Transition.STATE_REPORTED;
			default -> Transition.SESSION_OPENED;
		};
	}

	/** The bytes of entries are good for a moment only. */
	private static Object copy(Object name) {
		if (name instanceof ByteBuffer key) {
			byte[] bytes = new byte[key.remaining()];
			key.duplicate().get(bytes);
			return ByteBuffer.wrap(bytes);
		}
		return name;
	}

}
