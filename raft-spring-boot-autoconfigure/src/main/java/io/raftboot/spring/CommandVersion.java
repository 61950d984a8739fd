package io.raftboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a class of commands since which version of its state machine's commands there
 * is such a one; 1 for classes without it. The highest one is the version of the machine:
 * nodes tell it to each other, and a command is refused with a
 * {@link io.raftboot.core.node.MachineNotReadyException} until every member can apply it,
 * so that a rolling restart brings new commands in. Commands of a replicated bean say it
 * by {@link RaftCommand#version}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface CommandVersion {

	/** From 1 to 65535. */
	int value();

}
