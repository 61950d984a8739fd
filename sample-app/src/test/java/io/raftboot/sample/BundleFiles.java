package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.raftboot.test.transport.TestAuthority;
import io.raftboot.test.transport.TestIdentity;

/** The files of the SSL bundle of one node, which it watches. */
final class BundleFiles {

	/** Of no use, for the key is not encrypted; so that it can be looked for. */
	static final String PASSWORD = "secret-of-the-test";

	private static final String BUNDLE = "--spring.ssl.bundle.pem.peers.";

	private final Path directory;

	BundleFiles(Path directory) {
		this.directory = directory;
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the node is started with. */
	String[] settings() {
		return new String[] { "--raft.tls.bundle=peers", BUNDLE + "reload-on-update=true",
				BUNDLE + "keystore.certificate=file:" + this.directory.resolve("node.pem"),
				BUNDLE + "keystore.private-key=file:" + this.directory.resolve("node.pem"),
				BUNDLE + "keystore.private-key-password=" + PASSWORD,
				BUNDLE + "truststore.certificate=file:" + this.directory.resolve("ca.crt"),
				"--spring.ssl.bundle.watch.file.quiet-period=200ms" };
	}

	/**
	 * Key and certificate are one file, so that there is no moment at which they differ.
	 */
	void identity(TestIdentity identity) {
		write("node.pem", identity.keyPem() + identity.certificatePem());
	}

	void trust(TestAuthority... authorities) {
		write("ca.crt", Arrays.stream(authorities).map(TestAuthority::certificatePem).collect(Collectors.joining()));
	}

	/** In one step, so that nobody reads half a file. */
	private void write(String name, String text) {
		try {
			Path written = Files.writeString(this.directory.resolve(name + ".new"), text);
			Files.move(written, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
