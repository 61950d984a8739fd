package io.raftboot.spring.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Starts and stops the cluster of {@link EmbeddedRaftCluster}, and hands it out. It
 * belongs to the innermost annotated class around a test.
 */
final class RaftClusterExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(RaftClusterExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		RaftCluster cluster = running(context).cluster();
		inject(cluster, context.getRequiredTestClass(), null);
		context.getTestInstances().ifPresent((instances) -> inject(cluster, instances.getAllInstances()));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		Running running = running(context);
		running.prepare();
		inject(running.cluster(), context.getRequiredTestInstances().getAllInstances());
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == RaftCluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return running(context).cluster();
	}

	private static Running running(ExtensionContext context) {
		ExtensionContext owner = owner(context);
		// By class: a store also looks into those around it
		return owner.getStore(NAMESPACE)
			.computeIfAbsent(owner.getRequiredTestClass(), RaftClusterExtension::start, Running.class);
	}

	private static ExtensionContext owner(ExtensionContext context) {
		for (ExtensionContext next = context; next != null; next = next.getParent().orElse(null)) {
			boolean ofClass = next.getElement().filter(Class.class::isInstance).isPresent();
			if (ofClass
					&& AnnotatedElementUtils.hasAnnotation(next.getRequiredTestClass(), EmbeddedRaftCluster.class)) {
				return next;
			}
		}
		throw new ExtensionConfigurationException("@EmbeddedRaftCluster is missing on the test class");
	}

	private static Running start(Class<?> testClass) {
		EmbeddedRaftCluster annotation = AnnotatedElementUtils.findMergedAnnotation(testClass,
				EmbeddedRaftCluster.class);
		if (TestContextAnnotationUtils.hasAnnotation(testClass, SpringBootTest.class)) {
			throw new ExtensionConfigurationException(testClass.getName() + " has both @SpringBootTest, which would"
					+ " start one more node, and @EmbeddedRaftCluster. Remove @SpringBootTest: @EmbeddedRaftCluster"
					+ " has its attributes classes and properties, and web = true for a random port.");
		}
		if (annotation.nodes() < 1) {
			throw new ExtensionConfigurationException("@EmbeddedRaftCluster(nodes = " + annotation.nodes() + ") on "
					+ testClass.getName() + ": a cluster has at least one node.");
		}
		RaftCluster cluster = new RaftCluster(annotation.nodes(), NodeApplication.of(testClass, annotation));
		cluster.start();
		return new Running(cluster, annotation.resetBeforeEach(), new AtomicBoolean());
	}

	private static void inject(RaftCluster cluster, Iterable<Object> instances) {
		instances.forEach((instance) -> inject(cluster, instance.getClass(), instance));
	}

	/** Into the static fields if there is no instance. */
	private static void inject(RaftCluster cluster, Class<?> type, @Nullable Object instance) {
		ReflectionUtils.doWithFields(type, (field) -> {
			ReflectionUtils.makeAccessible(field);
			ReflectionUtils.setField(field, instance, cluster);
		}, (field) -> isMeant(field, instance == null));
	}

	private static boolean isMeant(Field field, boolean isStatic) {
		return field.getType() == RaftCluster.class && !Modifier.isFinal(field.getModifiers())
				&& Modifier.isStatic(field.getModifiers()) == isStatic;
	}

	/**
	 * A cluster as long as its class.
	 *
	 * @param cluster the cluster
	 * @param resetBeforeEach whether each test method begins with a new one
	 * @param used whether a test method has had it
	 */
	private record Running(RaftCluster cluster, boolean resetBeforeEach, AtomicBoolean used) implements AutoCloseable {

		void prepare() {
			if (this.used.getAndSet(true) && this.resetBeforeEach) {
				this.cluster.reset();
			}
			else {
				this.cluster.repair();
			}
		}

		@Override
		public void close() {
			this.cluster.close();
		}

	}

}
