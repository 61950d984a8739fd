package io.raftboot.spring;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Reads what stands in JSON in its plain form. For one thread. */
final class PlainInput {

	/** More could overflow. */
	private static final int DIGITS_MAX = 18;

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
	boolean skip(FixedBytes expected) {
		if (!expected.isAt(this.bytes, this.position, this.end)) {
			return false;
		}
		this.position += expected.length();
		return true;
	}

	/**
	 * Text up to what cannot be part of it.
	 * @param behind what stands behind it, and often nothing more
	 */
	String text(FixedBytes behind) {
		int start = this.position;
		int last = this.end - behind.length();
		boolean isLast = last >= start && behind.isAt(this.bytes, last, this.end)
				&& PlainText.isPlain(this.bytes, start, last);
		this.position = isLast ? last : PlainText.plainEnd(this.bytes, start, this.end);
		return new String(this.bytes, start, this.position - start, StandardCharsets.ISO_8859_1);
	}

	/** A whole number without needless zeros, null if none comes next. */
	@Nullable Long number() {
		boolean negative = this.position < this.end && this.bytes[this.position] == '-';
		int start = negative ? this.position + 1 : this.position;
		int digits = PlainNumber.digits(this.bytes, start, this.end);
		if (digits == 0 || digits > DIGITS_MAX || (this.bytes[start] == '0' && (digits > 1 || negative))) {
			return null;
		}
		this.position = start + digits;
		long value = PlainNumber.read(this.bytes, start, digits);
		return negative ? -value : value;
	}

}
