package io.raftboot.spring;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** Writes and reads values of one type. For any thread, several at once. */
public interface PayloadCodec {

	/**
	 * Writes a value.
	 * @param value of the type
	 * @return its bytes
	 * @throws RuntimeException if it cannot be written
	 */
	byte[] encode(Object value);

	/**
	 * Reads a value.
	 * @param bytes from position to limit, which stay as they are; valid during the call
	 * only
	 * @return the value
	 * @throws RuntimeException if the bytes are not a value of the type
	 */
	@Nullable Object decode(ByteBuffer bytes);

}
