package io.raftboot.test.scenario;

/** What a line of a script does. */
@FunctionalInterface
interface Step {

	void run(Cluster cluster);

}
