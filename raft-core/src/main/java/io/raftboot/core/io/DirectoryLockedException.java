package io.raftboot.core.io;

import java.io.IOException;
import java.nio.file.Path;

/** Another node uses this directory. */
public final class DirectoryLockedException extends IOException {

	private static final long serialVersionUID = 1L;

	public DirectoryLockedException(Path lockFile, boolean sameProcess) {
		super("Directory " + lockFile.toAbsolutePath().getParent() + " is in use by another node "
				+ (sameProcess ? "in this JVM" : "(another process holds " + lockFile.getFileName() + ")"));
	}

}
