package io.raftboot.test.scenario;

/**
 * A value that is expected: exactly it, or a number compared with it.
 *
 * @param operator one of = != &lt; &lt;= &gt; &gt;=
 * @param value what it is compared with
 */
record Expected(String operator, String value) {

	static final String NUMBER = "(>=|<=|!=|>|<|=)?-?\\d+";

	/** Reads {@code 5}, {@code >=5} and the like. */
	static Expected parse(String word) {
		int length = 0;
		while (length < word.length() && "<>=!".indexOf(word.charAt(length)) >= 0) {
			length++;
		}
		String operator = word.substring(0, length);
		return new Expected(operator.isEmpty() ? "=" : operator, word.substring(length));
	}

	boolean isExact() {
		return this.operator.equals("=");
	}

	boolean matches(long found) {
		return matches(String.valueOf(found));
	}

	boolean matches(String found) {
		if (this.operator.equals("=") || this.operator.equals("!=")) {
			return found.equals(this.value) == this.operator.equals("=");
		}
		if (!found.matches("-?\\d+") || !this.value.matches("-?\\d+")) {
			return false;
		}
		int order = Long.compare(Long.parseLong(found), Long.parseLong(this.value));
		return switch (this.operator) {
			case "<" -> order < 0;
			case "<=" -> order <= 0;
			case ">" -> order > 0;
			default -> order >= 0;
		};
	}

	@Override
	public String toString() {
		return (isExact() ? "" : this.operator) + this.value;
	}
}
