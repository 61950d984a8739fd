package io.raftboot.core.protocol;

import io.raftboot.core.model.ConfigurationEntry;

/**
 * A configuration with the index of its entry.
 *
 * @param index where it stands in the log, 0 for the list a node was started with
 * @param entry what it says
 */
public record IndexedConfiguration(long index, ConfigurationEntry entry) {
}
