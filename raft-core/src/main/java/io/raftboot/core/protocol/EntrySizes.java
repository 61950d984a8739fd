package io.raftboot.core.protocol;

/**
 * What the core may ask about entries without reading them. Answers are exact for recent
 * entries and estimates for old ones; nothing but flow control hangs on them.
 */
public interface EntrySizes {

	/**
	 * How far a message that starts with {@code firstIndex} may reach: at least
	 * {@code firstIndex}, at most {@code lastIndex}, about {@code bytesMax} bytes.
	 */
	long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax);

	/** Bytes of these entries with headers and padding. */
	long bytes(long firstIndex, long lastIndex);

}
