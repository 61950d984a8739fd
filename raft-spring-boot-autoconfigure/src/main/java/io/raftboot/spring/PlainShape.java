package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * The plain form of the values of one class. Everything else about a value is somebody
 * else's: both directions say that they do not know it then. For any thread.
 */
interface PlainShape {

	/** Class of the values, no primitive one. */
	Class<?> type();

	/** Writes a value of the type; false, and nothing put, if it is not plain. */
	boolean write(Object value, PlainOutput output);

	/**
	 * Reads the value that takes all bytes from an index to an end; null if this is not
	 * one of the type in its plain form.
	 */
	@Nullable Object read(byte[] bytes, int from, int end);

}
