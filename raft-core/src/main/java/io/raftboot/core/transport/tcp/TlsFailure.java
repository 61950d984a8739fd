package io.raftboot.core.transport.tcp;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no TLS with somebody, in words for an operator.
 *
 * @param kind who is told of once a minute
 * @param text what follows the name of the other side; one line
 */
record TlsFailure(Kind kind, String text) {

	private static final int TEXT_CHARS_MAX = 200;

	private static final String ALERT = "Received fatal alert: ";

	/** What may be wrong. */
	enum Kind {

		/** It does not speak TLS. */
		PLAINTEXT,
		/** It shows no certificate, or none of an authority that it was told of. */
		NO_CERTIFICATE,
		/** Its certificate is not trusted. */
		UNTRUSTED,
		/** Its certificate is for another host. */
		WRONG_HOST,
		/** It does not want us. */
		REFUSED,
		/** The connection broke. */
		BROKEN,
		/** Anything else. */
		OTHER

	}

	/** Whether TLS itself failed, not the connection under it. */
	static boolean isTls(Throwable failure) {
		return find(failure, SSLException.class) != null;
	}

	static TlsFailure of(Throwable failure) {
		if (find(failure, NotSslRecordException.class) != null) {
			return new TlsFailure(Kind.PLAINTEXT, "it does not speak TLS, and this node takes nothing else");
		}
		TlsFailure certificate = certificate(failure);
		if (certificate != null) {
			return certificate;
		}
		SSLException tls = find(failure, SSLException.class);
		if (tls == null) {
			return broken(String.valueOf(failure.getMessage()));
		}
		String message = String.valueOf(tls.getMessage());
		int alert = message.indexOf(ALERT); // later Java versions put its name in front
		if (alert >= 0) {
			String name = message.substring(alert + ALERT.length());
			return new TlsFailure(Kind.REFUSED, "it refuses this node (" + oneLine(name)
					+ "): its log says why; does it trust this node's certificate?");
		}
		if (message.contains("Empty client certificate chain")) {
			return new TlsFailure(Kind.NO_CERTIFICATE, "it shows no certificate of an authority that this node trusts");
		}
		return new TlsFailure(Kind.OTHER, oneLine(message));
	}

	static TlsFailure broken(String why) {
		return new TlsFailure(Kind.BROKEN, "it broke off the handshake (" + oneLine(why)
				+ "): does it speak TLS, and trust this node's certificate?");
	}

	/** Whether this node is the one that refuses. */
	boolean isOurs() {
		return this.kind != Kind.REFUSED && this.kind != Kind.BROKEN;
	}

	private static @Nullable TlsFailure certificate(Throwable failure) {
		CertificateException certificate = find(failure, CertificateException.class);
		if (certificate == null) {
			return null;
		}
		String message = String.valueOf(certificate.getMessage());
		if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
			return new TlsFailure(Kind.WRONG_HOST, "its certificate is for another host (" + oneLine(message) + ")");
		}
		return new TlsFailure(Kind.UNTRUSTED, "its certificate is not trusted (" + oneLine(deepest(certificate)) + ")");
	}

	private static String deepest(CertificateException certificate) {
		Throwable cause = certificate;
		CertPathValidatorException validator = find(certificate, CertPathValidatorException.class);
		CertPathBuilderException builder = find(certificate, CertPathBuilderException.class);
		if (validator != null) {
			cause = (validator.getCause() != null) ? validator.getCause() : validator;
		}
		else if (builder != null) {
			cause = builder;
		}
		return String.valueOf(cause.getMessage());
	}

	private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
		int depth = 0;
		for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
			depth++;
		}
		return null;
	}

	/** Nobody shall write lines of his own into the log. */
	private static String oneLine(String text) {
		String line = text.replaceAll("\\p{Cntrl}", " ");
		return (line.length() > TEXT_CHARS_MAX) ? line.substring(0, TEXT_CHARS_MAX) + "…" : line;
	}

}
