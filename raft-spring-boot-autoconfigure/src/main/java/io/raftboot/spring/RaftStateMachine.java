package io.raftboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean as the replicated state machine of the application. Goes on a class, which
 * makes it a component, or on a {@code @Bean} method. The bean either implements an
 * interface of the application with {@link RaftCommand} and {@link RaftQuery} methods,
 * and {@link ReplicatedState}; then who injects the interface gets a proxy to it. Or it
 * implements {@link ReplicatedService}, which has more hooks.
 * <p>
 * The name is the <em>replicated</em> one: it stands in the log in front of every
 * command. It has nothing to do with the name of the bean and must stay the same for as
 * long as the data live, whatever the class is called. Several machines share one log;
 * each needs a name of its own.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface RaftStateMachine {

	/** Replicated name of an application's only state machine. */
	String DEFAULT_NAME = "default";

	/** The replicated name. Alias of {@link #name}. */
	// The alias also keeps Spring from taking it for the name of the bean
	@AliasFor("name")
	String value() default DEFAULT_NAME;

	/** The replicated name: 1 to 64 bytes in UTF-8. */
	@AliasFor("value")
	String name() default DEFAULT_NAME;

	/**
	 * Whether queries may run at any time on any thread, also during a commit. Blocking
	 * queries then run on the thread of the caller instead of waiting for their turn
	 * between two batches.
	 */
	boolean concurrent() default false;

}
