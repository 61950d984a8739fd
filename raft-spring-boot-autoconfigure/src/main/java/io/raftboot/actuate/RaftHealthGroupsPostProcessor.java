package io.raftboot.actuate;

import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link HealthEndpointGroupsPostProcessor} that puts the node into the groups for
 * probes. Behind the one that makes these groups, which has the same order and is defined
 * earlier.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class RaftHealthGroupsPostProcessor implements HealthEndpointGroupsPostProcessor {

	private final Binder binder;

	/**
	 * Makes one.
	 * @param environment says in which groups the user has put somebody
	 */
	public RaftHealthGroupsPostProcessor(Environment environment) {
		this.binder = Binder.get(environment);
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		return new RaftHealthGroups(groups, this::hasMembers);
	}

	private boolean hasMembers(String group) {
		String prefix = "management.endpoint.health.group." + group;
		Bindable<Set<String>> names = Bindable.setOf(String.class);
		return this.binder.bind(prefix + ".include", names).isBound()
				|| this.binder.bind(prefix + ".exclude", names).isBound();
	}

}
