package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftInfoContributor;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RaftInfoContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftInfoContributorAutoConfiguration.class));

	private final ApplicationContextRunner withNode = this.runner.withBean(RaftNode.class, () -> mock(RaftNode.class));

	@Test
	void theNodeIsPartOfTheInfo() {
		this.withNode.run((context) -> assertThat(context).hasSingleBean(RaftInfoContributor.class));
	}

	@Test
	void withoutANodeThereIsNothingToSay() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftInfoContributor.class));
	}

	@Test
	void itCanBeSwitchedOff() {
		this.withNode.withPropertyValues("management.info.raft.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RaftInfoContributor.class));
	}

}
