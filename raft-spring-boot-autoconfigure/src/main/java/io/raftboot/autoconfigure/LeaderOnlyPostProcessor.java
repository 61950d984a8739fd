package io.raftboot.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.LeaderOnlyDefinitionException;
import io.raftboot.spring.RaftLeadership;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Puts beans with {@link LeaderOnly} methods behind a proxy, or adds to the one they
 * have. In front of transactions and the like, which need not begin elsewhere; inside of
 * {@code @Async}, so that the thread that does the work looks.
 */
final class LeaderOnlyPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	private final transient ObjectProvider<RaftLeadership> leadership;

	/** A bean that needs a leadership, for the message if there is none. */
	private volatile @Nullable String guarded;

	LeaderOnlyPostProcessor(ObjectProvider<RaftLeadership> leadership) {
		this.leadership = leadership;
		ComposablePointcut marked = new ComposablePointcut(new AnnotationMatchingPointcut(LeaderOnly.class, true))
			.union(new AnnotationMatchingPointcut(null, LeaderOnly.class, true));
		this.advisor = new DefaultPointcutAdvisor(marked, new LeaderOnlyInterceptor(leadership::getObject));
		setBeforeExistingAdvisors(true);
		// In front of what finds @Scheduled methods, which has to find the proxy
		setOrder(Ordered.LOWEST_PRECEDENCE - 1);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object guardedBean = super.postProcessAfterInitialization(bean, beanName);
		if (this.guarded == null && isEligible(AopUtils.getTargetClass(bean))) {
			this.guarded = beanName;
		}
		return guardedBean;
	}

	@Override
	protected boolean isEligible(Class<?> targetClass) {
		boolean eligible = super.isEligible(targetClass);
		if (eligible) {
			boolean all = AnnotatedElementUtils.hasAnnotation(targetClass, LeaderOnly.class);
			ReflectionUtils.doWithMethods(targetClass, (method) -> check(method, targetClass, all),
					(method) -> method.getDeclaringClass() != Object.class && !method.isSynthetic());
		}
		return eligible;
	}

	private static void check(Method method, Class<?> type, boolean all) {
		int modifiers = method.getModifiers();
		boolean outOfReach = Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)
				|| Modifier.isFinal(modifiers);
		boolean marked = AnnotatedElementUtils.hasAnnotation(method, LeaderOnly.class) || (all
				&& Modifier.isFinal(modifiers) && Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers));
		if (outOfReach && marked) {
			throw new LeaderOnlyDefinitionException(
					"The method " + method.getName() + " of " + type.getName()
							+ " is @LeaderOnly, but no proxy can guard it: it is "
							+ Modifier.toString(modifiers & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL))
							+ ". It would run on every node.",
					"Make it a plain method that is not private, static or final.");
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.guarded != null && this.leadership.getIfAvailable() == null) {
			throw new LeaderOnlyDefinitionException(
					"The bean '" + this.guarded + "' has @LeaderOnly methods, but there is no Raft node whose leader "
							+ "could run them.",
					"Add a @RaftStateMachine bean, or remove raft.enabled=false. To run them here in any case, in a "
							+ "test or in an application that runs once, declare a bean RaftLeadership.always().");
		}
	}

}
