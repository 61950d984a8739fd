package io.raftboot.autoconfigure;

import java.security.Principal;
import java.util.List;

import io.raftboot.actuate.NodeReport;
import io.raftboot.actuate.RaftEndpoint;
import io.raftboot.actuate.RaftEndpointWebExtension;
import io.raftboot.actuate.RaftScopeFailure;
import io.raftboot.actuate.RaftView;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftEndpointAutoConfigurationTests {

	private static final SecurityContext NOBODY = SecurityContext.NONE;

	private static final SecurityContext SOMEBODY = new SecurityContext() {

		@Override
		public Principal getPrincipal() {
			return () -> "somebody";
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	};

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
	void addressesAreShownToWhomTheUserWants() {
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		assertAddress("always", NOBODY, "n1.raft.svc:7000");
		assertAddress("when-authorized", NOBODY, null);
		assertAddress("when-authorized", SOMEBODY, "n1.raft.svc:7000");
		assertAddress("never", SOMEBODY, null);
	}

	private void assertAddress(String show, SecurityContext user, @Nullable String expected) {
		this.exposed.withPropertyValues("raft.actuator.show-addresses=" + show).run((context) -> {
			RaftEndpointWebExtension web = context.getBean(RaftEndpointWebExtension.class);
			for (String scope : new String[] { null, "local", "leader" }) {
				assertThat(((RaftView) web.raft(user, scope).getBody()).address()).as(show).isEqualTo(expected);
				assertThat(((RaftView) web.group(user, "default", scope).getBody()).leaderAddress())
					.isEqualTo(expected);
			}
			assertThat(web.operate(user, "default", "explode", null, null, null, null, null).getBody().leaderAddress())
				.isEqualTo(expected);
			String toEverybody = show.equals("always") ? expected : null;
			assertThat(context.getBean(RaftEndpoint.class).raft().address()).isEqualTo(toEverybody);
		});
	}

	@Test
	void whatNodesTellEachOtherCanBeReadAheadOfTime() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, RaftEndpointAutoConfiguration.class);
		for (Class<?> type : List.of(NodeReport.class, RaftView.class, RaftView.PeerView.class,
				RecentRaftEvents.Event.class, RaftScopeFailure.class)) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(type.getName()).accepts(hints);
		}
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
