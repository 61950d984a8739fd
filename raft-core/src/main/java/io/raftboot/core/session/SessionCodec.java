package io.raftboot.core.session;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The table of sessions as it stands in snapshots, big-endian: {@code i32 sessions}, of
 * each {@code i64 id, timeoutMillis, lastMillis, lastIndex, lowest | i32 answers}, of
 * each {@code i64 sequence} and the answer; {@code i32 keys}, of each
 * {@code utf machine, key | i32 fingerprint | i64 expiresMillis} and the answer.
 *
 * @see AnswerCodec
 */
final class SessionCodec {

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
				AnswerCodec.write(entry.answer(), target);
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
				AnswerCodec.write(answer, target);
			}
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
			keyed.add(new KeyedAnswers.Entry(machine, key, fingerprint, expiresMillis, AnswerCodec.read(source)));
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
			Answer answer = AnswerCodec.read(source);
			session.remember(sequence, answer.index(), answer.term(), answer.told());
		}
		return session;
	}

}
