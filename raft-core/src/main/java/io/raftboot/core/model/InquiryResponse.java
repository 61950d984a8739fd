package io.raftboot.core.model;

import java.nio.ByteBuffer;

/**
 * Answers an {@link InquiryRequest}.
 *
 * @param from who answers
 * @param term its current term
 * @param requestId number of the question
 * @param status whether there is an answer
 * @param content the answer, at most {@value #CONTENT_BYTES_MAX} bytes; why there is
 * none, in UTF-8, if the node is unable
 */
public record InquiryResponse(NodeId from, long term, long requestId, InquiryResponse.Status status,
		ByteBuffer content) implements Message.Observation {

	/** Most bytes of an answer. */
	public static final int CONTENT_BYTES_MAX = 512 << 10;

	/** Whether there is an answer; written to the wire by its ordinal. */
	public enum Status {

		/** There is. */
		ANSWERED,
		/** The node, or this version of it, does not know the question. */
		UNKNOWN_TOPIC,
		/** The node knows the question and cannot answer. */
		UNABLE

	}

}
