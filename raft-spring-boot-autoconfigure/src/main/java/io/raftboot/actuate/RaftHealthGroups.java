package io.raftboot.actuate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/**
 * The groups of health contributors with those of Raft in the groups for probes, and a
 * group {@value #STARTUP}. The whole picture leaves the contributors for probes out: it
 * has one of its own, and a follower that is not ready because it does not lead is
 * healthy.
 */
final class RaftHealthGroups implements HealthEndpointGroups, AdditionalPathsMapper {

	static final String STARTUP = "raftstartup";

	private static final Map<String, String> JOINING = Map.of("liveness", "raftLiveness", "readiness", "raftReadiness");

	private static final Set<String> FOR_PROBES = Set.of("raftLiveness", "raftReadiness", "raftStartup");

	private final HealthEndpointGroups groups;

	private final HealthEndpointGroup primary;

	private final Map<String, HealthEndpointGroup> named;

	/**
	 * Decorates groups.
	 * @param hasMembers whether the user said who is in the group of this name: that
	 * stays as it is
	 */
	RaftHealthGroups(HealthEndpointGroups groups, Predicate<String> hasMembers) {
		this.groups = groups;
		HealthEndpointGroup all = groups.getPrimary();
		this.primary = new JoinedHealthGroup(all, all, (name) -> all.isMember(name) && !FOR_PROBES.contains(name));
		Map<String, HealthEndpointGroup> named = new LinkedHashMap<>();
		for (String name : groups.getNames()) {
			HealthEndpointGroup group = groups.get(name);
			String joining = hasMembers.test(name) ? null : JOINING.get(name);
			if (group != null) {
				named.put(name, (joining != null) ? joined(group, all, joining) : group);
			}
		}
		named.putIfAbsent(STARTUP, new JoinedHealthGroup(all, all, "raftStartup"::equals));
		this.named = Collections.unmodifiableMap(named);
	}

	private static HealthEndpointGroup joined(HealthEndpointGroup group, HealthEndpointGroup shown, String joining) {
		return new JoinedHealthGroup(group, shown, (name) -> name.equals(joining) || group.isMember(name));
	}

	@Override
	public HealthEndpointGroup getPrimary() {
		return this.primary;
	}

	@Override
	public Set<String> getNames() {
		return this.named.keySet();
	}

	@Override
	public @Nullable HealthEndpointGroup get(String name) {
		return this.named.get(name);
	}

	@Override
	public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace webServerNamespace) {
		return (this.groups instanceof AdditionalPathsMapper mapper)
				? mapper.getAdditionalPaths(endpointId, webServerNamespace) : null;
	}

}
