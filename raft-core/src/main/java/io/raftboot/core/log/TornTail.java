package io.raftboot.core.log;

/**
 * Bytes behind the last good frame that a crash left behind: written, never acknowledged.
 *
 * @param segment where they lie; the last one
 * @param offset of the first of them
 * @param end behind the last of them that is not zero
 * @param batchNumber number the torn frame has or would have
 * @param what why it is no frame
 * @param entries the entries it was to hold, as far as known
 */
record TornTail(Segment segment, long offset, long end, long batchNumber, String what, String entries) {

	long bytes() {
		return this.end - this.offset;
	}

}
