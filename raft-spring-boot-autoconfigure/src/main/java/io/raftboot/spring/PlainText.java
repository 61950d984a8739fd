package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells text that stands in JSON as it is, one byte for each character: ASCII without
 * control characters, quotes and backslashes.
 */
final class PlainText {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final long QUOTES = '"' * ONES;

	private static final long BACKSLASHES = '\\' * ONES;

	private static final int FIRST_PRINTABLE = 0x20;

	private PlainText() {
	}

	/** Index of the first byte that is not plain, or the end. */
	static int plainEnd(byte[] bytes, int from, int to) {
		int index = from;
		while (index <= to - Long.BYTES && isPlain((long) WORD.get(bytes, index))) {
			index += Long.BYTES;
		}
		while (index < to && isPlain(bytes[index])) {
			index++;
		}
		return index;
	}

	private static boolean isPlain(byte one) {
		return one >= FIRST_PRINTABLE && one != '"' && one != '\\';
	}

	// Each term sets the high bit of a byte below 0x20, or that is a quote, a backslash
	private static boolean isPlain(long eight) {
		long quotes = eight ^ QUOTES;
		long backslashes = eight ^ BACKSLASHES;
		long special = ((eight - FIRST_PRINTABLE * ONES) & ~eight) | ((quotes - ONES) & ~quotes)
				| ((backslashes - ONES) & ~backslashes) | eight;
		return (special & HIGH_BITS) == 0;
	}

}
