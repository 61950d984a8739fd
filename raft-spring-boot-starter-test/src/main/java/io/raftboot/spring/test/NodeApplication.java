package io.raftboot.spring.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.raftboot.core.node.RaftNode;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Runs the application of a test class, once for each start of a node. For any thread:
 * several at once.
 *
 * @param configuration what belongs into its context
 * @param web whether it has a web server
 */
record NodeApplication(MergedContextConfiguration configuration, boolean web) {

	/** Below what the test says. */
	private static final List<String> DEFAULTS = List.of("spring.jmx.enabled=false", "raft.election-timeout=150ms",
			"raft.heartbeat-interval=30ms", "raft.segment-size=1MB");

	static NodeApplication of(Class<?> testClass, EmbeddedRaftCluster annotation) {
		MergedContextConfiguration configuration = ClusterTestBootstrapper.configuration(testClass, annotation);
		Map<String, Object> properties = TestPropertySourceUtils
			.convertInlinedPropertiesToMap(configuration.getPropertySourceProperties());
		for (String name : NodeIdentity.PROPERTIES) {
			if (properties.containsKey(name)) {
				throw new IllegalStateException("The cluster of " + testClass.getName() + " sets " + name
						+ " itself, for each node: remove it from the properties of the test.");
			}
		}
		return new NodeApplication(configuration, annotation.web());
	}

	/**
	 * Runs it as a node.
	 * @param node who it is
	 * @param host what it runs on
	 * @return its context, running
	 */
	ConfigurableApplicationContext run(NodeIdentity node, NodeHost host) {
		SpringApplication application = application(host);
		NodePreparation preparation = new NodePreparation(this.configuration, properties(node));
		application.addListeners(preparation);
		ConfigurableApplicationContext context;
		preparation.begin();
		try {
			context = application.run();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("Node " + node.id() + " of the cluster of "
					+ this.configuration.getTestClass().getName() + " does not start: " + ex.getMessage(), ex);
		}
		finally {
			preparation.end();
		}
		if (context.getBeanProvider(RaftNode.class).getIfAvailable() == null) {
			context.close();
			throw new IllegalStateException("The application of node " + node.id() + " has no RaftNode: it needs a"
					+ " bean with @RaftStateMachine. Its configuration classes are "
					+ Arrays.toString(this.configuration.getClasses()) + ".");
		}
		return context;
	}

	private SpringApplication application(NodeHost host) {
		SpringApplication application = new SpringApplication(this.configuration.getClasses());
		application.setMainApplicationClass(this.configuration.getTestClass());
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setAdditionalProfiles(this.configuration.getActiveProfiles());
		application.getSources().addAll(Arrays.asList(this.configuration.getLocations()));
		if (!this.web) {
			application.setWebApplicationType(WebApplicationType.NONE);
		}
		List<ApplicationContextInitializer<?>> initializers = initializers(host);
		initializers.addAll(application.getInitializers());
		application.setInitializers(initializers);
		return application;
	}

	private List<ApplicationContextInitializer<?>> initializers(NodeHost host) {
		List<ApplicationContextInitializer<?>> initializers = new ArrayList<>();
		for (ContextCustomizer customizer : this.configuration.getContextCustomizers()) {
			initializers.add((context) -> customizer.customizeContext(context, this.configuration));
		}
		for (Class<? extends ApplicationContextInitializer<?>> type : this.configuration
			.getContextInitializerClasses()) {
			initializers.add(BeanUtils.instantiateClass(type));
		}
		initializers.add((context) -> context.getBeanFactory().registerSingleton(NodeHost.class.getName(), host));
		return initializers;
	}

	private String[] properties(NodeIdentity node) {
		List<String> properties = new ArrayList<>(DEFAULTS);
		properties.addAll(Arrays.asList(this.configuration.getPropertySourceProperties()));
		properties.addAll(node.properties());
		return properties.toArray(String[]::new);
	}

}
