package io.raftboot.autoconfigure;

import java.util.List;

import io.raftboot.actuate.HealthReason;
import io.raftboot.actuate.RaftHealthIndicator;
import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftHealthContributorAutoConfigurationTests {

	private final RaftNode node = mock(RaftNode.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class,
				RaftHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class))
		.withBean(RaftNode.class, () -> this.node)
		.withUserConfiguration(TestMachine.class)
		.withPropertyValues("raft.standalone=true");

	@Test
	void anIndicatorShowsTheNode() {
		given(this.node.status()).willReturn(StatusBuilder.leader().indexes(5, 5).build());
		this.runner.run((context) -> assertThat(context.getBean(RaftHealthIndicator.class).health())
			.extracting(Health::getStatus)
			.isEqualTo(Status.UP));
	}

	@Test
	void itCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.raft.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftHealthIndicator.class));
	}

	@Test
	void itSaysHowFarANodeMayBeBehind() {
		given(this.node.status()).willReturn(StatusBuilder.follower("n2").catchUp(5).indexes(16, 5).build());
		this.runner.withPropertyValues("raft.health.max-lag-duration=0")
			.run((context) -> assertThat(context.getBean(RaftHealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP));
		this.runner.withPropertyValues("raft.health.max-lag=10", "raft.health.max-lag-duration=0")
			.run((context) -> assertThat(context.getBean(RaftHealthIndicator.class).health().getDetails())
				.containsEntry("reasons", List.of(HealthReason.APPLY_STALLED)));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		HealthIndicator indicator = () -> Health.unknown().build();
		this.runner.withBean("raftHealthIndicator", HealthIndicator.class, () -> indicator)
			.run((context) -> assertThat(context).doesNotHaveBean(RaftHealthIndicator.class)
				.getBean("raftHealthIndicator")
				.isSameAs(indicator));
	}

	@Test
	void thereIsNoneWithoutTheHealthModule() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RaftAutoConfiguration.class, RaftHealthContributorAutoConfiguration.class))
			.withBean(RaftNode.class, () -> this.node)
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("raftHealthIndicator"));
	}

}
