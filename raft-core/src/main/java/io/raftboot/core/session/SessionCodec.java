package io.raftboot.core.session;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.raftboot.core.session.Answer.Failure;
import io.raftboot.core.session.Answer.Kind;

/**
 * The table of sessions as it stands in snapshots, big-endian: {@code i32 sessions}, of
 * each {@code i64 id, timeoutMillis, lastMillis, lastIndex, lowest | i32 answers}, of
 * each {@code i64 sequence} and the answer; {@code i32 keys}, of each
 * {@code utf machine, key |
 * i32 fingerprint | i64 expiresMillis} and the answer. An answer is
 * {@code i64 index, term
 * | u8 kind}, then {@code i32 length | result}, {@code utf type, code}, or nothing.
 */
final class SessionCodec {

	private static final int NULL_RESULT = 0;

	private static final int RESULT = 1;

	private static final int FAILURE = 2;

	private static final int LOST = 3;

	private SessionCodec() {
	}

	static byte[] encode(List<Session> sessions, KeyedAnswers keyed) {
		if (sessions.isEmpty() && keyed.size() == 0) {
			return new byte[0];
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream target = new DataOutputStream(bytes)) {
			target.writeInt(sessions.size());
			for (Session session : sessions) {
				write(session, target);
			}
			target.writeInt(keyed.size());
			for (KeyedAnswers.Entry entry : keyed.oldestFirst()) {
				target.writeUTF(entry.machine());
				target.writeUTF(entry.key());
				target.writeInt(entry.fingerprint());
				target.writeLong(entry.expiresMillis());
				write(entry.answer(), target);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static void write(Session session, DataOutputStream target) throws IOException {
		target.writeLong(session.id);
		target.writeLong(session.timeoutMillis);
		target.writeLong(session.lastMillis);
		target.writeLong(session.lastIndex);
		target.writeLong(session.lowest());
		int count = 0;
		for (long sequence = session.lowest(); sequence <= session.highest(); sequence++) {
			count += (session.verdict(sequence) == Verdict.REPEATED) ? 1 : 0;
		}
		target.writeInt(count);
		for (long sequence = session.lowest(); sequence <= session.highest(); sequence++) {
			Answer answer = session.answer(sequence);
			if (answer != null) {
				target.writeLong(sequence);
				write(answer, target);
			}
		}
	}

	private static void write(Answer answer, DataOutputStream target) throws IOException {
		target.writeLong(answer.index());
		target.writeLong(answer.term());
		if (answer.failure() != null) {
			target.writeByte(FAILURE);
			target.writeUTF(answer.failure().type());
			target.writeUTF(answer.failure().code());
		}
		else if (answer.result() != null) {
			target.writeByte(RESULT);
			target.writeInt(answer.result().length);
			target.write(answer.result());
		}
		else {
			target.writeByte((answer.kind() == Kind.LOST) ? LOST : NULL_RESULT);
		}
	}

	static void decode(DataInputStream source, List<Session> sessions, KeyedAnswers keyed) throws IOException {
		int sessionCount = source.readInt();
		for (int i = 0; i < sessionCount; i++) {
			sessions.add(readSession(source));
		}
		int keyCount = source.readInt();
		for (int i = 0; i < keyCount; i++) {
			String machine = source.readUTF();
			String key = source.readUTF();
			int fingerprint = source.readInt();
			long expiresMillis = source.readLong();
			long index = source.readLong();
			long term = source.readLong();
			keyed.add(new KeyedAnswers.Entry(machine, key, fingerprint, expiresMillis,
					Answer.of(index, term, readTold(source))));
		}
	}

	private static Session readSession(DataInputStream source) throws IOException {
		long id = source.readLong();
		long timeoutMillis = source.readLong();
		long lastMillis = source.readLong();
		long lastIndex = source.readLong();
		Session session = new Session(id, timeoutMillis, lastMillis, source.readLong());
		session.lastIndex = lastIndex;
		int answers = source.readInt();
		for (int i = 0; i < answers; i++) {
			long sequence = source.readLong();
			if (sequence < session.lowest() || sequence - session.lowest() >= Session.WINDOW_MAX) {
				throw new IOException("The snapshot has an answer out of the window of session " + id);
			}
			long index = source.readLong();
			long term = source.readLong();
			session.remember(sequence, index, term, readTold(source));
		}
		return session;
	}

	private static Object readTold(DataInputStream source) throws IOException {
		int kind = source.readUnsignedByte();
		return switch (kind) {
			case NULL_RESULT -> Kind.RESULT;
			case RESULT -> readResult(source);
			case FAILURE -> new Failure(source.readUTF(), source.readUTF());
			case LOST -> Kind.LOST;
			default -> throw new IOException("The snapshot has an answer of unknown kind " + kind);
		};
	}

	private static byte[] readResult(DataInputStream source) throws IOException {
		int length = source.readInt();
		byte[] result = (length >= 0) ? source.readNBytes(length) : new byte[0];
		if (result.length != length) {
			throw new IOException("The snapshot ends inside the answer of a command");
		}
		return result;
	}

}
