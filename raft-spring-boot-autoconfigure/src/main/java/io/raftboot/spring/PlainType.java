package io.raftboot.spring;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** Types whose values have a plain form in JSON. */
enum PlainType {

	/** A long, with a box or without. */
	LONG,

	/** An int, with a box or without. */
	INTEGER,

	/** A boolean, with a box or without. */
	BOOLEAN,

	/** Characters; {@link PlainText} tells which ones are plain. */
	STRING;

	private static final FixedBytes TRUE = new FixedBytes("true");

	private static final FixedBytes FALSE = new FixedBytes("false");

	static @Nullable PlainType of(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (boxed == Long.class) {
			return LONG;
		}
		if (boxed == Integer.class) {
			return INTEGER;
		}
		if (boxed == Boolean.class) {
			return BOOLEAN;
		}
		return (type == String.class) ? STRING : null;
	}

	/** Whether values are whole numbers, nothing but digits and a sign. */
	boolean isNumber() {
		return this == LONG || this == INTEGER;
	}

	/** What stands around a value. */
	String quote() {
		return (this == STRING) ? "\"" : "";
	}

	/** Writes a value of this type without quotes; false if it is not plain. */
	boolean write(Object value, PlainOutput output) {
		if (this == STRING) {
			return output.putPlain((String) value);
		}
		if (this == BOOLEAN) {
			output.put((boolean) value ? TRUE : FALSE);
		}
		else {
			output.putNumber(((Number) value).longValue());
		}
		return true;
	}

	/**
	 * Index of the first byte that is no part of a value that begins at another.
	 * @param behind what stands behind it, and often nothing more
	 */
	int end(byte[] bytes, int from, int to, FixedBytes behind) {
		return switch (this) {
			case LONG, INTEGER -> PlainNumber.end(bytes, from, to);
			case BOOLEAN -> from + (TRUE.isAt(bytes, from, to) ? TRUE : FALSE).length();
			case STRING -> PlainText.end(bytes, from, to, behind);
		};
	}

	/**
	 * Reads what stands between two indexes, without quotes; null if it is no value in
	 * its plain form. Of text the caller knows that it is plain.
	 */
	@Nullable Object read(byte[] bytes, int from, int end) {
		return switch (this) {
			case LONG -> PlainNumber.read(bytes, from, end);
			case INTEGER -> integer(PlainNumber.read(bytes, from, end));
			case BOOLEAN -> bool(bytes, from, end);
			case STRING -> new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
		};
	}

	private static @Nullable Integer integer(@Nullable Long number) {
		return (number != null && number == number.intValue()) ? (Integer) number.intValue() : null;
	}

	private static @Nullable Boolean bool(byte[] bytes, int from, int end) {
		if (end - from == TRUE.length() && TRUE.isAt(bytes, from, end)) {
			return Boolean.TRUE;
		}
		return (end - from == FALSE.length() && FALSE.isAt(bytes, from, end)) ? Boolean.FALSE : null;
	}

}
