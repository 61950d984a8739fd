package io.raftboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of an interface as a command: who calls it on the injected proxy writes
 * it to the log, and every node calls it on its own {@link RaftStateMachine} bean, one at
 * a time, in the order of the log, on a thread of the node.
 * <p>
 * In the log stand the name of the command and its arguments, in their order. Both must
 * stay as they are for as long as the data live; parameters may be added at the end, and
 * are null, zero or an empty {@link java.util.Optional} for commands from before. The
 * method answers with a value, nothing, or a
 * {@link java.util.concurrent.CompletableFuture}: the proxy then does not wait, while the
 * state machine returns a completed one.
 * <p>
 * Callers get what {@link RaftOperations} says, with an exception of the state machine as
 * a {@link io.raftboot.core.statemachine.CommandFailedException}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RaftCommand {

	/** Name of the command in the log. Alias of {@link #name}. */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the command in the log, 1 to 255 bytes in UTF-8: set it to keep the old
	 * name when the method is renamed, or to tell overloaded methods apart. The name of
	 * the method by default.
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Since which version of its state machine's commands there is this one, from 1 to
	 * 65535. The highest one is the version of the machine: nodes tell it to each other,
	 * and the command is refused with a
	 * {@link io.raftboot.core.node.MachineNotReadyException} until every member can apply
	 * it, so that a rolling restart brings new commands in.
	 */
	int version() default 1;

}
