package io.raftboot.core.log;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Name of a segment file: {@code <baseIndex, 20 decimal digits>-<sequence, 16 hex
 * digits>.seg}. The order of segments is their sequence; an override makes the base index
 * go back.
 *
 * @param baseIndex lowest index the segment may hold
 * @param sequence number of the segment, never used twice
 */
record SegmentName(long baseIndex, long sequence) {

	static final String SUFFIX = ".seg";

	private static final int LENGTH = 20 + 1 + 16 + SUFFIX.length();

	/** The name in this text, {@code null} if it is no segment's. */
	static @Nullable SegmentName parse(String text) {
		if (text.length() != LENGTH || !text.endsWith(SUFFIX) || text.charAt(20) != '-') {
			return null;
		}
		try {
			SegmentName name = new SegmentName(Long.parseLong(text, 0, 20, 10),
					Long.parseUnsignedLong(text, 21, 37, 16));
			return name.toString().equals(text) ? name : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%020d-%016x%s", this.baseIndex, this.sequence, SUFFIX);
	}

}
