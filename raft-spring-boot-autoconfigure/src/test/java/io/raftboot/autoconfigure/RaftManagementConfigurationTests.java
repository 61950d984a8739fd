package io.raftboot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/** The endpoint on a port and a path of its own. */
class RaftManagementConfigurationTests {

	private static final RaftNode node = mock(RaftNode.class);

	private static final RaftAdministration administration = mock(RaftAdministration.class);

	@Test
	void bodiesAreLimitedThereToo() throws Exception {
		given(node.status()).willReturn(StatusBuilder.leader().build());
		given(node.administration()).willReturn(administration);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.logStartupInfo(false)
			.run("--server.port=0", "--management.server.port=0", "--management.server.base-path=/admin",
					"--management.endpoints.web.base-path=/manage", "--management.endpoints.web.path-mapping.raft=node",
					"--management.endpoints.web.exposure.include=raft",
					"--management.endpoint.raft.access=unrestricted", "--raft.standalone=true")) {
			String port = context.getEnvironment().getProperty("local.management.port");
			URI uri = URI.create("http://127.0.0.1:" + port + "/admin/manage/node/default/transfer");
			assertThat(post(uri, "{\"id\":\"n2\",\"timeoutMillis\":0}")).isEqualTo(400);
			assertThat(post(uri, "{\"id\":\"" + "n".repeat(9000) + "\"}")).isEqualTo(413);
			then(administration).shouldHaveNoInteractions();
		}
	}

	private static int post(URI uri, String body) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString())
			.statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(TestMachine.class)
	static class Application {

		@Bean
		RaftNode raftNode() {
			return node;
		}

	}

}
