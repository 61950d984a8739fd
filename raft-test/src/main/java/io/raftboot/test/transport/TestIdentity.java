package io.raftboot.test.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key with its certificate, issued by a {@link TestAuthority}. For any thread.
 *
 * @param key the private key
 * @param chain its certificate, and that of the authority
 */
public record TestIdentity(PrivateKey key, List<X509Certificate> chain) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	/** For a node with this key that trusts these authorities. */
	public SSLContext context(TestAuthority... trusted) {
		return context(trustManagers(trusted));
	}

	/** For a node with this key that trusts whom these trust. */
	public SSLContext context(TrustManager[] trustManagers) {
		try {
			KeyStore store = emptyStore();
			store.setKeyEntry("node", this.key, PASSWORD, this.chain.toArray(X509Certificate[]::new));
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(store, PASSWORD);
			return context(factory.getKeyManagers(), trustManagers);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** For somebody without a key who trusts these authorities. */
	public static SSLContext withoutKey(TestAuthority... trusted) {
		try {
			return context(new KeyManager[0], trustManagers(trusted));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext context(KeyManager[] keys, TrustManager[] trustManagers) throws GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trustManagers, null);
		return context;
	}

	private static TrustManager[] trustManagers(TestAuthority... trusted) {
		try {
			KeyStore store = emptyStore();
			for (int i = 0; i < trusted.length; i++) {
				store.setCertificateEntry("ca" + i, trusted[i].certificate());
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			return factory.getTrustManagers();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	/** The private key as text, PKCS #8. */
	public String keyPem() {
		return pem("PRIVATE KEY", this.key.getEncoded());
	}

	/** The certificates as text. */
	public String certificatePem() {
		return this.chain.stream().map((certificate) -> pem("CERTIFICATE", certificate)).collect(Collectors.joining());
	}

	static String pem(String what, X509Certificate certificate) {
		try {
			return pem(what, certificate.getEncoded());
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String what, byte[] encoded) {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(encoded);
		return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
	}

	/** Without the key. */
	@Override
	public String toString() {
		return this.chain.get(0).getSubjectX500Principal().getName();
	}

}
