package io.raftboot.core.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Answers that a machine keeps beside its own effects: those of a run of commits on their
 * way there, and those that came back at a start. In bytes, big-endian: {@code u8
 * version | i32 answers} and the answers. For one thread at a time.
 */
public final class KeptAnswers {

	private static final int VERSION = 1;

	private final Map<Long, Answer> known = new HashMap<>();

	private final ByteArrayOutputStream run = new ByteArrayOutputStream();

	private int count;

	/**
	 * Takes over what {@link #encodeRun} once gave.
	 * @throws IOException if it is not well-formed, or a newer version wrote it
	 */
	public void open(List<byte[]> kept) throws IOException {
		this.known.clear();
		this.run.reset();
		this.count = 0;
		for (byte[] encoded : kept) {
			try (DataInputStream source = new DataInputStream(new ByteArrayInputStream(encoded))) {
				int version = source.readUnsignedByte();
				if (version != VERSION) {
					throw new IOException("Answers of version " + version + " kept by a state machine; this node reads "
							+ "version " + VERSION + ": upgrade it");
				}
				for (int left = source.readInt(); left > 0; left--) {
					Answer answer = AnswerCodec.read(source);
					this.known.put(answer.index(), answer);
				}
			}
		}
	}

	/**
	 * Takes out what the command at this index was answered, null if nothing is known.
	 */
	public @Nullable Answer take(long index) {
		return this.known.isEmpty() ? null : this.known.remove(index);
	}

	/**
	 * Adds an answer to the run.
	 * @param told a result, which may be null, or an {@link Answer.Failure}
	 */
	public void add(long index, long term, @Nullable Object told) {
		try {
			AnswerCodec.write(Answer.of(index, term, (told != null) ? told : Answer.Kind.RESULT),
					new DataOutputStream(this.run));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.count++;
	}

	/** The answers of the run, which is empty afterwards; null if there were none. */
	public byte @Nullable [] encodeRun() {
		if (this.count == 0) {
			return null;
		}
		ByteArrayOutputStream encoded = new ByteArrayOutputStream(this.run.size() + 5);
		try (DataOutputStream target = new DataOutputStream(encoded)) {
			target.writeByte(VERSION);
			target.writeInt(this.count);
			this.run.writeTo(target);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.run.reset();
		this.count = 0;
		return encoded.toByteArray();
	}

}
