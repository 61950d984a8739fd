package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/** Whole numbers in decimal digits, where they stand; eight digits at once. */
final class PlainNumber {

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final long ZEROS = 0x3030303030303030L;

	/** Makes the high bit of what is more than nine. */
	private static final long TO_HIGH_BITS = 0x7676767676767676L;

	private static final int[] POWERS = { 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000 };

	private static final int BASE = 10;

	private static final int TWO_DIGITS = 100;

	/** More would overflow. */
	private static final int DIGITS_MAX = 19;

	/** More could overflow. */
	private static final int READ_DIGITS_MAX = 18;

	private PlainNumber() {
	}

	/** Bytes that a number takes, with its sign. */
	static int length(long number) {
		int sign = (number < 0) ? 1 : 0;
		long negative = (number < 0) ? number : -number;
		long limit = -BASE;
		for (int digits = 1; digits < DIGITS_MAX; digits++) {
			if (negative > limit) {
				return digits + sign;
			}
			limit *= BASE;
		}
		return DIGITS_MAX + sign;
	}

	/** How many digits stand there, in front of the end. */
	static int digits(byte[] bytes, int from, int to) {
		int index = from;
		while (index <= bytes.length - Long.BYTES && index < to) {
			long values = (long) WORD.get(bytes, index) ^ ZEROS;
			long others = ((values + TO_HIGH_BITS) | values) & HIGH_BITS;
			if (others != 0) {
				return Math.min(index + (Long.numberOfTrailingZeros(others) / Byte.SIZE), to) - from;
			}
			index += Long.BYTES;
		}
		while (index < to && bytes[index] >= '0' && bytes[index] <= '9') {
			index++;
		}
		return Math.min(index, to) - from;
	}

	/** Index of the first byte that is no part of the number that begins at another. */
	static int end(byte[] bytes, int from, int to) {
		int first = (from < to && bytes[from] == '-') ? from + 1 : from;
		return first + digits(bytes, first, to);
	}

	/**
	 * The number between two indexes, with nothing but digits behind its sign; null if it
	 * has none, more than 18, or needless zeros.
	 */
	static @Nullable Long read(byte[] bytes, int from, int end) {
		boolean negative = from < end && bytes[from] == '-';
		int first = negative ? from + 1 : from;
		int digits = end - first;
		if (digits <= 0 || digits > READ_DIGITS_MAX || (bytes[first] == '0' && (digits > 1 || negative))) {
			return null;
		}
		long value = value(bytes, first, digits);
		return negative ? -value : value;
	}

	private static long value(byte[] bytes, int from, int digits) {
		int index = from;
		int left = digits;
		long value = 0;
		while (left > 0 && index <= bytes.length - Long.BYTES) {
			int now = Math.min(left, Long.BYTES);
			long values = ((long) WORD.get(bytes, index) ^ ZEROS) << ((Long.BYTES - now) * Byte.SIZE);
			value = value * POWERS[now] + eight(values);
			index += now;
			left -= now;
		}
		for (; left > 0; left--) {
			value = value * BASE + (bytes[index++] - '0');
		}
		return value;
	}

	/** Of eight digits, the first in the lowest byte: pairs, then fours, then all. */
	private static long eight(long values) {
		long pairs = (values * BASE + (values >>> 8)) & 0x00ff00ff00ff00ffL;
		long fours = (pairs * TWO_DIGITS + (pairs >>> 16)) & 0x0000ffff0000ffffL;
		return (fours * (TWO_DIGITS * TWO_DIGITS) + (fours >>> 32)) & 0xffffffffL;
	}

	/** A number by itself. */
	static byte[] bytes(long number) {
		byte[] bytes = new byte[length(number)];
		write(number, bytes, bytes.length);
		return bytes;
	}

	/** Writes a number so that it ends in front of this index. */
	static void write(long number, byte[] target, int end) {
		int index = end;
		long left = (number < 0) ? number : -number; // the lowest has no positive
		while (left <= -TWO_DIGITS) {
			long rest = left / TWO_DIGITS;
			int two = (int) (rest * TWO_DIGITS - left);
			target[--index] = (byte) ('0' + two % BASE);
			target[--index] = (byte) ('0' + two / BASE);
			left = rest;
		}
		int last = (int) -left;
		target[--index] = (byte) ('0' + last % BASE);
		if (last >= BASE) {
			target[--index] = (byte) ('0' + last / BASE);
		}
		if (number < 0) {
			target[--index] = '-';
		}
	}

}
