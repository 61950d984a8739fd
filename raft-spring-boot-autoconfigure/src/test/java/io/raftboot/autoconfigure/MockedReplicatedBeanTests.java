package io.raftboot.autoconfigure;

import io.raftboot.autoconfigure.ReplicatedBeanTests.Client;
import io.raftboot.autoconfigure.ReplicatedBeanTests.CounterMachine;
import io.raftboot.autoconfigure.ReplicatedBeanTests.Counters;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/** A test of an application replaces a proxy by its interface. */
@SpringBootTest(properties = "raft.standalone=true")
class MockedReplicatedBeanTests {

	@MockitoBean
	private Counters counters;

	@MockitoBean(answers = Answers.RETURNS_DEEP_STUBS)
	private RaftNode node;

	@Autowired
	private Client client;

	@Test
	void theProxyIsReplacedByItsInterface() {
		given(this.counters.get("a")).willReturn(5L);
		assertThat(this.client.counters().get("a")).isEqualTo(5);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import({ CounterMachine.class, Client.class })
	static class Application {

	}

}
