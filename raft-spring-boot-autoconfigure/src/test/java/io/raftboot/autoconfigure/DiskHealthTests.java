package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.actuate.HealthReason;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.SlowDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the health of a real node says of its disk, which fills or slows down. */
@Timeout(60)
class DiskHealthTests {

	private static final long ROOM_BYTES = 1 << 20;

	private final FaultyDisk disk = new FaultyDisk();

	private final SlowDisk slowDisk = new SlowDisk(this.disk);

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("disk", (RaftNodeBuilderCustomizer) (builder) -> builder.disk(this.slowDisk)))
			.run("--raft.node-id=n1", "--raft.standalone=true", "--raft.data-dir=" + Path.of("no-such-place", "n1"),
					"--raft.segment-size=64KB", "--raft.health.min-disk-free=1MB", "--raft.health.max-fsync-time=20ms");
		await().until(() -> reasons().isEmpty());
	}

	@AfterEach
	void stop() {
		this.slowDisk.forceTime(Duration.ZERO);
		this.context.close();
	}

	@Test
	void aDiskWithLittleRoomIsLowUntilThereIsMore() {
		this.disk.capacityBytes(this.disk.usedBytes() + ROOM_BYTES - 1);
		assertThat(reasons()).containsExactly(HealthReason.DISK_LOW);
		assertUp("raft", "raftReadiness", "raftLiveness", "raftStartup");
		this.disk.capacityBytes(this.disk.usedBytes() + 2 * ROOM_BYTES);
		assertThat(reasons()).isEmpty();
	}

	@Test
	void aDiskThatTheLogCannotGrowOnIsLow() {
		this.disk.capacityBytes(0);
		await().until(() -> {
			operations().submit("x".repeat(10_000));
			return this.context.getBean(RaftNode.class).status().diskFull();
		});
		assertThat(this.context.getBean(RaftNode.class).freeBytes()).hasValue(0);
		assertThat(reasons()).contains(HealthReason.DISK_LOW);
		assertThat(health("raftHealthIndicator").getDetails().get("why").toString()).contains("the log cannot grow");
		assertUp("raftLiveness");
		this.disk.heal();
		await().until(() -> reasons().isEmpty());
	}

	@Test
	void aDiskThatHangsIsSlowUntilForcesAreFastAgain() {
		operations().submitAndWait("a");
		this.slowDisk.forceTime(Duration.ofHours(1));
		CompletableFuture<?> waiting = operations().submit("b").toCompletableFuture();
		await().until(() -> reasons().contains(HealthReason.FSYNC_SLOW));
		assertThat(waiting).isNotDone();
		assertUp("raftReadiness", "raftLiveness", "raftStartup");
		assertThat(health("raftHealthIndicator").getDetails().get("why").toString()).contains("ms on average lately");
		this.slowDisk.forceTime(Duration.ZERO);
		await().until(() -> {
			operations().submitAndWait("c");
			return reasons().isEmpty();
		});
		assertThat(waiting).isDone();
	}

	private void assertUp(String... indicators) {
		for (String indicator : indicators) {
			assertThat(health(indicator + "HealthIndicator").getStatus()).as(indicator).isEqualTo(Status.UP);
		}
	}

	private RaftOperations operations() {
		return this.context.getBean(RaftOperations.class);
	}

	@SuppressWarnings("unchecked")
	private List<HealthReason> reasons() {
		return (List<HealthReason>) health("raftHealthIndicator").getDetails().get("reasons");
	}

	private Health health(String indicator) {
		return this.context.getBean(indicator, HealthIndicator.class).health();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RaftAutoConfiguration.class, RaftHealthContributorAutoConfiguration.class })
	@Import(TestMachine.class)
	static class Application {

	}

}
