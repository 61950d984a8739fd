package io.raftboot.test.scenario;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which messages are meant.
 *
 * @param type null for any
 * @param from null for anybody
 * @param to null for anybody
 * @param conditions on fields, all of which must hold
 */
record MessagePattern(@Nullable String type, @Nullable String from, @Nullable String to, List<Condition> conditions) {

	boolean matches(Flight flight) {
		if ((this.type != null && !this.type.equals(MessageFields.type(flight.message())))
				|| (this.from != null && !this.from.equals(flight.from().value()))
				|| (this.to != null && !this.to.equals(flight.to().value()))) {
			return false;
		}
		if (this.conditions.isEmpty()) {
			return true;
		}
		Map<String, String> fields = MessageFields.of(flight.message());
		return this.conditions.stream().allMatch((condition) -> condition.holds(fields));
	}

	@Override
	public String toString() {
		return (this.type != null ? this.type : "*") + " " + (this.from != null ? this.from : "*") + " -> "
				+ (this.to != null ? this.to : "*") + (this.conditions.isEmpty() ? ""
						: " with " + String.join(" ", this.conditions.stream().map(Condition::toString).toList()));
	}

	/** What a field must be. */
	record Condition(String field, Expected expected) {

		boolean holds(Map<String, String> fields) {
			String value = fields.get(this.field);
			return value != null && this.expected.matches(value);
		}

		@Override
		public String toString() {
			return this.field + (this.expected.isExact() ? "=" : "") + this.expected;
		}
	}
}
