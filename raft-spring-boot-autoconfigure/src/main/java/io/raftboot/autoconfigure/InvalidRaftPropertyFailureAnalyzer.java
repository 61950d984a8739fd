package io.raftboot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Says which property under {@code raft.*} is wrong, where it is set, and what to do. */
// Before the analyzer of Boot that explains binding in general
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidRaftPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRaftPropertyException> {

	private final Environment environment;

	InvalidRaftPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidRaftPropertyException cause) {
		StringBuilder description = new StringBuilder("The property ").append(cause.property());
		if (cause.value() != null) {
			description.append(" = ").append(cause.value());
		}
		Origin origin = origin(cause.property());
		if (origin != null) {
			description.append(" (from ").append(origin).append(')');
		}
		description.append(" is not valid. ").append(cause.reason()).append('.');
		return new FailureAnalysis(description.toString(), cause.action() + ".", cause);
	}

	private @Nullable Origin origin(String property) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				Origin origin = OriginLookup.getOrigin(source, property);
				if (origin != null) {
					return origin;
				}
			}
		}
		return null;
	}

}
