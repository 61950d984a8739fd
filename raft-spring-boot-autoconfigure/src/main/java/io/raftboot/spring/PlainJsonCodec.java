package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values in their plain form by itself, and leaves all others, and all
 * failures, to another codec: that one defines the format, and writes the same bytes.
 */
final class PlainJsonCodec implements PayloadCodec {

	/** The other codec may have limits for what is larger. */
	static final int READ_BYTES_MAX = 1 << 16;

	private final PlainShape[] shapes;

	private final PayloadCodec other;

	/**
	 * Makes one.
	 * @param shapes of different types
	 * @param other defines the format
	 */
	PlainJsonCodec(List<PlainShape> shapes, PayloadCodec other) {
		this.shapes = shapes.toArray(PlainShape[]::new);
		this.other = other;
	}

	@Override
	public byte[] encode(Object value) {
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
	public @Nullable Object decode(ByteBuffer bytes) {
		return decode(bytes, bytes.position(), bytes.remaining());
	}

	/** Reads so many bytes from an index on. */
	@Nullable Object decode(ByteBuffer source, int from, int bytes) {
		Object value = (bytes <= READ_BYTES_MAX) ? read(source, from, bytes) : null;
		return (value != null) ? value : this.other.decode(source.slice(from, bytes));
	}

	private @Nullable Object read(ByteBuffer source, int from, int bytes) {
		byte[] copy = ScratchBytes.take(bytes);
		source.get(from, copy, 0, bytes);
		Object value = read(copy, bytes);
		ScratchBytes.giveBack(copy);
		return value;
	}

	private @Nullable Object read(byte[] copy, int bytes) {
		for (PlainShape shape : this.shapes) {
			Object value = shape.read(new PlainInput(copy, bytes));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

}
