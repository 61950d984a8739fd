package io.raftboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.SessionOptions;
import io.raftboot.core.node.SnapshotOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RaftNodeOptionsFactoryTests {

	@Test
	void withoutPropertiesANodeIsAloneOnAFreePortOfLoopback() {
		RaftNodeOptions options = create();
		assertThat(options.nodeId().value()).isEqualTo("pod-0");
		assertThat(options.bind()).isEqualTo("127.0.0.1:0");
		assertThat(options.address()).isNull();
		assertThat(options.peers()).isEmpty();
		assertThat(options.dataDirectory()).isEqualTo(Path.of("data/raft/node").toAbsolutePath());
	}

	@Test
	void theDefaultsAreThoseOfTheEngine() {
		RaftNodeOptions expected = RaftNodeOptions.builder("pod-0")
			.dataDirectory(Path.of("data/raft/node").toAbsolutePath())
			.build();
		assertThat(create()).isEqualTo(expected);
	}

	@Test
	void aNodeAmongPeersListensOnItsOwnPortEverywhere() {
		RaftNodeOptions options = create("raft.node-id=n2", "raft.peers=n1@h1:7001,n2@h2:7002");
		assertThat(options.bind()).isEqualTo("0.0.0.0:7002");
		assertThat(options.peers()).containsExactly(Peer.of("n1", "h1:7001"), Peer.of("n2", "h2:7002"));
	}

	@Test
	void aNodeAmongPeersOnOneMachineListensOnLoopback() {
		assertThat(create("raft.node-id=n2", "raft.peers=n1@localhost:7001,n2@localhost:7002").bind())
			.isEqualTo("localhost:7002");
	}

	@Test
	void aNodeAmongPeersMayGoByItsHostName() {
		assertThat(create("raft.peers=pod-0@pod-0.raft:7000,pod-1@pod-1.raft:7000").bind()).isEqualTo("0.0.0.0:7000");
	}

	@Test
	void anExplicitAddressWins() {
		RaftNodeOptions options = create("raft.node-id=n1", "raft.peers=n1@h1:7001,n2@h2:7002",
				"raft.bind=192.0.2.1:9000", "raft.address=example.org:9001");
		assertThat(options.bind()).isEqualTo("192.0.2.1:9000");
		assertThat(options.address()).isEqualTo("example.org:9001");
	}

	@Test
	void eachNamedNodeHasADirectoryOfItsOwn() {
		assertThat(create("raft.node-id=n2").dataDirectory()).isEqualTo(Path.of("data/raft/n2").toAbsolutePath());
		assertThat(create("raft.node-id=n2", "raft.data-dir=/var/lib/raft").dataDirectory())
			.isEqualTo(Path.of("/var/lib/raft"));
	}

	@Test
	void theRestIsHandedOn() {
		RaftNodeOptions options = create("raft.election-timeout=1s", "raft.heartbeat-interval=50ms",
				"raft.proposal-timeout=3s", "raft.max-pending-proposals=7", "raft.max-pending-bytes=2MB",
				"raft.max-command-size=4KB", "raft.segment-size=1MB", "raft.cache-size=3MB",
				"raft.election-priority=20", "raft.snapshot.entries=5", "raft.snapshot.min-interval=20s",
				"raft.snapshot.log-bytes=2MB", "raft.snapshot.interval=10m", "raft.snapshot.trailing-entries=6",
				"raft.snapshot.send-rate=3MB", "raft.snapshot.retained=4", "raft.session.timeout=5m",
				"raft.session.max-sessions=9", "raft.session.key-retention=3h", "raft.session.max-keys=11");
		assertThat(options.sessions()).isEqualTo(new SessionOptions(Duration.ofMinutes(5), 9, Duration.ofHours(3), 11));
		assertThat(options.electionTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.heartbeatInterval()).isEqualTo(Duration.ofMillis(50));
		assertThat(options.proposalTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.pendingProposalsMax()).isEqualTo(7);
		assertThat(options.pendingBytesMax()).isEqualTo(2 << 20);
		assertThat(options.commandBytesMax()).isEqualTo(4 << 10);
		assertThat(options.segmentBytes()).isEqualTo(1 << 20);
		assertThat(options.cacheBytes()).isEqualTo(3 << 20);
		assertThat(options.join()).isFalse();
		assertThat(options.electionPriority()).isEqualTo(20);
		assertThat(options.snapshots())
			.isEqualTo(new SnapshotOptions(5, Duration.ofSeconds(20), 2 << 20, Duration.ofMinutes(10), 6, 3 << 20, 4));
	}

	@Nested
	class Joining {

		@Test
		void onOneMachineNeedsNoAddress() {
			RaftNodeOptions options = create("raft.join=true", "raft.node-id=n4", "raft.peers=n1@localhost:7001");
			assertThat(options.join()).isTrue();
			assertThat(options.bind()).isEqualTo("127.0.0.1:0");
			assertThat(options.peers()).containsExactly(Peer.of("n1", "localhost:7001"));
		}

		@Test
		void anEntryOfItsOwnIsItsAddress() {
			assertThat(create("raft.join=true", "raft.node-id=n4", "raft.peers=n1@h1:7001,n4@h4:7004").bind())
				.isEqualTo("0.0.0.0:7004");
		}

		@Test
		void needsAnAddressThatMembersElsewhereReach() {
			InvalidRaftPropertyException missing = failure("raft.join=true", "raft.node-id=n4",
					"raft.peers=n1@h1:7001");
			assertThat(missing.property()).isEqualTo("raft.bind");
			assertThat(missing.action()).contains("raft.bind=0.0.0.0:7000").contains("raft.address");
			InvalidRaftPropertyException vague = failure("raft.join=true", "raft.node-id=n4", "raft.peers=n1@h1:7001",
					"raft.bind=0.0.0.0:7004");
			assertThat(vague.property()).isEqualTo("raft.address");
			assertThat(vague.reason()).contains("raft.bind=0.0.0.0:7004");
			assertThat(create("raft.join=true", "raft.node-id=n4", "raft.peers=n1@h1:7001", "raft.bind=0.0.0.0:7004",
					"raft.address=h4:7004")
				.address()).isEqualTo("h4:7004");
			assertThat(create("raft.join=true", "raft.node-id=n4", "raft.peers=n1@h1:7001", "raft.bind=h4:7004").bind())
				.isEqualTo("h4:7004");
		}

	}

	@Nested
	class RunningAlone {

		@ParameterizedTest
		@ValueSource(strings = { "127.0.0.1:7000", "localhost:0", "[::1]:7000", "127.1.2.3:7000" })
		void onLoopbackNeedsNothing(String address) {
			assertThat(create("raft.bind=" + address).bind()).isEqualTo(address);
		}

		@ParameterizedTest
		@ValueSource(strings = { "0.0.0.0:7000", "[::]:7000", "example.org:7000" })
		void elsewhereMustBeAskedFor(String address) {
			InvalidRaftPropertyException failure = failure("raft.bind=" + address);
			assertThat(failure.property()).isEqualTo("raft.bind");
			assertThat(failure.action()).contains("raft.peers").contains("raft.standalone=true");
			assertThat(create("raft.bind=" + address, "raft.standalone=true").bind()).isEqualTo(address);
			assertThat(create("raft.bind=" + address, "raft.peers=pod-0@h1:7000,n2@h2:7000").bind()).isEqualTo(address);
		}

		@Test
		void canBeForbidden() {
			assertThat(failure("raft.standalone=false").property()).isEqualTo("raft.peers");
			assertThat(create("raft.standalone=false", "raft.peers=pod-0@h1:7000,n2@h2:7000").peers()).hasSize(2);
		}

		@Test
		void isNoQuestionWithDataOfACluster(@TempDir Path directory) throws IOException {
			Path log = Files.createDirectories(directory.resolve("default").resolve("log"));
			assertThat(failure("raft.bind=0.0.0.0:7000", "raft.data-dir=" + directory)).isNotNull();
			Files.createFile(log.resolve("00000000000000000001-0000000000000001.seg"));
			assertThat(create("raft.bind=0.0.0.0:7000", "raft.data-dir=" + directory).bind()).isEqualTo("0.0.0.0:7000");
			assertThat(create("raft.standalone=false", "raft.data-dir=" + directory).peers()).isEmpty();
		}

	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "web-3,web-3", "web-3.example.org,web-3", "Bob's Mac.local,Bob-s-Mac",
			"10.0.0.7,10-0-0-7", "::1,--1", "m\u00fcnchen,m-nchen", "null,n1", "'',n1", ".local,n1" })
	void hostNamesBecomeNodeIds(String hostName, String nodeId) {
		assertThat(RaftNodeOptionsFactory.nodeId(hostName)).isEqualTo(nodeId);
	}

	@Test
	void aLongHostNameIsCut() {
		assertThat(RaftNodeOptionsFactory.nodeId("x".repeat(70))).hasSize(64);
	}

	/** With the port of the application for everything. */
	@Nested
	class OverHttp {

		private static final WebServerSettings SERVER = new WebServerSettings(9090, "/app", false);

		@Test
		void aNodeAloneIsReachedAtTheApplicationsPortOfLoopback() {
			RaftNodeOptions options = http(SERVER);
			assertThat(options.bind()).isEqualTo("127.0.0.1:0");
			assertThat(options.address()).isEqualTo("127.0.0.1:9090");
			assertThat(options.upgradePath()).isEqualTo("/app/raft/peer");
		}

		@Test
		void aNodeAmongPeersIsReachedAtItsOwnEntry() {
			RaftNodeOptions options = http(SERVER, "raft.node-id=n2", "raft.peers=n1@h1:80,n2@h2:80");
			assertThat(options.bind()).isEqualTo("127.0.0.1:0");
			assertThat(options.address()).isNull();
		}

		@Test
		void anAddressThatIsSetCounts() {
			assertThat(http(SERVER, "raft.address=h2:80", "raft.join=true", "raft.peers=n1@h1:80").address())
				.isEqualTo("h2:80");
		}

		@Test
		void aNodeThatJoinsOnThisMachineNeedsNoAddress() {
			assertThat(http(SERVER, "raft.join=true", "raft.peers=n1@127.0.0.1:80").address())
				.isEqualTo("127.0.0.1:9090");
		}

		@Test
		void aNodeThatJoinsFromAnotherMachineDoes() {
			InvalidRaftPropertyException failure = httpFailure(SERVER, "raft.join=true", "raft.peers=n1@h1:80");
			assertThat(failure.property()).isEqualTo("raft.address");
			assertThat(failure.reason()).contains("server.port=9090");
			assertThat(failure.action()).contains("Set raft.address");
		}

		@Test
		void aFreePortCannotBeTold() {
			InvalidRaftPropertyException failure = httpFailure(new WebServerSettings(0, "", false));
			assertThat(failure.property()).isEqualTo("raft.address");
			assertThat(failure.reason()).contains("server.port=0");
			assertThat(http(new WebServerSettings(0, "", false), "raft.address=127.0.0.1:80").address())
				.isEqualTo("127.0.0.1:80");
		}

		@Test
		void withDataTheClusterKnowsTheAddress(@TempDir Path directory) throws IOException {
			Files.createDirectories(directory.resolve("default/log"));
			Files.createFile(directory.resolve("default/log/00000001.seg"));
			assertThat(http(new WebServerSettings(0, "", false), "raft.data-dir=" + directory).address()).isNull();
		}

		@Test
		void nobodyElseListens() {
			assertThat(http(SERVER, "raft.bind=127.0.0.1:7000").bind()).isEqualTo("127.0.0.1:7000");
			InvalidRaftPropertyException failure = httpFailure(SERVER, "raft.bind=0.0.0.0:7000");
			assertThat(failure.property()).isEqualTo("raft.bind");
			assertThat(failure.action()).contains("Remove raft.bind");
		}

		@Test
		void forgottenPeersDoNotMakeASecondCluster() {
			assertThat(httpFailure(SERVER, "raft.address=h2:80").property()).isEqualTo("raft.address");
			assertThat(httpFailure(SERVER, "raft.standalone=false").property()).isEqualTo("raft.peers");
			assertThat(http(SERVER, "raft.address=h2:80", "raft.standalone=true").address()).isEqualTo("h2:80");
		}

		@Test
		void httpsIsNotSpoken() {
			InvalidRaftPropertyException failure = httpFailure(new WebServerSettings(443, "", true));
			assertThat(failure.property()).isEqualTo("raft.transport.type");
			assertThat(failure.action()).contains("raft.transport.type=tcp");
		}

		private static RaftNodeOptions http(WebServerSettings server, String... properties) {
			String[] all = Arrays.copyOf(properties, properties.length + 1);
			all[properties.length] = "raft.transport.type=http";
			return create(server, all);
		}

		private static InvalidRaftPropertyException httpFailure(WebServerSettings server, String... properties) {
			return catchThrowableOfType(InvalidRaftPropertyException.class, () -> http(server, properties));
		}

	}

	private static InvalidRaftPropertyException failure(String... properties) {
		return catchThrowableOfType(InvalidRaftPropertyException.class, () -> create(properties));
	}

	private static RaftNodeOptions create(String... properties) {
		return create(new WebServerSettings(8080, "", false), properties);
	}

	private static RaftNodeOptions create(WebServerSettings server, String... properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (String property : properties) {
			String[] parts = property.split("=", 2);
			source.put(parts[0], parts[1]);
		}
		Binder binder = new Binder(List.of(source), null, ApplicationConversionService.getSharedInstance());
		return new RaftNodeOptionsFactory(() -> "pod-0", server)
			.create(binder.bindOrCreate("raft", RaftProperties.class))
			.build();
	}

}
