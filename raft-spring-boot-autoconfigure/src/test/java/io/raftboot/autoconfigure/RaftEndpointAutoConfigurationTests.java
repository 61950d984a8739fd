package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftEndpoint;
import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftEndpointAutoConfigurationTests {

	private final RaftNode node = mock(RaftNode.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		// As a real application has it
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, RaftAutoConfiguration.class,
				RaftEndpointAutoConfiguration.class))
		.withBean(RaftNode.class, () -> this.node)
		.withUserConfiguration(TestMachine.class)
		.withPropertyValues("raft.standalone=true");

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=raft");

	@Test
	void anExposedEndpointShowsTheNode() {
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		this.exposed.run((context) -> {
			assertThat(context).hasSingleBean(RaftEndpoint.class);
			assertThat(context.getBean(RaftEndpoint.class).raft().leader()).isEqualTo("n1");
			assertThat(context.getBean(RaftEndpoint.class).raft().stateMachines()).singleElement()
				.satisfies((machine) -> assertThat(machine.type()).isEqualTo(TestMachine.class.getName()));
		});
	}

	@Test
	void thereIsNoEndpointUnlessExposed() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftEndpoint.class));
	}

	@Test
	void thereIsNoEndpointWithoutAccess() {
		this.exposed.withPropertyValues("management.endpoint.raft.access=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftEndpoint.class));
	}

	@Test
	void thereIsNoEndpointWithoutANode() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, RaftAutoConfiguration.class,
					RaftEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=raft")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftEndpoint.class));
	}

	@Test
	void anEndpointOfTheUserWins() {
		RaftEndpoint endpoint = mock(RaftEndpoint.class);
		this.exposed.withBean(RaftEndpoint.class, () -> endpoint)
			.run((context) -> assertThat(context).getBean(RaftEndpoint.class).isSameAs(endpoint));
	}

}
