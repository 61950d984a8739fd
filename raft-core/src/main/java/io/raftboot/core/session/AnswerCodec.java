package io.raftboot.core.session;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import io.raftboot.core.session.Answer.Failure;
import io.raftboot.core.session.Answer.Kind;

/**
 * An answer in bytes, big-endian: {@code i64 index, term | u8 kind}, then
 * {@code i32 length | result}, {@code utf type, code}, or nothing.
 */
final class AnswerCodec {

	private static final int NULL_RESULT = 0;

	private static final int RESULT = 1;

	private static final int FAILURE = 2;

	private static final int LOST = 3;

	private AnswerCodec() {
	}

	static void write(Answer answer, DataOutputStream target) throws IOException {
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

	static Answer read(DataInputStream source) throws IOException {
		long index = source.readLong();
		long term = source.readLong();
		return Answer.of(index, term, readTold(source));
	}

	private static Object readTold(DataInputStream source) throws IOException {
		int kind = source.readUnsignedByte();
		return switch (kind) {
			case NULL_RESULT -> Kind.RESULT;
			case RESULT -> readResult(source);
			case FAILURE -> new Failure(source.readUTF(), source.readUTF());
			case LOST -> Kind.LOST;
			default -> throw new IOException("An answer is of unknown kind " + kind);
		};
	}

	private static byte[] readResult(DataInputStream source) throws IOException {
		int length = source.readInt();
		byte[] result = (length >= 0) ? source.readNBytes(length) : new byte[0];
		if (result.length != length) {
			throw new IOException("The bytes end inside the answer of a command");
		}
		return result;
	}

}
