package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.PeerTls.ClientAuth;
import io.raftboot.test.transport.TestAuthority;
import io.raftboot.test.transport.TestIdentity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** How keys for connections between nodes come from an SSL bundle. */
@ExtendWith(OutputCaptureExtension.class)
class PeerTlsTests {

	private static final TestAuthority AUTHORITY = TestAuthority.create("cluster");

	private static final TestIdentity IDENTITY = AUTHORITY.issue("node");

	private static final String PEERS = "spring.ssl.bundle.pem.peers.";

	@TempDir
	Path directory;

	private final ApplicationContextRunner withoutBundles = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withBean(RaftNodeLifecycle.class, () -> new RaftNodeLifecycle(mock(RaftNode.class), false, Duration.ZERO))
		.withUserConfiguration(TestMachine.class);

	private final ApplicationContextRunner runner = this.withoutBundles
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));

	private ApplicationContextRunner withBundle(String... properties) {
		write("node.crt", IDENTITY.certificatePem());
		write("node.key", IDENTITY.keyPem());
		write("ca.crt", AUTHORITY.certificatePem());
		return this.runner.withPropertyValues(key(), certificate(), trust()).withPropertyValues(properties);
	}

	private String key() {
		return PEERS + "keystore.private-key=file:" + this.directory.resolve("node.key");
	}

	private String certificate() {
		return PEERS + "keystore.certificate=file:" + this.directory.resolve("node.crt");
	}

	private String trust() {
		return PEERS + "truststore.certificate=file:" + this.directory.resolve("ca.crt");
	}

	private void write(String name, String text) {
		try {
			Files.writeString(this.directory.resolve(name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static PeerTls tls(ApplicationContext context) {
		return context.getBean(RaftNodeOptions.class).tls().get();
	}

	@Nested
	class Bundles {

		@Test
		void withoutOneNodesTalkInPlainText() {
			withBundle().run((context) -> assertThat(context.getBean(RaftNodeOptions.class).tls()).isNull());
			PeerTlsTests.this.withoutBundles
				.run((context) -> assertThat(context.getBean(RaftNodeOptions.class).tls()).isNull());
		}

		@Test
		void oneIsUsedByItsName() {
			withBundle("raft.tls.bundle=peers").run((context) -> {
				PeerTls tls = tls(context);
				assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NEED);
				assertThat(tls.verifyHostname()).isTrue();
				assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
				assertThat(tls.cipherSuites()).isEmpty();
			});
		}

		@Test
		void theRestCanBeSet() {
			withBundle("raft.tls.bundle=peers", "raft.tls.client-auth=want", "raft.tls.verify-hostname=false",
					PEERS + "options.enabled-protocols=TLSv1.1,TLSv1.2",
					PEERS + "options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
				.run((context) -> {
					PeerTls tls = tls(context);
					assertThat(tls.clientAuth()).isEqualTo(ClientAuth.WANT);
					assertThat(tls.verifyHostname()).isFalse();
					assertThat(tls.protocols()).containsExactly("TLSv1.2");
					assertThat(tls.cipherSuites()).containsExactly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
				});
		}

		@Test
		void nothingOfTheKeyIsInTheOptions() {
			withBundle("raft.tls.bundle=peers").run((context) -> {
				RaftNodeOptions options = context.getBean(RaftNodeOptions.class);
				assertThat(options.toString()).contains("SSL bundle 'peers'").doesNotContain("PRIVATE");
				assertThat(tls(context).toString()).doesNotContain("PRIVATE");
			});
		}

	}

	@Nested
	class Mistakes {

		private void failure(ApplicationContextRunner runner, Consumer<InvalidRaftPropertyException> check) {
			runner.run((context) -> {
				assertThat(context).hasFailed();
				Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
				assertThat(cause).isInstanceOfSatisfying(InvalidRaftPropertyException.class, (failure) -> {
					assertThat(failure.property()).isEqualTo("raft.tls.bundle");
					check.accept(failure);
				});
			});
		}

		@Test
		void aBundleThatIsMissing() {
			failure(withBundle("raft.tls.bundle=paers"), (failure) -> {
				assertThat(failure.value()).isEqualTo("paers");
				assertThat(failure.reason()).isEqualTo("There is no SSL bundle of that name; there are: peers");
				assertThat(failure.action()).contains("spring.ssl.bundle.pem.NAME");
			});
		}

		@Test
		void noBundlesAtAll() {
			failure(PeerTlsTests.this.runner.withPropertyValues("raft.tls.bundle=peers"),
					(failure) -> assertThat(failure.reason())
						.isEqualTo("There is no SSL bundle of that name; there is none at all"));
			failure(PeerTlsTests.this.withoutBundles.withPropertyValues("raft.tls.bundle=peers"),
					(failure) -> assertThat(failure.reason()).isEqualTo("This application has no SSL bundles"));
		}

		@Test
		void settingsWithoutABundle() {
			failure(withBundle("raft.tls.client-auth=need"),
					(failure) -> assertThat(failure.reason()).isEqualTo(
							"It is missing, and without it raft.tls.client-auth does nothing: nodes would talk in"
									+ " plain text"));
			failure(withBundle("raft.tls.verify-hostname=true", "raft.tls.bundle="),
					(failure) -> assertThat(failure.action()).endsWith("or remove raft.tls.verify-hostname"));
		}

		@Test
		void aBundleWithoutAKey() {
			write("ca.crt", AUTHORITY.certificatePem());
			failure(PeerTlsTests.this.runner.withPropertyValues(trust(), "raft.tls.bundle=peers"),
					(failure) -> assertThat(failure.reason())
						.isEqualTo("The bundle has no private key, by which other nodes would know this one"));
		}

		@Test
		void aBundleThatWouldTrustEverybody() {
			write("node.crt", IDENTITY.certificatePem());
			write("node.key", IDENTITY.keyPem());
			failure(PeerTlsTests.this.runner.withPropertyValues(key(), certificate(), "raft.tls.bundle=peers"),
					(failure) -> assertThat(failure.reason())
						.isEqualTo("The bundle has no trust store, and without one every public authority would be"
								+ " trusted"));
		}

		@Test
		void aBundleWithOldProtocolsOnly() {
			failure(withBundle("raft.tls.bundle=peers", PEERS + "options.enabled-protocols=TLSv1,TLSv1.1"),
					(failure) -> assertThat(failure.reason())
						.isEqualTo("The bundle enables none of the protocols [TLSv1.3, TLSv1.2]"));
		}

		@Test
		void aFileThatIsNotThere() {
			write("node.crt", IDENTITY.certificatePem());
			write("node.key", IDENTITY.keyPem());
			failure(PeerTlsTests.this.runner.withPropertyValues(key(), certificate(), trust(), "raft.tls.bundle=peers"),
					(failure) -> assertThat(failure.reason()).startsWith("The bundle cannot be used: ")
						.contains("ca.crt"));
		}

	}

	@Nested
	class Reloading {

		private ApplicationContextRunner reloaded() {
			return withBundle("raft.tls.bundle=peers", PEERS + "reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=50ms");
		}

		@Test
		void newKeysAreTaken() {
			reloaded().run((context) -> {
				PeerTls before = tls(context);
				TestIdentity next = AUTHORITY.issue("next");
				write("node.key", next.keyPem());
				write("node.crt", next.certificatePem());
				await().atMost(Duration.ofSeconds(30)).until(() -> !tls(context).equals(before));
				assertThat(tls(context).clientAuth()).isEqualTo(ClientAuth.NEED);
			});
		}

		@Test
		void keysThatAreNoGoodChangeNothing(CapturedOutput output) {
			reloaded().run((context) -> {
				PeerTls before = tls(context);
				write("ca.crt", "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n");
				await().atMost(Duration.ofSeconds(30))
					.until(() -> output.getAll()
						.contains(
								"The SSL bundle 'peers' was reloaded, but cannot be used: The bundle cannot be used: "));
				assertThat(tls(context)).isEqualTo(before);
				write("ca.crt", AUTHORITY.certificatePem());
				await().atMost(Duration.ofSeconds(30)).until(() -> !tls(context).equals(before));
			});
		}

	}

}
