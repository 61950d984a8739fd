package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Tells text that stands in JSON as it is, one byte for each character: ASCII without
 * control characters, quotes and backslashes.
 */
final class PlainText {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final long TWOS = 2 * ONES;

	private static final long BACKSLASHES = '\\' * ONES;

	private static final int FIRST_PRINTABLE = 0x20;

	/** In the exchanged order, where the quote takes the place of the space. */
	private static final int FIRST_BEHIND_QUOTE = 0x21;

	private static final int BLOCK_BYTES = 8 * Long.BYTES;

	private PlainText() {
	}

	/**
	 * Index of the first byte that is not plain, or the end.
	 * @param behind what stands behind the text, and often nothing more
	 */
	static int end(byte[] bytes, int from, int to, FixedBytes behind) {
		int last = to - behind.length();
		return (last >= from && behind.isAt(bytes, last, to) && isPlain(bytes, from, last)) ? last
				: plainEnd(bytes, from, to);
	}

	/** Index of the first byte that is not plain, or the end. */
	static int plainEnd(byte[] bytes, int from, int to) {
		int index = from;
		while (index <= to - BLOCK_BYTES && isPlain(bytes, index, index + BLOCK_BYTES)) {
			index += BLOCK_BYTES;
		}
		for (; index <= to - Long.BYTES; index += Long.BYTES) {
			long special = special((long) WORD.get(bytes, index)) & HIGH_BITS;
			if (special != 0) {
				return index + Long.numberOfTrailingZeros(special) / Byte.SIZE;
			}
		}
		while (index < to && isPlain(bytes[index])) {
			index++;
		}
		return index;
	}

	/**
	 * Whether all of it is plain. Looks at all of it in any case: a loop without another
	 * end takes a third of the time.
	 */
	static boolean isPlain(byte[] bytes, int from, int to) {
		int last = to - Long.BYTES;
		if (last < from) {
			return areAllPlain(bytes, from, to);
		}
		long special = special((long) WORD.get(bytes, last));
		for (int index = from; index < last; index += Long.BYTES) {
			special |= special((long) WORD.get(bytes, index));
		}
		return (special & HIGH_BITS) == 0;
	}

	private static boolean areAllPlain(byte[] bytes, int from, int to) {
		for (int index = from; index < to; index++) {
			if (!isPlain(bytes[index])) {
				return false;
			}
		}
		return true;
	}

	/** Whether the text is plain, given the low bytes of its characters. */
	static boolean isSame(String text, byte[] lowBytes, int from) {
		int to = from + text.length();
		return isPlain(lowBytes, from, to)
				&& new String(lowBytes, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
	}

	private static boolean isPlain(byte one) {
		return one >= FIRST_PRINTABLE && one != '"' && one != '\\';
	}

	// The lowest high bit that is set is the first byte's that is below 0x20, a quote, a
	// backslash or no ASCII. Exchanging each character with the one two away puts the
	// quote beside those below.
	private static long special(long eight) {
		return ((eight ^ TWOS) - FIRST_BEHIND_QUOTE * ONES) | ((eight ^ BACKSLASHES) - ONES) | eight;
	}

}
