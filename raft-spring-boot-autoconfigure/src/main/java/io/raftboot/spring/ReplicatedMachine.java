package io.raftboot.spring;

import java.nio.ByteBuffer;

import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.Assert;

/**
 * A state machine of the application, as it is known to the engine.
 *
 * @param name its replicated name
 * @param beanName name of its bean
 * @param type class of its bean
 * @param commandType what it takes for a command
 * @param concurrent whether queries may run at any time on any thread
 * @param stateMachine what the engine feeds
 * @param commandCodec writes commands
 * @param resultCodec reads results
 */
public record ReplicatedMachine(String name, String beanName, Class<?> type, Class<?> commandType, boolean concurrent,
		StateMachine stateMachine, PayloadCodec commandCodec, PayloadCodec resultCodec) {

	/**
	 * The machine of a bean outside of any application, with its commands and results in
	 * JSON: for tests that feed it as the engine does.
	 * @param machine an instance of a class marked with {@link RaftStateMachine}
	 * @return what the engine would be given
	 * @throws StateMachineDefinitionException if it cannot be replicated
	 */
	public static ReplicatedMachine of(Object machine) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton(StateMachineBeans.nameBehindProxy("service"), machine);
		return ReplicatedMachines.find(beans, new JacksonPayloadFormat()).all().iterator().next();
	}

	ByteBuffer encodeCommand(Object command) {
		Assert.notNull(command, "'command' must not be null");
		if (!this.commandType.isInstance(command)) {
			if (this.commandType == CommandCall.class) {
				throw new IllegalArgumentException("State machine '" + this.name
						+ "' takes its commands by calls of its interface, not as values");
			}
			throw new IllegalArgumentException("State machine '" + this.name + "' takes commands of "
					+ this.commandType.getName() + ", not " + command.getClass().getName());
		}
		try {
			return ByteBuffer.wrap(this.commandCodec.encode(command));
		}
		catch (IllegalArgumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("A command of " + command.getClass().getName() + " cannot be written",
					ex);
		}
	}

	/** Which version of this machine's commands it is one of. */
	int commandVersion(Object command) {
		return (command instanceof CommandCall call) ? call.method().version() : CommandVersions.of(command.getClass());
	}

	/**
	 * Reads what a command was answered.
	 * @param command what was answered: a method's call tells the type of its result
	 * @param result in bytes, null if it is none
	 * @return the result
	 * @throws RuntimeException if the bytes are none
	 */
	public @Nullable Object decodeResult(Object command, byte @Nullable [] result) {
		return decodeResult(resultCodec(command), result);
	}

	/** The same, given the {@link #resultCodec} of what was answered. */
	static @Nullable Object decodeResult(@Nullable PayloadCodec codec, byte @Nullable [] result) {
		if (codec == null || result == null) {
			return null;
		}
		return (codec instanceof ScratchCodec plain) ? plain.decode(result, 0, result.length)
				: codec.decode(ByteBuffer.wrap(result));
	}

	/** Reads what this command is answered, null for one without result. */
	@Nullable PayloadCodec resultCodec(Object command) {
		return (command instanceof CommandCall call) ? call.method().resultCodec() : this.resultCodec;
	}

}
