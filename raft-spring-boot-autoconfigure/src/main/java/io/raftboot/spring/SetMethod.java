package io.raftboot.spring;

import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a command of an interface with the properties of a JSON object, which have the
 * names of its parameters.
 */
final class SetMethod implements RaftSetCommand {

	private static final JsonMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

	private final CommandMethod method;

	private final List<String> names;

	private final Type[] types;

	SetMethod(CommandMethod method) {
		this.method = method;
		this.names = Arrays.stream(method.method().getParameters()).map(Parameter::getName).toList();
		this.types = method.method().getGenericParameterTypes();
	}

	/** Whether the names of its parameters are known. */
	static boolean isPossible(CommandMethod method) {
		return Arrays.stream(method.method().getParameters()).allMatch(Parameter::isNamePresent);
	}

	@Override
	public Object command(byte[] body) {
		JsonNode object = MAPPER.readTree(body);
		if (!object.isObject()) {
			throw new IllegalArgumentException("The body is no JSON object with the properties " + this.names);
		}
		for (String property : object.propertyNames()) {
			if (!this.names.contains(property)) {
				throw new IllegalArgumentException("Property '" + property + "' is none of " + this.names);
			}
		}
		@Nullable Object[] arguments = new Object[this.names.size()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = argument(object.get(this.names.get(i)), i);
		}
		return new CommandCall(this.method, arguments);
	}

	private @Nullable Object argument(@Nullable JsonNode value, int i) {
		if (value == null && this.method.method().getParameterTypes()[i] == Optional.class) {
			return Optional.empty();
		}
		if (value == null) {
			throw new IllegalArgumentException("Property '" + this.names.get(i) + "' is missing");
		}
		return MAPPER.readerFor(MAPPER.constructType(this.types[i])).readValue(value);
	}

}
