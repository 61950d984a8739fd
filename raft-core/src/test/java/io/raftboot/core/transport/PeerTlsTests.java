package io.raftboot.core.transport;

import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.raftboot.core.transport.PeerTls.ClientAuth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PeerTlsTests {

	private final SSLContext context = context();

	private static SSLContext context() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new AssertionError(ex);
		}
	}

	private PeerTls with(List<String> protocols, List<String> cipherSuites) {
		return new PeerTls(this.context, protocols, cipherSuites, ClientAuth.NEED, true);
	}

	@Test
	void bothSidesShowCertificatesUnlessSaidOtherwise() {
		PeerTls tls = PeerTls.mutual(this.context);
		assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NEED);
		assertThat(tls.verifyHostname()).isTrue();
		assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
	}

	@Test
	void theSameKeysAreEqual() {
		assertThat(PeerTls.mutual(this.context)).isEqualTo(PeerTls.mutual(this.context));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.1", "TLSv1", "SSLv3", "tlsv1.3", "" })
	void otherProtocolsAreRefused(String protocol) {
		assertThatIllegalArgumentException().isThrownBy(() -> with(List.of("TLSv1.3", protocol), List.of()))
			.withMessageContaining("'" + protocol + "'")
			.withMessageContaining("[TLSv1.3, TLSv1.2]");
	}

	@Test
	void withoutAProtocolThereIsNoTls() {
		assertThatIllegalArgumentException().isThrownBy(() -> with(List.of(), List.of()))
			.withMessageContaining("[TLSv1.3, TLSv1.2]");
	}

	@Test
	void aCipherSuiteMustBeKnown() {
		assertThat(with(List.of("TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256")).cipherSuites()).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> with(List.of("TLSv1.3"), List.of("TLS_NONSENSE")))
			.withMessageContaining("cipher suite 'TLS_NONSENSE'");
	}

	@Test
	void protocolsAndCipherSuitesMustFit() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> with(List.of("TLSv1.2"), List.of("TLS_AES_128_GCM_SHA256")))
			.withMessageContaining("No TLS handshake is possible");
	}

}
