package io.raftboot.core.model;

/**
 * The name by which a node is known to its cluster for its whole life. A node is its id,
 * never its address.
 *
 * @param value 1 to 64 characters out of {@code A-Z a-z 0-9 . _ -}
 */
public record NodeId(String value) implements Comparable<NodeId> {

	/** Most characters (and, being ASCII, bytes) of an id. */
	public static final int LENGTH_MAX = 64;

	public NodeId {
		if (value.isEmpty() || value.length() > LENGTH_MAX) {
			throw new IllegalArgumentException(
					"Node id '" + value + "' has " + value.length() + " characters; it takes 1 to " + LENGTH_MAX);
		}
		if (value.equals(".") || value.equals("..")) {
			throw new IllegalArgumentException("Node id '" + value + "' is the name of a directory");
		}
		for (int i = 0; i < value.length(); i++) {
			if (!allowed(value.charAt(i))) {
				throw new IllegalArgumentException("Node id '" + value + "' contains '" + value.charAt(i)
						+ "'; letters, digits, '.', '_' and '-' are allowed");
			}
		}
	}

	public static NodeId of(String value) {
		return new NodeId(value);
	}

	private static boolean allowed(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
				|| c == '-';
	}

	@Override
	public int compareTo(NodeId other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
