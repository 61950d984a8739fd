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
		for (PlainShape shape : this.shapes) {
			if (shape.type() == value.getClass()) {
				byte[] bytes = shape.write(value);
				return (bytes != null) ? bytes : this.other.encode(value);
			}
		}
		return this.other.encode(value);
	}

	@Override
	public @Nullable Object decode(ByteBuffer bytes) {
		if (bytes.remaining() > READ_BYTES_MAX) {
			return this.other.decode(bytes);
		}
		byte[] copy = new byte[bytes.remaining()];
		bytes.get(bytes.position(), copy);
		for (PlainShape shape : this.shapes) {
			Object value = shape.read(copy);
			if (value != null) {
				return value;
			}
		}
		return this.other.decode(ByteBuffer.wrap(copy));
	}

}
