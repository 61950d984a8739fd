package io.raftboot.spring;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** A codec that copies what it reads into an array that is used over and over. */
interface ScratchCodec extends PayloadCodec {

	@Override
	default @Nullable Object decode(ByteBuffer bytes) {
		return decode(bytes, ScratchBytes.ofThread());
	}

	/** Reads a value as {@link #decode(ByteBuffer)}, in an array of the caller. */
	@Nullable Object decode(ByteBuffer bytes, ScratchBytes scratch);

	/** Reads a value that stands in an array between two indexes, and copies nothing. */
	@Nullable Object decode(byte[] bytes, int from, int end);

}
