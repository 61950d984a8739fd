package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Text of ASCII that is always the same, compared in words. For any thread. */
final class FixedBytes {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private final byte[] bytes;

	/** All of it but what is compared as the last word, or byte by byte. */
	private final long[] words;

	private final long lastWord;

	FixedBytes(String text) {
		this.bytes = text.getBytes(StandardCharsets.US_ASCII);
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

	/** Copies it into an array that has room for it. */
	void copyTo(byte[] target, int position) {
		System.arraycopy(this.bytes, 0, target, position, this.bytes.length);
	}

}
