package io.raftboot.actuate;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * A group of health contributors with other members. Shows as much as a second group
 * does, too, unless it has a path of its own, which may be open to everybody.
 */
final class JoinedHealthGroup implements HealthEndpointGroup {

	private final HealthEndpointGroup group;

	private final HealthEndpointGroup shown;

	private final Predicate<String> members;

	JoinedHealthGroup(HealthEndpointGroup group, HealthEndpointGroup shown, Predicate<String> members) {
		this.group = group;
		this.shown = shown;
		this.members = members;
	}

	@Override
	public boolean isMember(String name) {
		return this.members.test(name);
	}

	@Override
	public boolean showComponents(SecurityContext securityContext) {
		return this.group.showComponents(securityContext)
				|| (getAdditionalPath() == null && this.shown.showComponents(securityContext));
	}

	@Override
	public boolean showDetails(SecurityContext securityContext) {
		return this.group.showDetails(securityContext)
				|| (getAdditionalPath() == null && this.shown.showDetails(securityContext));
	}

	@Override
	public StatusAggregator getStatusAggregator() {
		return this.group.getStatusAggregator();
	}

	@Override
	public HttpCodeStatusMapper getHttpCodeStatusMapper() {
		return this.group.getHttpCodeStatusMapper();
	}

	@Override
	public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
		return this.group.getAdditionalPath();
	}

}
