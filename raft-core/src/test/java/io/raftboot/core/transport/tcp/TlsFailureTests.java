package io.raftboot.core.transport.tcp;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.raftboot.core.transport.tcp.TlsFailure.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TlsFailureTests {

	private static SSLException because(Throwable cause) {
		SSLException failure = new SSLHandshakeException(cause.getMessage());
		failure.initCause(cause);
		return failure;
	}

	@Test
	void bytesThatAreNoTlsAreNotRepeated() {
		TlsFailure failure = TlsFailure.of(new DecoderException(new NotSslRecordException("not TLS: 474554")));
		assertThat(failure.kind()).isEqualTo(Kind.PLAINTEXT);
		assertThat(failure.text()).doesNotContain("474554");
		assertThat(failure.isOurs()).isTrue();
	}

	@Test
	void anExpiredCertificateSaysSinceWhen() {
		CertificateException certificate = new CertificateException("PKIX path validation failed",
				new CertPathValidatorException("validity check failed",
						new CertificateExpiredException("NotAfter: Thu Nov 26 10:00:00 UTC 2026")));
		TlsFailure failure = TlsFailure.of(because(certificate));
		assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED);
		assertThat(failure.text()).isEqualTo("its certificate is not trusted (NotAfter: Thu Nov 26 10:00:00 UTC 2026)");
	}

	@Test
	void anAlertIsNoRefusalOfOurs() {
		TlsFailure failure = TlsFailure.of(new SSLException("Received fatal alert: certificate_unknown"));
		assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
		assertThat(failure.text()).startsWith("it refuses this node (certificate_unknown)");
		assertThat(failure.isOurs()).isFalse();
	}

	@Test
	void aBrokenConnectionIsNoFailureOfTls() {
		assertThat(TlsFailure.isTls(new ClosedChannelException())).isFalse();
		assertThat(TlsFailure.isTls(new DecoderException(new SSLException("x")))).isTrue();
		assertThat(TlsFailure.of(new IOException("Connection reset")).kind()).isEqualTo(Kind.BROKEN);
	}

	@Test
	void nobodyWritesLinesOfHisOwnIntoTheLog() {
		TlsFailure failure = TlsFailure
			.of(because(new CertificateException("CN=x\r\n2026-11-26 INFO all is well\t" + "y".repeat(1000))));
		assertThat(failure.text()).doesNotContain("\n", "\r", "\t").hasSizeLessThan(300);
	}

}
