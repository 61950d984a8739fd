package io.raftboot.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what state machines need at run time: their proxies, the methods
 * that are called by name, and the types of commands, results and states that are written
 * and read as JSON.
 */
final class ReplicatedMachineHints implements BeanFactoryInitializationAotProcessor {

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
			ReplicatedMachineHints.class.getClassLoader());

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		List<String> machines = List.of(beanFactory.getBeanNamesForAnnotation(RaftStateMachine.class));
		return machines.isEmpty() ? null : (context, code) -> machines
			.forEach((beanName) -> register(context.getRuntimeHints(), beanFactory, beanName));
	}

	private void register(RuntimeHints hints, ConfigurableListableBeanFactory beanFactory, String beanName) {
		Class<?> type = beanFactory.getType(beanName, false);
		if (type == null) {
			return;
		}
		ResolvableType declared = StateMachineBeans.declaredType(beanFactory, beanName);
		hints.reflection()
			.registerType(type, MemberCategory.INVOKE_DECLARED_METHODS, MemberCategory.INVOKE_PUBLIC_METHODS);
		Set<Class<?>> values = new LinkedHashSet<>();
		if (ReplicatedService.class.isAssignableFrom(type)) {
			collect(MarkedInterfaces.resolve(ReplicatedService.class, type, declared), values);
		}
		for (Class<?> marked : MarkedInterfaces.of(type)) {
			registerInterface(hints, marked);
			collectCommands(MarkedInterfaces.resolve(marked, type, declared), values);
		}
		if (ReplicatedState.class.isAssignableFrom(type)) {
			collect(MarkedInterfaces.resolve(ReplicatedState.class, type, declared), values);
		}
		if (JACKSON) {
			registerValues(hints.reflection(), values);
		}
	}

	private static void registerInterface(RuntimeHints hints, Class<?> marked) {
		hints.proxies().registerJdkProxy(marked);
		hints.reflection().registerType(marked, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Method method : marked.getMethods()) {
			hints.reflection().registerType(method.getDeclaringClass(), MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

	private static void collectCommands(ResolvableType marked, Set<Class<?>> values) {
		for (Method method : marked.toClass().getMethods()) {
			if (AnnotatedElementUtils.hasAnnotation(method, RaftCommand.class)) {
				ResolvableType owner = marked.as(method.getDeclaringClass());
				collect(ResolvableType.forType(method.getGenericReturnType(), owner), values);
				for (Type parameter : method.getGenericParameterTypes()) {
					collect(ResolvableType.forType(parameter, owner), values);
				}
			}
		}
	}

	/** The classes of a type and of its type arguments. */
	private static void collect(ResolvableType type, Set<Class<?>> values) {
		Class<?> resolved = type.resolve();
		if (resolved != null && resolved.isArray()) {
			collect(type.getComponentType(), values);
			return;
		}
		if (resolved != null && !isOurs(resolved)) {
			values.add(resolved);
		}
		for (ResolvableType argument : type.getGenerics()) {
			collect(argument, values);
		}
	}

	private static boolean isOurs(Class<?> type) {
		return type == ReplicatedService.class || type == ReplicatedState.class || type == CompletableFuture.class;
	}

	/** With the classes that may stand for a sealed or an annotated one among them. */
	private void registerValues(ReflectionHints hints, Set<Class<?>> values) {
		int known;
		do {
			known = values.size();
			ReflectionHints reached = new ReflectionHints();
			this.binding.registerReflectionHints(reached, values.toArray(Class<?>[]::new));
			for (TypeHint hint : reached.typeHints().toList()) {
				values.addAll(subtypes(ClassUtils.resolveClassName(hint.getType().getName(), classLoader(values))));
			}
		}
		while (values.size() > known);
		this.binding.registerReflectionHints(hints, values.toArray(Class<?>[]::new));
	}

	private static @Nullable ClassLoader classLoader(Set<Class<?>> values) {
		return values.stream()
			.map(Class::getClassLoader)
			.filter((loader) -> loader != null)
			.findFirst()
			.orElse(ClassUtils.getDefaultClassLoader());
	}

	private static List<Class<?>> subtypes(Class<?> type) {
		List<Class<?>> subtypes = new ArrayList<>();
		if (type.isSealed() && !type.isEnum()) {
			subtypes.addAll(List.of(type.getPermittedSubclasses()));
		}
		JsonSubTypes annotation = type.getAnnotation(JsonSubTypes.class);
		if (annotation != null) {
			for (JsonSubTypes.Type subtype : annotation.value()) {
				subtypes.add(subtype.value());
			}
		}
		return subtypes;
	}

}
