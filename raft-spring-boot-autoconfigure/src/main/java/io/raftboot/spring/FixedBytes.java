package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of ASCII that is always the same, compared in words. For any thread. */
final class FixedBytes {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private final byte[] bytes;

	/** All of it, the last one filled up with zeros. */
	private final long[] words;

	/** The last eight bytes, whatever word they begin in. */
	private final long lastWord;

	FixedBytes(String text) {
		this.bytes = text.getBytes(StandardCharsets.US_ASCII);
		byte[] filledUp = Arrays.copyOf(this.bytes, (this.bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
		this.words = new long[filledUp.length / Long.BYTES];
		for (int i = 0; i < this.words.length; i++) {
			this.words[i] = (long) WORD.get(filledUp, i * Long.BYTES);
		}
		this.lastWord = (this.bytes.length >= Long.BYTES) ? (long) WORD.get(this.bytes, this.bytes.length - Long.BYTES)
				: 0L;
	}

	int length() {
		return this.bytes.length;
	}

	/** Whether the other bytes have it at this index, in front of the end. */
	boolean isAt(byte[] other, int from, int end) {
		int length = this.bytes.length;
		if (length > end - from) {
			return false;
		}
		if (length < Long.BYTES) {
			for (int i = 0; i < length; i++) {
				if (other[from + i] != this.bytes[i]) {
					return false;
				}
			}
			return true;
		}
		for (int i = 0; i < this.words.length - 1; i++) {
			if ((long) WORD.get(other, from + i * Long.BYTES) != this.words[i]) {
				return false;
			}
		}
		return (long) WORD.get(other, from + length - Long.BYTES) == this.lastWord;
	}

	/** How many bytes {@link #copyTo} may change; not fewer than there are. */
	int copiedBytes() {
		return this.words.length * Long.BYTES;
	}

	/**
	 * Copies it into an array, in words: what follows up to the end of one is changed.
	 */
	void copyTo(byte[] target, int position) {
		for (int i = 0; i < this.words.length; i++) {
			WORD.set(target, position + i * Long.BYTES, this.words[i]);
		}
	}

}
