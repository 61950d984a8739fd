package io.raftboot.benchmarks.microraft;

/** MicroRaft on a plain file that is never forced. */
public final class UnforcedFileMicroRaft extends FileMicroRaft {

	public UnforcedFileMicroRaft() {
		super("microraft-file-unforced", "writes it to the operating system, without a force,", false);
	}

}
