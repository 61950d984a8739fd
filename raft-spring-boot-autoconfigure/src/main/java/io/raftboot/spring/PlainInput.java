package io.raftboot.spring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Reads what stands in JSON in its plain form. For one thread. */
final class PlainInput {

	/** More could overflow. */
	private static final int DIGITS_MAX = 18;

	private static final int BASE = 10;

	private final byte[] bytes;

	private final int end;

	private int position;

	PlainInput(byte[] bytes, int from, int end) {
		this.bytes = bytes;
		this.position = from;
		this.end = end;
	}

	boolean isAtEnd() {
		return this.position == this.end;
	}

	/** Steps over these bytes, if they come next. */
	boolean skip(byte[] expected) {
		int next = this.position + expected.length;
		if (next > this.end || !Arrays.equals(this.bytes, this.position, next, expected, 0, expected.length)) {
			return false;
		}
		this.position = next;
		return true;
	}

	/** Text up to what cannot be part of it. */
	String text() {
		int start = this.position;
		this.position = PlainText.plainEnd(this.bytes, start, this.end);
		return new String(this.bytes, start, this.position - start, StandardCharsets.ISO_8859_1);
	}

	/** A whole number without needless zeros, null if none comes next. */
	@Nullable Long number() {
		boolean negative = this.position < this.end && this.bytes[this.position] == '-';
		int start = negative ? this.position + 1 : this.position;
		int index = start;
		long value = 0;
		while (index < this.end && isDigit(this.bytes[index]) && index - start <= DIGITS_MAX) {
			value = value * BASE + (this.bytes[index] - '0');
			index++;
		}
		int digits = index - start;
		if (digits == 0 || digits > DIGITS_MAX || (this.bytes[start] == '0' && (digits > 1 || negative))) {
			return null;
		}
		this.position = index;
		return negative ? -value : value;
	}

	private static boolean isDigit(byte one) {
		return one >= '0' && one <= '9';
	}

}
