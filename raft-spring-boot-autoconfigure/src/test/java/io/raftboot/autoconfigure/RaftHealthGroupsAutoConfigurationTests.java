package io.raftboot.autoconfigure;

import java.util.List;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Who is in which group, with and without the user's word. */
class RaftHealthGroupsAutoConfigurationTests {

	private final RaftNode node = mock(RaftNode.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class,
				RaftHealthContributorAutoConfiguration.class, RaftHealthGroupsAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withBean(RaftNode.class, () -> this.node)
		.withUserConfiguration(TestMachine.class)
		.withPropertyValues("raft.standalone=true", "management.endpoints.web.exposure.include=health");

	@BeforeEach
	void node() {
		given(this.node.status()).willReturn(StatusBuilder.follower("n2").indexes(5, 5).build());
	}

	@Test
	void theNodeJoinsTheGroupsOfProbes() {
		this.runner.run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.getNames()).contains("liveness", "readiness", "raftstartup");
			assertMembers(groups.get("readiness"), "readinessState", "raftReadiness");
			assertMembers(groups.get("liveness"), "livenessState", "raftLiveness");
			assertMembers(groups.get("raftstartup"), "raftStartup");
			assertMembers(groups.getPrimary(), "raft", "livenessState", "readinessState", "somebody");
		});
	}

	@Test
	void groupsThatTheUserFilledStayAsTheyAre() {
		this.runner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState",
					"management.endpoint.health.group.liveness.exclude=raft")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertMembers(groups.get("readiness"), "readinessState");
				assertThat(groups.get("liveness").isMember("raft")).isFalse();
			});
	}

	@Test
	void aUserCanPutTheNodeIntoGroups() {
		this.runner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,raftReadiness",
					"management.endpoint.health.group.mine.include=raft,raftLiveness")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertMembers(groups.get("readiness"), "readinessState", "raftReadiness");
				assertMembers(groups.get("mine"), "raft", "raftLiveness");
			});
	}

	@Test
	void aStartupGroupOfTheUserWins() {
		this.runner.withPropertyValues("management.endpoint.health.group.raftstartup.include=raft")
			.run((context) -> assertMembers(context.getBean(HealthEndpointGroups.class).get("raftstartup"), "raft"));
	}

	@Test
	void switchedOffTheNodeIsInNoGroup() {
		this.runner.withPropertyValues("management.health.raft.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.getNames()).doesNotContain("raftstartup");
			assertMembers(groups.get("readiness"), "readinessState");
			assertMembers(groups.get("liveness"), "livenessState");
		});
	}

	@Test
	void withoutProbesThereIsTheStartupGroupOnly() {
		this.runner.withPropertyValues("management.endpoint.health.probes.enabled=false")
			.run((context) -> assertThat(context.getBean(HealthEndpointGroups.class).getNames())
				.containsExactly("raftstartup"));
	}

	@Test
	void withoutANodeNothingChanges() {
		this.runner.withPropertyValues("raft.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertMembers(context.getBean(HealthEndpointGroups.class).get("readiness"), "readinessState");
		});
	}

	@Test
	void anIndicatorOfTheUserJoinsInItsPlace() {
		this.runner
			.withBean("raftReadinessHealthIndicator", HealthIndicator.class, () -> () -> Health.outOfService().build())
			.run((context) -> assertThat(statusInReadiness(context.getBean(HealthEndpoint.class), "raftReadiness"))
				.isEqualTo(Status.OUT_OF_SERVICE));
	}

	/** Probes on the port of the application are open to everybody. */
	@Test
	void detailsAreShownAsElsewhereButNotOnAPathOfItsOwn() {
		this.runner.withPropertyValues("management.endpoint.health.show-details=always")
			.run((context) -> assertShown(context.getBean(HealthEndpointGroups.class), true));
		this.runner.run((context) -> assertShown(context.getBean(HealthEndpointGroups.class), false));
		this.runner
			.withPropertyValues("management.endpoint.health.show-details=always",
					"management.endpoint.health.probes.add-additional-paths=true")
			.run((context) -> assertShown(context.getBean(HealthEndpointGroups.class), false));
	}

	private static void assertShown(HealthEndpointGroups groups, boolean shown) {
		HealthEndpointGroup readiness = groups.get("readiness");
		assertThat(readiness.showDetails(SecurityContext.NONE)).isEqualTo(shown);
		assertThat(readiness.showComponents(SecurityContext.NONE)).isEqualTo(shown);
	}

	@Test
	void readinessCanBeWhatTheServiceNeeds() {
		assertReadiness(Status.OUT_OF_SERVICE, "leader-only");
		assertReadiness(Status.UP, "leader-known");
		given(this.node.status()).willReturn(StatusBuilder.follower(null).catchUp(9).indexes(5, 5).build());
		assertReadiness(Status.OUT_OF_SERVICE, "caught-up");
		assertReadiness(Status.OUT_OF_SERVICE, "leader-known");
		assertReadiness(Status.UP, "started");
		assertReadiness(Status.UP, "off");
	}

	@Test
	void readinessMayRequireAQuorum() {
		given(this.node.status()).willReturn(StatusBuilder.leader().quorum(false).indexes(5, 5).build());
		assertReadiness(Status.UP, "caught-up");
		assertReadiness(Status.OUT_OF_SERVICE, "caught-up", "raft.health.readiness-requires-quorum=true");
	}

	private void assertReadiness(Status expected, String readiness, String... more) {
		this.runner.withPropertyValues("raft.health.readiness=" + readiness)
			.withPropertyValues(more)
			.run((context) -> assertThat(
					context.getBean("raftReadinessHealthIndicator", HealthIndicator.class).health().getStatus())
				.as(readiness)
				.isEqualTo(expected));
	}

	private static Status statusInReadiness(HealthEndpoint endpoint, String contributor) {
		CompositeHealthDescriptor readiness = (CompositeHealthDescriptor) endpoint.healthForPath("readiness");
		return readiness.getComponents().get(contributor).getStatus();
	}

	private static void assertMembers(HealthEndpointGroup group, String... members) {
		assertThat(group).isNotNull();
		for (String name : new String[] { "raft", "raftReadiness", "raftLiveness", "raftStartup", "readinessState",
				"livenessState", "somebody" }) {
			assertThat(group.isMember(name)).as(name).isEqualTo(List.of(members).contains(name));
		}
	}

}
