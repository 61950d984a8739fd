package io.raftboot.sample;

/**
 * A key with what it holds.
 *
 * @param key the key
 * @param value what it holds
 * @param revision log index of its last write
 */
public record Item(String key, Value value, long revision) {
}
