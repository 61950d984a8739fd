package io.raftboot.sample;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds: a text or a list of texts. In JSON a string or an array of strings.
 *
 * @param text the text, null for a list
 * @param items the list, null for a text
 */
public record Value(@Nullable String text, @Nullable List<String> items) {

	public Value {
		if ((text == null) == (items == null)) {
			throw new IllegalArgumentException("A value is either a text or a list");
		}
		items = (items != null) ? List.copyOf(items) : null;
	}

	/** A text. */
	public static Value text(String text) {
		return new Value(text, null);
	}

	/** A list. */
	public static Value list(List<String> items) {
		return new Value(null, items);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static Value of(Object json) {
		if (json instanceof String text) {
			return text(text);
		}
		if (json instanceof List<?> items) {
			return list(items.stream().map(String.class::cast).toList());
		}
		throw new IllegalArgumentException("Neither a text nor a list: " + json.getClass().getName());
	}

	@JsonValue
	Object json() {
		return (this.text != null) ? this.text : items();
	}

	/** Whether this is that text. A list never is. */
	boolean isText(@Nullable String other) {
		return this.text != null && this.text.equals(other);
	}

}
