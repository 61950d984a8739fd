package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class RaftPropertiesTests {

	@Nested
	class Binding {

		@Test
		void everythingHasADefault() {
			RaftProperties properties = bind();
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.nodeId()).isNull();
			assertThat(properties.bind()).isNull();
			assertThat(properties.address()).isNull();
			assertThat(properties.peers()).isEmpty();
			assertThat(properties.dataDir()).isNull();
			assertThat(properties.standalone()).isNull();
			assertThat(properties.electionTimeout()).isEqualTo(Duration.ofMillis(500));
			assertThat(properties.heartbeatInterval()).isEqualTo(Duration.ofMillis(100));
			assertThat(properties.proposalTimeout()).isEqualTo(Duration.ofSeconds(10));
			assertThat(properties.maxPendingProposals()).isEqualTo(10_000);
			assertThat(properties.maxPendingBytes()).isEqualTo(DataSize.ofMegabytes(64));
			assertThat(properties.maxCommandSize()).isEqualTo(DataSize.ofMegabytes(1));
			assertThat(properties.segmentSize()).isEqualTo(DataSize.ofMegabytes(16));
			assertThat(properties.cacheSize()).isEqualTo(DataSize.ofMegabytes(16));
			assertThat(properties.join()).isFalse();
			assertThat(properties.electionPriority()).isEqualTo(100);
			assertThat(properties.snapshot()).isEqualTo(new RaftProperties.Snapshot(100_000, Duration.ofSeconds(1),
					DataSize.ofMegabytes(256), Duration.ofHours(1), 10_000, DataSize.ofMegabytes(8), 2));
		}

		@Test
		void everythingCanBeSet() {
			RaftProperties properties = bind("raft.node-id", "n1", "raft.bind", "0.0.0.0:7001", "raft.address",
					"[2001:db8::1]:7001", "raft.standalone", "true", "raft.data-dir", "/data", "raft.election-timeout",
					"150ms", "raft.heartbeat-interval", "30", "raft.proposal-timeout", "2s",
					"raft.max-pending-proposals", "5", "raft.max-pending-bytes", "2MB", "raft.max-command-size",
					"512KB", "raft.segment-size", "8MB", "raft.cache-size", "0");
			assertThat(properties.nodeId()).isEqualTo("n1");
			assertThat(properties.bind()).isEqualTo("0.0.0.0:7001");
			assertThat(properties.address()).isEqualTo("[2001:db8::1]:7001");
			assertThat(properties.standalone()).isTrue();
			assertThat(properties.dataDir()).isEqualTo(Path.of("/data"));
			assertThat(properties.electionTimeout()).isEqualTo(Duration.ofMillis(150));
			assertThat(properties.heartbeatInterval()).isEqualTo(Duration.ofMillis(30));
			assertThat(properties.maxCommandSize()).isEqualTo(DataSize.ofKilobytes(512));
		}

		@Test
		void sessionsHaveTheirOwnGroup() {
			RaftProperties.Session session = bind("raft.session.timeout", "5m", "raft.session.max-sessions", "7",
					"raft.session.key-retention", "2h", "raft.session.max-keys", "8")
				.session();
			assertThat(session).isEqualTo(new RaftProperties.Session(Duration.ofMinutes(5), 7, Duration.ofHours(2), 8));
		}

		@Test
		void snapshotsHaveTheirOwnGroup() {
			RaftProperties.Snapshot snapshot = bind("raft.snapshot.entries", "5", "raft.snapshot.min-interval", "20s",
					"raft.snapshot.log-bytes", "2MB", "raft.snapshot.interval", "10m", "raft.snapshot.trailing-entries",
					"7", "raft.snapshot.send-rate", "3MB", "raft.snapshot.retained", "1")
				.snapshot();
			assertThat(snapshot).isEqualTo(new RaftProperties.Snapshot(5, Duration.ofSeconds(20),
					DataSize.ofMegabytes(2), Duration.ofMinutes(10), 7, DataSize.ofMegabytes(3), 1));
		}

		@Test
		void shutdownHasItsOwnGroup() {
			assertThat(bind().shutdown()).isEqualTo(new RaftProperties.Shutdown(Duration.ZERO, Duration.ofSeconds(5)));
			assertThat(bind("raft.shutdown.readiness-grace", "2s", "raft.shutdown.drain-timeout", "0").shutdown())
				.isEqualTo(new RaftProperties.Shutdown(Duration.ofSeconds(2), Duration.ZERO));
		}

		@Test
		void everyLimitOfSnapshotsCanBeSwitchedOff() {
			RaftProperties.Snapshot snapshot = bind("raft.snapshot.entries", "0", "raft.snapshot.log-bytes", "0",
					"raft.snapshot.interval", "0", "raft.snapshot.send-rate", "0")
				.snapshot();
			assertThat(snapshot.entries()).isZero();
			assertThat(snapshot.logBytes()).isEqualTo(DataSize.ofBytes(0));
			assertThat(snapshot.interval()).isZero();
			assertThat(snapshot.sendRate()).isEqualTo(DataSize.ofBytes(0));
		}

		@Test
		void peersMayBeAList() {
			assertThat(bind("raft.peers[0]", "n1@h1:7000", "raft.peers[1]", "n2@h2:7000").peers())
				.containsExactly("n1@h1:7000", "n2@h2:7000");
		}

		@Test
		void peersMayBeOneString() {
			assertThat(bind("raft.peers", " n1@h1:7000, n2@[::1]:7000,\n").peers()).containsExactly("n1@h1:7000",
					"n2@[::1]:7000");
		}

		@Test
		void peersMayBeAnEnvironmentVariable() {
			assertThat(bindEnvironment("RAFT_PEERS", "n1@h1:7000,n2@h2:7000").peers()).containsExactly("n1@h1:7000",
					"n2@h2:7000");
			assertThat(bindEnvironment("RAFT_PEERS_0", "n1@h1:7000", "RAFT_PEERS_1", "n2@h2:7000").peers())
				.containsExactly("n1@h1:7000", "n2@h2:7000");
		}

		@Test
		void otherPropertiesMayBeEnvironmentVariables() {
			RaftProperties properties = bindEnvironment("RAFT_NODEID", "n7", "RAFT_DATADIR", "/data",
					"RAFT_ELECTIONTIMEOUT", "1s");
			assertThat(properties.nodeId()).isEqualTo("n7");
			assertThat(properties.dataDir()).isEqualTo(Path.of("/data"));
			assertThat(properties.electionTimeout()).isEqualTo(Duration.ofSeconds(1));
		}

		@Test
		void emptyValuesCountAsMissing() {
			RaftProperties properties = bind("raft.node-id", "", "raft.peers", "", "raft.bind", " ", "raft.address",
					"");
			assertThat(properties.nodeId()).isNull();
			assertThat(properties.peers()).isEmpty();
			assertThat(properties.bind()).isNull();
			assertThat(properties.address()).isNull();
		}

	}

	@Nested
	class Refusing {

		@ParameterizedTest
		@ValueSource(strings = { "n1", "h1:7000", "@h1:7000", "n1@h1", "n1@:7000", "n1@h1:", "n1@h1:0", "n1@h1:65536",
				"n1@h1:x", "n1@::1:7000", "n1@h 1:7000", "n1=h1:7000", "n 1@h1:7000", "n1@http://h1:7000",
				"n1@h1:7000 n2@h2:7000", "n1@h1:7000;n2@h2:7000" })
		void peersThatAreNotWellFormed(String peers) {
			InvalidRaftPropertyException failure = failure("raft.peers", peers);
			assertThat(failure.property()).isEqualTo("raft.peers");
			assertThat(failure.value()).isEqualTo(peers);
			assertThat(failure.action()).contains("n1@host1:7000,n2@host2:7000,n3@host3:7000");
		}

		@Test
		void thePeerThatIsNotWellFormedIsNamed() {
			assertThat(failure("raft.peers", "n1@h1:7000,n2:h2:7000").value()).isEqualTo("n2:h2:7000");
		}

		@Test
		void peersThatOccurTwice() {
			assertThat(failure("raft.peers", "n1@h1:7000,n1@h2:7000").reason()).contains("'n1' occurs twice");
			assertThat(failure("raft.peers", "n1@h1:7000,n2@h1:7000").reason()).contains("same address h1:7000");
		}

		@Test
		void badNodeIds() {
			assertThat(failure("raft.node-id", "a b").reason()).contains("contains ' '");
			assertThat(failure("raft.node-id", "x".repeat(65)).reason()).contains("65 characters");
		}

		@ParameterizedTest
		@CsvSource({ "raft.bind,7000", "raft.bind,localhost", "raft.bind,::1:7000", "raft.address,h1:0",
				"raft.address,h1" })
		void badAddresses(String property, String value) {
			assertThat(failure(property, value).property()).isEqualTo(property);
		}

		@Test
		void badTimes() {
			InvalidRaftPropertyException failure = failure("raft.election-timeout", "199ms");
			assertThat(failure.property()).isEqualTo("raft.election-timeout");
			assertThat(failure.reason()).contains("twice raft.heartbeat-interval").contains("100ms");
			assertThat(failure("raft.heartbeat-interval", "0ms").property()).isEqualTo("raft.heartbeat-interval");
			assertThat(failure("raft.proposal-timeout", "-1s").property()).isEqualTo("raft.proposal-timeout");
		}

		@Test
		void badSizes() {
			assertThat(failure("raft.max-pending-proposals", "0").property()).isEqualTo("raft.max-pending-proposals");
			assertThat(failure("raft.max-pending-bytes", "1KB").reason()).contains("at least");
			assertThat(failure("raft.max-command-size", "0").property()).isEqualTo("raft.max-command-size");
			assertThat(failure("raft.max-command-size", "33MB").reason()).isEqualTo("It must be between 1KB and 32MB");
			assertThat(failure("raft.segment-size", "4GB").property()).isEqualTo("raft.segment-size");
			assertThat(failure("raft.segment-size", "63KB").property()).isEqualTo("raft.segment-size");
			assertThat(failure("raft.cache-size", "-1").property()).isEqualTo("raft.cache-size");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "raft.election-priority|-1|It must be between 0 and 100",
				"raft.election-priority|101|It must be between 0 and 100",
				"raft.snapshot.entries|-1|It must be at least 0", "raft.snapshot.log-bytes|-1|It must be at least 0B",
				"raft.snapshot.interval|-1s|It must not be negative",
				"raft.snapshot.min-interval|-1s|It must not be negative",
				"raft.snapshot.min-interval|3651d|It must be at most 3650d",
				"raft.snapshot.interval|200000d|It must be at most 3650d",
				"raft.session.timeout|3651d|It must be at most 3650d",
				"raft.snapshot.trailing-entries|-1|It must be at least 0",
				"raft.snapshot.send-rate|-1|It must be at least 0B", "raft.snapshot.retained|0|It must be at least 1",
				"raft.shutdown.readiness-grace|-1s|It must not be negative",
				"raft.shutdown.drain-timeout|-1ms|It must not be negative",
				"raft.session.max-sessions|0|It must be at least 1", "raft.session.max-keys|0|It must be at least 1" })
		void badLimits(String property, String value, String reason) {
			InvalidRaftPropertyException failure = failure(property, value);
			assertThat(failure.property()).isEqualTo(property);
			assertThat(failure.reason()).isEqualTo(reason);
			assertThat(failure.action()).contains(property);
		}

	}

	@Nested
	class Joining {

		@Test
		void needsSomebodyToAsk() {
			InvalidRaftPropertyException failure = failure("raft.join", "true");
			assertThat(failure.property()).isEqualTo("raft.join");
			assertThat(failure.reason()).contains("raft.peers").contains("missing");
			assertThat(failure.action()).contains("raft.peers=n1@host1:7000");
			assertThat(failure("raft.join", "true", "raft.node-id", "n4", "raft.peers", "n4@h4:7000").reason())
				.contains("names this one only");
		}

		@Test
		void isByWayOfOneMemberOrMore() {
			assertThat(bind("raft.join", "true", "raft.node-id", "n4", "raft.peers", "n1@h1:7000").join()).isTrue();
			assertThat(bind("raft.join", "true", "raft.node-id", "n4", "raft.peers", "n1@h1:7000,n4@h4:7000").join())
				.isTrue();
		}

		@Test
		void contradictsStandalone() {
			assertThat(failure("raft.join", "true", "raft.standalone", "true", "raft.peers", "n1@h1:7000").property())
				.isEqualTo("raft.standalone");
		}

	}

	@Test
	void runningAloneContradictsPeers() {
		assertThat(failure("raft.standalone", "true", "raft.peers", "n1@h1:7000,n2@h2:7000").property())
			.isEqualTo("raft.standalone");
	}

	private static InvalidRaftPropertyException failure(String... pairs) {
		Throwable failure = NestedExceptionUtils.getMostSpecificCause(catchThrowable(() -> bind(pairs)));
		assertThat(failure).isInstanceOf(InvalidRaftPropertyException.class);
		return (InvalidRaftPropertyException) failure;
	}

	private static RaftProperties bind(String... pairs) {
		return bind(new MapPropertySource("test", map(pairs)));
	}

	private static RaftProperties bindEnvironment(String... pairs) {
		return bind(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				map(pairs)));
	}

	private static RaftProperties bind(PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(source);
		Binder binder = new Binder(ConfigurationPropertySources.from(sources), null,
				ApplicationConversionService.getSharedInstance());
		return binder.bindOrCreate("raft", RaftProperties.class);
	}

	private static Map<String, Object> map(String... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put(pairs[i], pairs[i + 1]);
		}
		return map;
	}

}
