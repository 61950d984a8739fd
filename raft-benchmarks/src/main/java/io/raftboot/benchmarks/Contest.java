package io.raftboot.benchmarks;

/** Which engines are compared with each other. */
enum Contest {

	/** Those that force their logs before they acknowledge. */
	FORCED("raftboot", "comparison", ""),

	/** Those that do not. */
	UNFORCED("raftboot-unforced", "comparison without forces", "Without forces: ");

	private final String ours;

	private final String section;

	private final String titlePrefix;

	Contest(String ours, String section, String titlePrefix) {
		this.ours = ours;
		this.section = section;
		this.titlePrefix = titlePrefix;
	}

	/** The engine that the others are compared with. */
	String ours() {
		return this.ours;
	}

	/** Part of a document that its tables go to. */
	String section() {
		return this.section;
	}

	/** What the titles of its tables begin with. */
	String titlePrefix() {
		return this.titlePrefix;
	}

	boolean admits(NamedEngine engine) {
		return engine.durable() == (this == FORCED);
	}

}
