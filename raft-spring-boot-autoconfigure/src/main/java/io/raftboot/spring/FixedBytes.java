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

	/** All of it but what is compared as the last word, or byte by byte. */
	private final long[] words;

	private final long lastWord;

	/** All of it, filled up with zeros. */
	private final long[] copied;

	FixedBytes(String text) {
		this.bytes = text.getBytes(StandardCharsets.US_ASCII);
		byte[] filledUp = Arrays.copyOf(this.bytes, (this.bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
		this.copied = new long[filledUp.length / Long.BYTES];
		for (int i = 0; i < this.copied.length; i++) {
			this.copied[i] = (long) WORD.get(filledUp, i * Long.BYTES);
		}
		this.words = new long[Math.max(0, (this.bytes.length - 1) / Long.BYTES)];
		for (int i = 0; i < this.words.length; i++) {
			this.words[i] = (long) WORD.get(this.bytes, i * Long.BYTES);
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
		for (int i = 0; i < this.words.length; i++) {
			if ((long) WORD.get(other, from + i * Long.BYTES) != this.words[i]) {
				return false;
			}
		}
		return (long) WORD.get(other, from + length - Long.BYTES) == this.lastWord;
	}

	/** How many bytes {@link #copyTo} may change; not fewer than there are. */
	int copiedBytes() {
		return this.copied.length * Long.BYTES;
	}

	/**
	 * Copies it into an array, in words: what follows up to the end of one is changed.
	 */
	void copyTo(byte[] target, int position) {
		for (int i = 0; i < this.copied.length; i++) {
			WORD.set(target, position + i * Long.BYTES, this.copied[i]);
		}
	}

}
