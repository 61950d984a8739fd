package io.raftboot.http;

import java.nio.file.Path;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.http.ApiClient.Answer;
import io.raftboot.http.SetMachines.Settings;
import io.raftboot.spring.RaftSetCommand;
import io.raftboot.spring.StateMachineDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/** Which of several state machines is set. */
class SeveralMachinesTests {

	@TempDir
	Path directory;

	@Test
	void eachMachineIsReachedByItsName() {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			ApiClient api = new ApiClient(((WebServerApplicationContext) context).getWebServer().getPort());
			RaftNode node = context.getBean(RaftNode.class);
			await().until(() -> node.status().role() == Role.LEADER);
			assertThat(api.post("set?machine=settings", "{\"key\":\"a\",\"value\":3}").data().intValue()).isEqualTo(1);
			assertThat(api.post("set?machine=settings", "{\"key\":\"b\",\"value\":4}").data().intValue()).isEqualTo(2);
			assertThat(context.getBean(Settings.class).all()).containsEntry("a", 3).containsEntry("b", 4);
			assertThat(api.post("set?machine=settings", "{\"key\":\"b\"}").data().intValue()).isEqualTo(1);
			api.post("set", "{\"key\":\"k\",\"value\":\"v\"}").data();
			assertThat(context.getBean(SetMachines.Store.class).find("k")).isEqualTo("v");
			api.post("set?machine=settings", "{\"value\":4}").assertFailed(400, "400000");
			api.post("set?machine=settings", "{\"key\":\"a\",\"value\":\"x\"}").assertFailed(400, "400000");
			api.post("set?machine=settings", "{\"key\":\"a\",\"other\":1}").assertFailed(400, "400000");
			Answer mute = api.post("set?machine=mute", "{}");
			mute.assertFailed(404, "404001");
			assertThat(mute.error()).contains("'mute' takes nothing by set").contains("[default, settings]");
		}
	}

	@Test
	void withoutADefaultTheMachineHasToBeNamed() {
		try (ConfigurableApplicationContext context = run(WithoutDefault.class)) {
			ApiClient api = new ApiClient(((WebServerApplicationContext) context).getWebServer().getPort());
			Answer answer = api.post("set", "{\"key\":\"a\",\"value\":3}");
			answer.assertFailed(404, "404001");
			assertThat(answer.error()).contains("several state machines").contains("settings").contains("mute");
		}
	}

	@Test
	void aCommandForAMachineThatDoesNotExistFailsTheStart() {
		assertThatException().isThrownBy(() -> run(ForNobody.class).close())
			.havingRootCause()
			.isInstanceOf(StateMachineDefinitionException.class)
			.withMessageContaining("no state machine 'nobody'");
	}

	@Test
	void twoCommandsForOneMachineFailTheStart() {
		assertThatException().isThrownBy(() -> run(Twice.class).close())
			.havingRootCause()
			.isInstanceOf(StateMachineDefinitionException.class)
			.withMessageContaining("two for the state machine 'default'");
	}

	private ConfigurableApplicationContext run(Class<?> application) {
		return new SpringApplicationBuilder(application).logStartupInfo(false)
			.run("--server.port=0", "--raft.standalone=true", "--raft.http.enabled=true",
					"--raft.data-dir=" + this.directory);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SetMachines.Store.class, SetMachines.SettingsMachine.class, SetMachines.Mute.class,
			SetMachines.SetPut.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SetMachines.SettingsMachine.class, SetMachines.Mute.class })
	static class WithoutDefault {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SetMachines.Store.class)
	static class ForNobody {

		@Bean
		RaftSetCommand setNobody() {
			return new SetMachines.SetPut() {

				@Override
				public String machine() {
					return "nobody";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SetMachines.Store.class)
	static class Twice {

		@Bean
		RaftSetCommand one() {
			return new SetMachines.SetPut();
		}

		@Bean
		RaftSetCommand other() {
			return new SetMachines.SetPut();
		}

	}

}
