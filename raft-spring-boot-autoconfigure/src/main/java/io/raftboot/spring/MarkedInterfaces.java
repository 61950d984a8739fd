package io.raftboot.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the interfaces that have methods marked with commands and queries. */
final class MarkedInterfaces {

	private MarkedInterfaces() {
	}

	/** The marked interfaces of a type that no other one of them extends. */
	static List<Class<?>> of(Class<?> type) {
		List<Class<?>> marked = new ArrayList<>();
		for (Class<?> candidate : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (isMarked(candidate)) {
				marked.removeIf((other) -> other.isAssignableFrom(candidate));
				if (marked.stream().noneMatch(candidate::isAssignableFrom)) {
					marked.add(candidate);
				}
			}
		}
		return marked;
	}

	/**
	 * An interface of a bean with the type arguments that its class or its bean method
	 * names.
	 */
	static ResolvableType resolve(Class<?> marked, Class<?> type, @Nullable ResolvableType declared) {
		ResolvableType byClass = ResolvableType.forClass(type).as(marked);
		if (!byClass.hasUnresolvableGenerics() || declared == null) {
			return byClass;
		}
		ResolvableType byMethod = declared.as(marked);
		return (byMethod != ResolvableType.NONE) ? byMethod : byClass;
	}

	private static boolean isMarked(Class<?> type) {
		return type.isInterface() && Arrays.stream(type.getMethods()).anyMatch(MarkedInterfaces::isMarked);
	}

	static boolean isMarked(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, RaftCommand.class)
				|| AnnotatedElementUtils.hasAnnotation(method, RaftQuery.class);
	}

	/** A marked method that no interface has: nobody could call it through a proxy. */
	static @Nullable Method markedOutsideOf(List<Class<?>> interfaces, Class<?> type) {
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(ClassUtils.getUserClass(type))) {
			if (isMarkedDirectly(method) && !method.getDeclaringClass().isInterface()
					&& interfaces.stream().noneMatch((marked) -> hasMethod(marked, method))) {
				return method;
			}
		}
		return null;
	}

	private static boolean isMarkedDirectly(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method);
		return annotations.isPresent(RaftCommand.class) || annotations.isPresent(RaftQuery.class);
	}

	private static boolean hasMethod(Class<?> marked, Method method) {
		return Arrays.stream(marked.getMethods())
			.anyMatch((candidate) -> !Modifier.isStatic(candidate.getModifiers())
					&& candidate.getName().equals(method.getName())
					&& candidate.getParameterCount() == method.getParameterCount() && isMarked(candidate));
	}

}
