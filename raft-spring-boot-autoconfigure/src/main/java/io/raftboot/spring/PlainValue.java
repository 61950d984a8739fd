package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * The plain form of values that have no parts.
 *
 * @param type class of the values, no primitive one
 * @param plainType what they are
 */
record PlainValue(Class<?> type, PlainType plainType) implements PlainShape {

	private static final FixedBytes NOTHING = new FixedBytes("");

	private static final byte QUOTE = '"';

	@Override
	public boolean write(Object value, PlainOutput output) {
		if (this.plainType != PlainType.STRING) {
			return this.plainType.write(value, output);
		}
		int start = output.position();
		output.put(QUOTE);
		if (!this.plainType.write(value, output)) {
			output.backTo(start);
			return false;
		}
		output.put(QUOTE);
		return true;
	}

	@Override
	public @Nullable Object read(byte[] bytes, int from, int end) {
		if (this.plainType != PlainType.STRING) {
			return (this.plainType.end(bytes, from, end, NOTHING) == end) ? this.plainType.read(bytes, from, end)
					: null;
		}
		int first = from + 1;
		int last = end - 1;
		return (first <= last && bytes[from] == QUOTE && bytes[last] == QUOTE && PlainText.isPlain(bytes, first, last))
				? this.plainType.read(bytes, first, last) : null;
	}

}
