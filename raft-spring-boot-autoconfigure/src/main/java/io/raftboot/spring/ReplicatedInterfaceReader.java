package io.raftboot.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.raftboot.spring.ReplicatedInterface.Signature;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/** Reads the commands and queries of an interface and refuses what cannot work. */
final class ReplicatedInterfaceReader {

	private final ResolvableType type;

	private final PayloadFormat format;

	private final Map<String, CommandMethod> commands = new LinkedHashMap<>();

	private final Map<Signature, MarkedMethod> methods = new HashMap<>();

	private ReplicatedInterfaceReader(ResolvableType type, PayloadFormat format) {
		this.type = type;
		this.format = format;
	}

	/**
	 * Reads an interface.
	 * @param type the interface with its type arguments
	 * @param format writes arguments and results
	 * @return its commands and queries
	 * @throws StateMachineDefinitionException if one of them cannot work
	 */
	static ReplicatedInterface read(ResolvableType type, PayloadFormat format) {
		ReplicatedInterfaceReader reader = new ReplicatedInterfaceReader(type, format);
		for (Method method : type.toClass().getMethods()) {
			if (!method.isSynthetic() && !ReflectionUtils.isObjectMethod(method)) {
				reader.add(method);
			}
		}
		return new ReplicatedInterface(type.toClass(), reader.commands, reader.methods);
	}

	private void add(Method method) {
		RaftCommand command = AnnotatedElementUtils.findMergedAnnotation(method, RaftCommand.class);
		RaftQuery query = AnnotatedElementUtils.findMergedAnnotation(method, RaftQuery.class);
		if (command == null && query == null) {
			if (Modifier.isAbstract(method.getModifiers())) {
				throw failure(method,
						"is marked neither with @RaftCommand nor with @RaftQuery, so that nobody could "
								+ "call it on the proxy",
						"Mark it, or make it a default method that calls marked ones.");
			}
			return;
		}
		if (command != null && query != null) {
			throw failure(method, "is marked with both @RaftCommand and @RaftQuery",
					"Keep @RaftCommand if it changes anything, else @RaftQuery.");
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw failure(method, "is static, but marked", "Remove the mark, or the word static.");
		}
		checkFuture(method);
		this.methods.put(Signature.of(method),
				(command != null) ? command(method, command) : new QueryMethod(method, query.consistency()));
	}

	private static void checkFuture(Method method) {
		Class<?> result = method.getReturnType();
		if (result != CompletableFuture.class
				&& (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result))) {
			throw failure(method, "returns a " + result.getSimpleName(),
					"Return a CompletableFuture if callers shall not wait.");
		}
	}

	private CommandMethod command(Method method, RaftCommand mark) {
		String name = (!mark.name().isEmpty()) ? mark.name() : method.getName();
		int bytes = name.getBytes(StandardCharsets.UTF_8).length;
		if (!StringUtils.hasText(name) || bytes > CommandCallCodec.NAME_BYTES_MAX) {
			throw failure(method, "has a name of " + bytes + " bytes in the log",
					"Choose a name of 1 to " + CommandCallCodec.NAME_BYTES_MAX + " bytes in @RaftCommand(name = ...).");
		}
		if (mark.version() < 1 || mark.version() > CommandVersions.HIGHEST) {
			throw failure(method, "is a command of version " + mark.version(),
					"Choose a version from 1 to " + CommandVersions.HIGHEST + " in @RaftCommand(version = ...).");
		}
		checkExceptions(method);
		ResolvableType owner = this.type.as(method.getDeclaringClass());
		List<PayloadCodec> arguments = new ArrayList<>();
		Type[] parameters = method.getGenericParameterTypes();
		for (int i = 0; i < parameters.length; i++) {
			ResolvableType parameter = ResolvableType.forType(parameters[i], owner);
			arguments.add(codec(method, "parameter " + (i + 1), parameter));
		}
		CommandMethod command = new CommandMethod(name, mark.version(), method, arguments,
				resultCodec(method, ResolvableType.forType(method.getGenericReturnType(), owner)));
		CommandMethod other = this.commands.put(name, command);
		if (other != null) {
			throw failure(method, "and another method are both the command '" + name + "' in the log",
					"Give one of them a name of its own, for example @RaftCommand(name = \"" + name
							+ "2\"). The one whose commands are in the log already must keep its name.");
		}
		return command;
	}

	private static void checkExceptions(Method method) {
		for (Class<?> thrown : method.getExceptionTypes()) {
			if (!RuntimeException.class.isAssignableFrom(thrown) && !Error.class.isAssignableFrom(thrown)) {
				throw failure(method,
						"is a command that declares the checked exception " + thrown.getName()
								+ ", which no caller would ever get",
						"Remove it and throw a RuntimeException: callers get a "
								+ "CommandFailedException with its type. To tell more, return a result that says how it ended.");
			}
		}
	}

	private @Nullable PayloadCodec resultCodec(Method method, ResolvableType declared) {
		ResolvableType result = (declared.toClass() == CompletableFuture.class) ? declared.getGeneric(0) : declared;
		if (result.resolve() == void.class || result.resolve() == Void.class) {
			return null;
		}
		return codec(method, "result", result);
	}

	private PayloadCodec codec(Method method, String what, ResolvableType valueType) {
		if (valueType.resolve() == null || valueType.hasUnresolvableGenerics() || valueType.resolve() == Object.class) {
			throw failure(method,
					"cannot be replicated: its " + what + " is of type " + valueType.getType().getTypeName()
							+ ", which does not tell what to read from the log",
					"Name a concrete type, for example List<String> instead of List<?> or List. The type variables of an"
							+ " interface are known if the class names them: class Users implements Repository<User>.");
		}
		try {
			return this.format.codec(valueType);
		}
		catch (RuntimeException ex) {
			StateMachineDefinitionException failure = failure(method,
					"cannot be replicated: its " + what + " of type " + valueType + " cannot be written and read: "
							+ ex.getMessage(),
					"Change the type, or define a bean of type " + PayloadFormat.class.getName()
							+ " that writes and reads it.");
			failure.initCause(ex);
			throw failure;
		}
	}

	private static StateMachineDefinitionException failure(Method method, String problem, String action) {
		return new StateMachineDefinitionException("The method " + MarkedMethod.describe(method) + " " + problem + ".",
				action);
	}

}
