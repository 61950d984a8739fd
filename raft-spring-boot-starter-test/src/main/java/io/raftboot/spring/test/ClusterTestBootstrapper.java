package io.raftboot.spring.test;

import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;

/**
 * Finds out what belongs into the application contexts of a test class as
 * {@code @SpringBootTest} does, by the attributes of {@link EmbeddedRaftCluster}.
 */
final class ClusterTestBootstrapper extends SpringBootTestContextBootstrapper {

	private final EmbeddedRaftCluster annotation;

	private ClusterTestBootstrapper(EmbeddedRaftCluster annotation) {
		this.annotation = annotation;
	}

	static MergedContextConfiguration configuration(Class<?> testClass, EmbeddedRaftCluster annotation) {
		ClusterTestBootstrapper bootstrapper = new ClusterTestBootstrapper(annotation);
		bootstrapper
			.setBootstrapContext(new DefaultBootstrapContext(testClass, new DefaultCacheAwareContextLoaderDelegate()));
		return bootstrapper.buildMergedContextConfiguration();
	}

	@Override
	protected WebEnvironment getWebEnvironment(Class<?> testClass) {
		return this.annotation.web() ? WebEnvironment.RANDOM_PORT : WebEnvironment.NONE;
	}

	@Override
	protected Class<?>[] getClasses(Class<?> testClass) {
		return this.annotation.classes();
	}

	@Override
	protected String[] getProperties(Class<?> testClass) {
		return this.annotation.properties();
	}

	@Override
	protected Class<?>[] getOrFindConfigurationClasses(MergedContextConfiguration configuration) {
		try {
			return super.getOrFindConfigurationClasses(configuration);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("There is no application for the cluster of "
					+ configuration.getTestClass().getName() + ": put a @SpringBootApplication into its package or one"
					+ " above, or name it with @EmbeddedRaftCluster(classes = ...). " + ex.getMessage(), ex);
		}
	}

}
