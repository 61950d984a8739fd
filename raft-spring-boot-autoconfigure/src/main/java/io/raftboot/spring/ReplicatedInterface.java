package io.raftboot.spring;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** The commands and queries of an interface. */
final class ReplicatedInterface {

	private final Class<?> type;

	private final Map<String, CommandMethod> commands;

	private final CommandMethod[] all;

	private final Map<Signature, MarkedMethod> methods;

	private final Map<Method, MarkedMethod> found = new ConcurrentHashMap<>();

	ReplicatedInterface(Class<?> type, Map<String, CommandMethod> commands, Map<Signature, MarkedMethod> methods) {
		this.type = type;
		this.commands = commands;
		this.all = commands.values().toArray(CommandMethod[]::new);
		this.methods = methods;
	}

	Class<?> type() {
		return this.type;
	}

	/** The highest version of its commands. */
	int commandVersion() {
		return this.commands.values().stream().mapToInt(CommandMethod::version).max().orElse(1);
	}

	boolean hasCommand(String name) {
		return this.commands.containsKey(name);
	}

	/** The command of this name in the log. */
	CommandMethod command(String name) {
		CommandMethod command = this.commands.get(name);
		if (command == null) {
			throw new UnknownCommandException("no method of " + this.type.getName() + " is the command '" + name
					+ "'. Start a version that has it, or mark the method it was renamed to with @RaftCommand(name = \""
					+ name + "\")");
		}
		return command;
	}

	/** The command whose name in the log so many bytes are, from an index on. */
	CommandMethod command(byte[] bytes, int from, int length) {
		for (CommandMethod command : this.all) {
			if (command.isNamed(bytes, from, length)) {
				return command;
			}
		}
		return command(new String(bytes, from, length, StandardCharsets.UTF_8));
	}

	/** What a call of a proxy means, null for what is not replicated. */
	@Nullable MarkedMethod find(Method method) {
		MarkedMethod marked = this.found.get(method);
		if (marked == null) {
			marked = this.methods.get(Signature.of(method));
			if (marked != null) {
				this.found.put(method, marked);
			}
		}
		return marked;
	}

	/** What tells the methods of a proxy apart. */
	record Signature(String name, List<Class<?>> parameterTypes) {

		static Signature of(Method method) {
			return new Signature(method.getName(), List.of(method.getParameterTypes()));
		}

	}

}
