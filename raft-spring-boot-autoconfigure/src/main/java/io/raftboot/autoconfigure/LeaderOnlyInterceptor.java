package io.raftboot.autoconfigure;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.raftboot.core.node.Leadership;
import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.RaftLeadership;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/** Lets calls of {@link LeaderOnly} methods through on the leader alone. */
final class LeaderOnlyInterceptor implements MethodInterceptor {

	private final Supplier<RaftLeadership> leadership;

	LeaderOnlyInterceptor(Supplier<RaftLeadership> leadership) {
		this.leadership = leadership;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (ReflectionUtils.isObjectMethod(invocation.getMethod())) {
			return invocation.proceed();
		}
		RaftLeadership leadership = this.leadership.get();
		Leadership held = leadership.current();
		if (held == null || !held.isHeld()) {
			if (isSkipped(invocation)) {
				return null;
			}
			held = leadership.require();
		}
		return leadership.within(held, invocation::proceed);
	}

	private static boolean isSkipped(MethodInvocation invocation) {
		Method called = invocation.getMethod();
		if (called.getReturnType() != void.class) {
			return false;
		}
		Class<?> type = (invocation.getThis() != null) ? AopUtils.getTargetClass(invocation.getThis())
				: called.getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(called, type);
		LeaderOnly marked = AnnotatedElementUtils.findMergedAnnotation(method, LeaderOnly.class);
		if (marked == null) {
			marked = AnnotatedElementUtils.findMergedAnnotation(type, LeaderOnly.class);
		}
		return marked == null || marked.elsewhere() == LeaderOnly.Elsewhere.SKIP;
	}

}
