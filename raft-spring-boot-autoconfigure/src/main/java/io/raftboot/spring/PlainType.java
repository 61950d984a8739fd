package io.raftboot.spring;

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
	 * Reads a value without quotes, null if none in its plain form comes next.
	 * @param behind what stands behind it
	 */
	@Nullable Object read(PlainInput input, FixedBytes behind) {
		return switch (this) {
			case LONG -> input.number();
			case INTEGER -> integer(input.number());
			case BOOLEAN -> bool(input);
			case STRING -> input.text(behind);
		};
	}

	private static @Nullable Integer integer(@Nullable Long number) {
		return (number != null && number == number.intValue()) ? (Integer) number.intValue() : null;
	}

	private static @Nullable Boolean bool(PlainInput input) {
		if (input.skip(TRUE)) {
			return Boolean.TRUE;
		}
		return input.skip(FALSE) ? Boolean.FALSE : null;
	}

}
