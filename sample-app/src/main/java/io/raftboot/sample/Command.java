package io.raftboot.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A change of the store, as it stands in the replicated log. The names in JSON are part
 * of the log's format: they may be added to, never changed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({ @JsonSubTypes.Type(value = Command.Put.class, name = "put"),
		@JsonSubTypes.Type(value = Command.Delete.class, name = "delete"),
		@JsonSubTypes.Type(value = Command.Cas.class, name = "cas"),
		@JsonSubTypes.Type(value = Command.Append.class, name = "append") })
public sealed interface Command {

	/** The key to change. */
	String key();

	/**
	 * Writes a text, whatever the key holds.
	 *
	 * @param key the key to change
	 * @param value the text to write
	 */
	record Put(String key, String value) implements Command {
	}

	/**
	 * Removes a key.
	 *
	 * @param key the key to remove
	 */
	record Delete(String key) implements Command {
	}

	/**
	 * Writes a text if the key holds the expected one.
	 *
	 * @param key the key to change
	 * @param expected what the key must hold, null if it must hold nothing
	 * @param value the text to write
	 */
	record Cas(String key, @Nullable String expected, String value) implements Command {
	}

	/**
	 * Adds an element at the end of a list; makes the list if the key holds nothing.
	 *
	 * @param key the key to change
	 * @param element the element to add
	 */
	record Append(String key, String element) implements Command {
	}

}
