package io.raftboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what only the leader of the cluster does: scheduled jobs above all. A call of the
 * method, or of any method of a marked class, runs while this node is the leader by
 * {@link RaftLeadership#isLeader()}; on every other node it is skipped or refused.
 * <p>
 * It is looked at when the call begins. What the method then does may last longer than
 * the leadership, and the process may stop for any time at any place: send
 * {@link RaftLeadership#current() the token} along with whatever changes something
 * elsewhere, and have the receiver refuse old ones. {@code docs/leader-only.md} has the
 * whole story.
 * <p>
 * Works by a proxy, like {@code @Transactional}: for calls from outside of the bean, and
 * not for private, static and final methods, which fail the start.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface LeaderOnly {

	/** What becomes of a call while this node is not the leader. */
	Elsewhere elsewhere() default Elsewhere.SKIP;

	/** What becomes of a call on a node that is not the leader. */
	enum Elsewhere {

		/**
		 * A method without a result does nothing. One with a result has nothing to answer
		 * and is refused, as with {@link #THROW}.
		 */
		SKIP,
		/**
		 * Refused with a {@link io.raftboot.core.node.NotLeaderException}, which names
		 * the leader if it is known.
		 */
		THROW

	}

}
