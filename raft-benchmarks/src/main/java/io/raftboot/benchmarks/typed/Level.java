package io.raftboot.benchmarks.typed;

/** How a command of about as many bytes gets to the engine. */
public enum Level {

	/** {@code RaftNode.propose}: bytes, one attempt. */
	PROPOSE("RaftNode.propose"),

	/** The same, reading values from the bytes and answering with one. */
	BY_HAND("the same, values by hand"),

	/** {@code RaftNode.submit}: bytes, applied once however often it is tried. */
	SUBMIT("RaftNode.submit"),

	/** A record through {@code RaftOperations} to a {@code ReplicatedService}. */
	TEMPLATE("RaftTemplate.submit"),

	/** A call of a replicated bean's interface. */
	BEAN("replicated bean");

	private final String text;

	Level(String text) {
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
