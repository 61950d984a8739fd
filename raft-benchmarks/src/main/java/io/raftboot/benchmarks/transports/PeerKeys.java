package io.raftboot.benchmarks.transports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A key and a certificate signed by itself, which all nodes of a cluster on this machine
 * use and trust: what a handshake and a message cost does not depend on who signed.
 *
 * @param store a PKCS12 key store
 * @param password of it
 */
record PeerKeys(Path store, String password) {

	/** Makes them with the keytool of this JDK, a 256 bit elliptic curve. */
	static PeerKeys create(Path directory) throws IOException, InterruptedException {
		PeerKeys keys = new PeerKeys(directory.resolve("peers.p12"), UUID.randomUUID().toString());
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", keys.store.toString(), "-storetype", "PKCS12", "-storepass", keys.password,
				"-alias", "node", "-dname", "CN=node", "-keyalg", "EC", "-groupname", "secp256r1", "-ext",
				"san=ip:127.0.0.1", "-validity", "2")
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException("keytool failed: " + output);
		}
		return keys;
	}

	/** Settings of an application that has its peers use them. */
	List<String> arguments() {
		String bundle = "--spring.ssl.bundle.jks.peers.";
		return List.of("--raft.tls.bundle=peers", bundle + "keystore.location=" + this.store.toUri(),
				bundle + "keystore.password=" + this.password, bundle + "truststore.location=" + this.store.toUri(),
				bundle + "truststore.password=" + this.password);
	}

}
