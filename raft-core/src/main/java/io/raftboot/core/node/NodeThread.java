package io.raftboot.core.node;

/**
 * A thread on which everything of a node waits for whatever it is doing: its loop, its
 * log writer, its applier.
 */
final class NodeThread extends Thread {

	NodeThread(Runnable task, String name) {
		super(task, name);
	}

	static boolean isCurrent() {
		return Thread.currentThread() instanceof NodeThread;
	}

}
