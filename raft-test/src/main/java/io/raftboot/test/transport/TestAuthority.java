package io.raftboot.test.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A certificate authority for tests of TLS, made by the {@code keytool} of the JDK that
 * runs. Its certificates are for elliptic curves and valid for some days; each takes some
 * tenths of a second. For any thread.
 */
public final class TestAuthority {

	/** What nodes on this machine are dialled at. */
	public static final String THIS_MACHINE = "ip:127.0.0.1,ip:0:0:0:0:0:0:0:1,dns:localhost";

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final byte[] store;

	private final X509Certificate certificate;

	private TestAuthority(byte[] store) {
		this.store = store;
		this.certificate = (X509Certificate) chain(load(store), "ca")[0];
	}

	/**
	 * Makes an authority.
	 * @param name its common name
	 */
	public static TestAuthority create(String name) {
		return new TestAuthority(keytool(new byte[0], "-alias", "ca", "-dname", "CN=" + name, "-ext",
				"bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,cRLSign"));
	}

	/** A key and certificate for a node on this machine. */
	public TestIdentity issue(String name) {
		return issue(name, THIS_MACHINE);
	}

	/**
	 * A key and certificate for a node elsewhere.
	 * @param subjectAlternativeNames as keytool writes them, for example
	 * {@code dns:n1.example,ip:192.0.2.1}
	 */
	public TestIdentity issue(String name, String subjectAlternativeNames) {
		KeyStore issued = load(keytool(this.store, "-alias", "node", "-signer", "ca", "-dname", "CN=" + name, "-ext",
				"san=" + subjectAlternativeNames));
		try {
			return new TestIdentity((PrivateKey) issued.getKey("node", PASSWORD), List.of(chain(issued, "node")));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What those trust who trust this authority. */
	public X509Certificate certificate() {
		return this.certificate;
	}

	/** The same as text. */
	public String certificatePem() {
		return TestIdentity.pem("CERTIFICATE", this.certificate);
	}

	private static X509Certificate[] chain(KeyStore store, String alias) {
		try {
			return Arrays.stream(store.getCertificateChain(alias))
				.map(X509Certificate.class::cast)
				.toArray(X509Certificate[]::new);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore load(byte[] store) {
		try {
			KeyStore loaded = KeyStore.getInstance("PKCS12");
			loaded.load(new ByteArrayInputStream(store), PASSWORD);
			return loaded;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Adds a key pair to a copy of the store. */
	private static byte[] keytool(byte[] store, String... arguments) {
		try {
			Path directory = Files.createTempDirectory("test-authority");
			Path file = directory.resolve("store.p12");
			try {
				if (store.length > 0) {
					Files.write(file, store);
				}
				run(file, arguments);
				return Files.readAllBytes(file);
			}
			finally {
				Files.deleteIfExists(file);
				Files.deleteIfExists(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void run(Path file, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keystore", file.toString(), "-storetype",
				"PKCS12", "-storepass", new String(PASSWORD), "-keyalg", "EC", "-groupname", "secp256r1", "-validity",
				"30"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		process.getInputStream().transferTo(output);
		try {
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + " failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

}
