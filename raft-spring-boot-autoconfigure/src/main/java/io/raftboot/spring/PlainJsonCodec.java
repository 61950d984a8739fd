package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values in their plain form by itself, and leaves all others, and all
 * failures, to another codec: that one defines the format, and writes the same bytes.
 */
final class PlainJsonCodec implements ScratchCodec {

	/** The other codec may have limits for what is larger. */
	static final int READ_BYTES_MAX = 1 << 16;

	private final PlainShape[] shapes;

	private final PayloadCodec other;

	/** Type of values that are numbers by themselves, null if they are anything else. */
	private final @Nullable Class<?> number;

	/**
	 * Makes one.
	 * @param shapes of different types
	 * @param other defines the format
	 */
	PlainJsonCodec(List<PlainShape> shapes, PayloadCodec other) {
		this.shapes = shapes.toArray(PlainShape[]::new);
		this.other = other;
		this.number = (this.shapes.length == 1 && this.shapes[0] instanceof PlainValue value
				&& value.plainType().isNumber()) ? value.type() : null;
	}

	@Override
	public byte[] encode(Object value) {
		if (value.getClass() == this.number) {
			return PlainNumber.bytes(((Number) value).longValue());
		}
		PlainOutput output = new PlainOutput();
		boolean plain = write(value, output);
		byte[] bytes = output.end();
		return plain ? bytes : this.other.encode(value);
	}

	/** Writes a value; false, and nothing put, if it is not plain. */
	boolean write(Object value, PlainOutput output) {
		for (PlainShape shape : this.shapes) {
			if (shape.type() == value.getClass()) {
				return shape.write(value, output);
			}
		}
		return false;
	}

	@Override
	public @Nullable Object decode(ByteBuffer bytes, ScratchBytes scratch) {
		int size = bytes.remaining();
		if (bytes.hasArray()) {
			int from = bytes.arrayOffset() + bytes.position();
			return decode(bytes.array(), from, from + size);
		}
		if (size > READ_BYTES_MAX) {
			return this.other.decode(bytes);
		}
		byte[] copy = scratch.take(size);
		bytes.get(bytes.position(), copy, 0, size);
		Object value = decode(copy, 0, size);
		scratch.giveBack(copy);
		return value;
	}

	@Override
	public @Nullable Object decode(byte[] bytes, int from, int end) {
		if (end - from <= READ_BYTES_MAX) {
			for (PlainShape shape : this.shapes) {
				Object value = shape.read(bytes, from, end);
				if (value != null) {
					return value;
				}
			}
		}
		return this.other.decode(ByteBuffer.wrap(bytes, from, end - from).slice());
	}

}
