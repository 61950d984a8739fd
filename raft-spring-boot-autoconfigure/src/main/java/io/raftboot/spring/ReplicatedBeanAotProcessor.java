package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragments;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragmentsDecorator;
import org.springframework.beans.factory.aot.BeanRegistrationExcludeFilter;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.javapoet.ClassName;
import org.springframework.javapoet.CodeBlock;

/**
 * Lets applications be processed ahead of time: the proxies in front of state machines
 * are made by code in the package of their interface, which need not be public, and the
 * registrar that has put them there is not run again.
 */
final class ReplicatedBeanAotProcessor implements BeanRegistrationAotProcessor, BeanRegistrationExcludeFilter {

	@Override
	public boolean isExcludedFromAotProcessing(RegisteredBean registeredBean) {
		return registeredBean.getBeanClass() == ReplicatedBeanRegistrar.class;
	}

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		return ReplicatedBeanRegistrar.isProxy(registeredBean.getMergedBeanDefinition())
				? BeanRegistrationAotContribution
					.withCustomCodeFragments((fragments) -> new ProxyCode(fragments, registeredBean))
				: null;
	}

	/** How the code of a proxy's definition differs from others. */
	private static final class ProxyCode extends BeanRegistrationCodeFragmentsDecorator {

		private final RegisteredBean proxy;

		ProxyCode(BeanRegistrationCodeFragments fragments, RegisteredBean proxy) {
			super(fragments);
			this.proxy = proxy;
		}

		@Override
		public ClassName getTarget(RegisteredBean registeredBean) {
			return ClassName.get(registeredBean.getBeanClass());
		}

		@Override
		public CodeBlock generateInstanceSupplierCode(GenerationContext generationContext,
				BeanRegistrationCode beanRegistrationCode, boolean allowDirectSupplierShortcut) {
			return CodeBlock.of(
					"$T.of((bean) -> $T.proxy($S, bean.getBeanFactory(), bean.getBeanFactory().getBean($T.class)))",
					InstanceSupplier.class, ReplicatedBeanRegistrar.class, this.proxy.getBeanName(),
					PayloadFormat.class);
		}

	}

}
