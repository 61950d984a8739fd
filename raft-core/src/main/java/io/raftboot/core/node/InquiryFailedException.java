package io.raftboot.core.node;

/** The asked node has no answer to a question of {@link RaftNode#inquire}. */
public final class InquiryFailedException extends RaftException {

	private static final long serialVersionUID = 1L;

	private final boolean topicUnknown;

	public InquiryFailedException(String message, boolean topicUnknown) {
		super(message);
		this.topicUnknown = topicUnknown;
	}

	/** Whether the node, or the version of it that runs, does not know the question. */
	public boolean isTopicUnknown() {
		return this.topicUnknown;
	}

}
