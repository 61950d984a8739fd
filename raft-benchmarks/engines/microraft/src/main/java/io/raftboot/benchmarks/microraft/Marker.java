package io.raftboot.benchmarks.microraft;

/** Operations that are no commands. */
enum Marker {

	/** What a leader begins its term with. */
	NEW_TERM,

	/** A query, never in the log. */
	READ

}
