package io.raftboot.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** The first analyzer that has something to say is the only one heard. */
class FailureAnalyzerOrderTests {

	@ParameterizedTest
	@ValueSource(classes = { MissingRaftBeanFailureAnalyzer.class, StateMachineInjectionFailureAnalyzer.class })
	void comesBeforeThoseOfSpringBootWhereverTheJarsStand(Class<?> analyzer) {
		List<FailureAnalyzer> reversed = found();
		Collections.reverse(reversed);
		for (List<FailureAnalyzer> found : List.of(found(), reversed)) {
			assertThat(sorted(found))
				.containsSubsequence(analyzer.getSimpleName(), "NoUniqueBeanDefinitionFailureAnalyzer")
				.containsSubsequence(analyzer.getSimpleName(), "NoSuchBeanDefinitionFailureAnalyzer");
		}
	}

	/** All but those that need more on the class path. */
	private static List<FailureAnalyzer> found() {
		return new ArrayList<>(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
				.and(Environment.class, new StandardEnvironment()), (type, name, failure) -> {
				}));
	}

	private static List<String> sorted(List<FailureAnalyzer> found) {
		List<FailureAnalyzer> sorted = new ArrayList<>(found);
		AnnotationAwareOrderComparator.sort(sorted);
		return sorted.stream().map((analyzer) -> analyzer.getClass().getSimpleName()).toList();
	}

}
