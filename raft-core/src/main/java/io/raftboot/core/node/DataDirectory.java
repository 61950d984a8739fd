package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/** What can be told of a node's data without starting it. */
public final class DataDirectory {

	private DataDirectory() {
	}

	/**
	 * The node whose data a directory holds. Takes no lock and changes nothing, so that
	 * it may be asked while the node runs. For any thread; reads one small file.
	 * @param dataDirectory as in {@link RaftNodeOptions#dataDirectory}
	 * @return null if there are no data, or they cannot be read: a start says why
	 */
	public static @Nullable NodeId owner(Path dataDirectory) {
		try {
			return FileStorage.owner(Disk.system(), dataDirectory.resolve(RaftNodeOptions.GROUP));
		}
		catch (IOException ex) {
			return null;
		}
	}

}
