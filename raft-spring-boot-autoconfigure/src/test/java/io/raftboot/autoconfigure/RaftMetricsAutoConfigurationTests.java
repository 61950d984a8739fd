package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftboot.actuate.MicrometerNodeMeter;
import io.raftboot.actuate.RaftMetrics;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.CallOutcome;
import io.raftboot.core.node.NodeMeter;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RaftMetricsAutoConfigurationTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner withoutRegistry() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftMetricsAutoConfiguration.class))
			.withUserConfiguration(TestMachine.class)
			.withPropertyValues("raft.standalone=true", "raft.data-dir=" + this.directory);
	}

	private ApplicationContextRunner runner() {
		return withoutRegistry().withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));
	}

	@Test
	void aNodeIsMeasured() {
		runner().run((context) -> {
			write(context);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("raft.term").gauge().value()).isFinite().isPositive();
			assertThat(registry.get("raft.proposals").tags("outcome", "ok").timer().count()).isOne();
			assertThat(registry.get("raft.log.fsync").timer().count()).isPositive();
		});
	}

	@Test
	void allOfSeveralRegistriesAreServed() {
		runner().withBean("first", MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("second", MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				write(context);
				for (String name : new String[] { "first", "second" }) {
					MeterRegistry registry = context.getBean(name, MeterRegistry.class);
					assertThat(registry.get("raft.term").gauge().value()).isFinite().isPositive();
					assertThat(registry.get("raft.proposals").tags("outcome", "ok").timer().count()).isOne();
				}
			});
	}

	@Test
	void nothingIsMeasuredWithoutARegistry() {
		withoutRegistry().run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(NodeMeter.class).doesNotHaveBean(RaftMetrics.class);
			write(context);
		});
	}

	@Test
	void micrometerMayBeAbsent() {
		withoutRegistry()
			.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.micrometer"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(NodeMeter.class);
				write(context);
			});
	}

	@Test
	void itIsSwitchedOffAsOtherMetricsAre() {
		runner().withPropertyValues("management.metrics.enable.raft=false").run((context) -> {
			write(context);
			assertThat(context).doesNotHaveBean(NodeMeter.class).doesNotHaveBean(RaftMetrics.class);
			assertThat(context.getBean(MeterRegistry.class).find("raft.term").gauge()).isNull();
		});
	}

	@Test
	void partsOfItCanBeSwitchedOff() {
		runner().withPropertyValues("management.metrics.enable.raft.log=false").run((context) -> {
			write(context);
			assertThat(context.getBean(MeterRegistry.class).find("raft.log.fsync").timer()).isNull();
			assertThat(context.getBean(MeterRegistry.class).find("raft.term").gauge()).isNotNull();
		});
	}

	@Test
	void aMeterOfTheUserWins() {
		AtomicInteger commands = new AtomicInteger();
		NodeMeter meter = new NodeMeter() {

			@Override
			public void commandEnded(CallOutcome outcome, long nanos) {
				commands.incrementAndGet();
			}

		};
		runner().withBean(NodeMeter.class, () -> meter).run((context) -> {
			write(context);
			assertThat(commands).hasValue(1);
			assertThat(context).doesNotHaveBean(MicrometerNodeMeter.class).hasSingleBean(RaftMetrics.class);
			assertThat(context.getBean(MeterRegistry.class).find("raft.proposals").timer()).isNull();
		});
	}

	@Test
	void thereIsNothingToMeasureWithoutANode() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftMetricsAutoConfiguration.class,
					MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftMetrics.class));
	}

	private static void write(ApplicationContext context) {
		RaftNode node = context.getBean(RaftNode.class);
		await().until(() -> node.status().role() == Role.LEADER);
		assertThat(context.getBean(RaftOperations.class).<Integer>submitAndWait("a")).isPositive();
	}

}
