package io.raftboot.core.node;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.raftboot.core.statemachine.AnswerKeeper;

/** Keeps answers as a database would that outlives the node. */
final class MemoryKeeper implements AnswerKeeper {

	final SortedMap<Long, byte[]> rows = new TreeMap<>();

	@Override
	public synchronized void keep(long lastIndex, byte[] answers, long obsoleteIndex) {
		this.rows.headMap(obsoleteIndex + 1).clear();
		if (this.rows.put(lastIndex, answers) != null) {
			throw new IllegalStateException("Index " + lastIndex + " was kept before");
		}
	}

	@Override
	public synchronized List<byte[]> kept() {
		return List.copyOf(this.rows.values());
	}

	synchronized long lowest() {
		return this.rows.isEmpty() ? 0L : this.rows.firstKey();
	}

}
