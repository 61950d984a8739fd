package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * The only thread of an {@link InstantCluster}. Its queues grow to the most commands ever
 * outstanding and then allocate nothing.
 */
final class InstantApplier extends Thread {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final AppliedOperations[] machines;

	private final ArrayDeque<ByteBuffer> commands = new ArrayDeque<>();

	private final ArrayDeque<Completion> completions = new ArrayDeque<>();

	private boolean ended;

	InstantApplier(AppliedOperations[] machines) {
		super("instant-applier");
		setDaemon(true);
		this.machines = machines;
	}

	void add(@Nullable ByteBuffer command, Completion completion) {
		synchronized (this.commands) {
			this.commands.add((command != null) ? command : NOTHING);
			this.completions.add(completion);
			this.commands.notify();
		}
	}

	void end() throws InterruptedException {
		synchronized (this.commands) {
			this.ended = true;
			this.commands.notify();
		}
		join();
	}

	@Override
	public void run() {
		try {
			while (true) {
				ByteBuffer command;
				Completion completion;
				synchronized (this.commands) {
					while (this.commands.isEmpty() && !this.ended) {
						this.commands.wait();
					}
					if (this.commands.isEmpty()) {
						return;
					}
					command = this.commands.remove();
					completion = this.completions.remove();
				}
				apply(command);
				completion.accept(null, null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void apply(ByteBuffer command) {
		if (!command.hasRemaining()) {
			return;
		}
		for (AppliedOperations machine : this.machines) {
			machine.apply(command);
		}
	}

}
