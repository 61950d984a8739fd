package io.raftboot.core.node;

/** Which of a node's threads is the loop. */
final class LoopThread {

	private volatile Thread current;

	LoopThread(Thread first) {
		this.current = first;
	}

	Thread current() {
		return this.current;
	}

	/**
	 * The calling thread is the loop from here on, by name too.
	 * @return the one that was, with the caller's name
	 */
	Thread relieve() {
		Thread relieved = this.current;
		Thread relieving = Thread.currentThread();
		String name = relieved.getName();
		relieved.setName(relieving.getName());
		relieving.setName(name);
		this.current = relieving;
		return relieved;
	}

}
