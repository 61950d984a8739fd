package io.raftboot.core.model;

import java.nio.charset.StandardCharsets;

/**
 * Asks the application of a node something that the engine knows nothing of.
 *
 * @param from who asks
 * @param term its current term
 * @param requestId its number for the question
 * @param topic what is asked, from 1 to {@value #TOPIC_BYTES_MAX} bytes
 */
public record InquiryRequest(NodeId from, long term, long requestId, String topic) implements Message.Observation {

	/** Most bytes of a topic in UTF-8. */
	public static final int TOPIC_BYTES_MAX = 64;

	public InquiryRequest {
		checkTopic(topic);
	}

	/**
	 * Checks a topic.
	 * @throws IllegalArgumentException if it is empty or too long
	 */
	public static void checkTopic(String topic) {
		int bytes = topic.getBytes(StandardCharsets.UTF_8).length;
		if (bytes < 1 || bytes > TOPIC_BYTES_MAX) {
			throw new IllegalArgumentException("Topic of " + bytes + " bytes, not from 1 to " + TOPIC_BYTES_MAX);
		}
	}

}
