package io.raftboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.raftboot.core.node.Consistency;

/**
 * Marks a method of an interface as a query: the injected proxy calls it on the
 * {@link RaftStateMachine} bean of this node once its state is fresh enough, between two
 * batches of commits, or on the thread of the caller if the bean is
 * {@linkplain RaftStateMachine#concurrent() concurrent}. It must change nothing, and
 * answer with values that do not change later: a copy of a collection, not the collection
 * itself.
 * <p>
 * Arguments and answers are passed as they are, and so are exceptions. A method that
 * returns a {@link java.util.concurrent.CompletableFuture} does not make its caller wait;
 * the state machine returns a completed one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RaftQuery {

	/** How fresh the state must be. */
	Consistency consistency() default Consistency.LINEARIZABLE;

}
