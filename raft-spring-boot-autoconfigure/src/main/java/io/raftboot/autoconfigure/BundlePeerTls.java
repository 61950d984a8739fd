package io.raftboot.autoconfigure;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import io.raftboot.core.transport.PeerTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;

/**
 * The keys for connections between nodes out of an SSL bundle, and newer ones as soon as
 * it is reloaded. A reloaded bundle that is no good changes nothing. For any thread.
 */
final class BundlePeerTls implements Supplier<PeerTls> {

	private static final Logger logger = LoggerFactory.getLogger(BundlePeerTls.class);

	private static final String PROPERTY = "raft.tls.bundle";

	private static final String DEFINE = "spring.ssl.bundle.pem.NAME or spring.ssl.bundle.jks.NAME";

	private final String name;

	private final RaftProperties.Tls properties;

	private volatile PeerTls current;

	private BundlePeerTls(String name, RaftProperties.Tls properties, SslBundle bundle) {
		this.name = name;
		this.properties = properties;
		this.current = peerTls(bundle);
	}

	/**
	 * The keys of the bundle that the properties name.
	 * @param bundles the bundles of the application, if it has any
	 * @return null without a bundle
	 * @throws InvalidRaftPropertyException if the bundle is missing or not usable
	 */
	static @Nullable Supplier<PeerTls> of(RaftProperties.Tls properties, Supplier<@Nullable SslBundles> bundles) {
		String name = properties.bundle();
		if (name == null) {
			return null;
		}
		SslBundles all = bundles.get();
		if (all == null) {
			throw new InvalidRaftPropertyException(PROPERTY, name, "This application has no SSL bundles",
					"Do not exclude the auto-configuration of SSL bundles, or remove " + PROPERTY);
		}
		BundlePeerTls source = new BundlePeerTls(name, properties, find(name, all));
		all.addBundleUpdateHandler(name, source::update);
		return source;
	}

	private static SslBundle find(String name, SslBundles bundles) {
		try {
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> names = bundles.getBundleNames().stream().sorted().toList();
			String there = names.isEmpty() ? "; there is none at all" : "; there are: " + String.join(", ", names);
			throw new InvalidRaftPropertyException(PROPERTY, name, "There is no SSL bundle of that name" + there,
					"Define the bundle under " + DEFINE + ", or set " + PROPERTY + " to one that exists");
		}
	}

	@Override
	public PeerTls get() {
		return this.current;
	}

	private void update(SslBundle bundle) {
		try {
			this.current = peerTls(bundle);
		}
		catch (InvalidRaftPropertyException ex) {
			logger
				.error("The SSL bundle '{}' was reloaded, but cannot be used: {}. Connections between nodes go on with"
						+ " the former one", this.name, ex.reason());
		}
	}

	private PeerTls peerTls(SslBundle bundle) {
		try {
			check(bundle);
			return new PeerTls(bundle.createSslContext(), protocols(bundle), cipherSuites(bundle),
					this.properties.clientAuth(), this.properties.verifyHostname());
		}
		catch (InvalidRaftPropertyException ex) {
			throw ex;
		}
		catch (RuntimeException | GeneralSecurityException ex) {
			throw invalid("The bundle cannot be used: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					"Correct what is set under " + DEFINE);
		}
	}

	/**
	 * Without a key nobody lets this node in; without a trust store the JDK would trust
	 * every public authority.
	 */
	private void check(SslBundle bundle) throws GeneralSecurityException {
		KeyStore keys = bundle.getStores().getKeyStore();
		if (keys == null || !hasKey(keys)) {
			throw invalid("The bundle has no private key, by which other nodes would know this one",
					"Set keystore.certificate and keystore.private-key (PEM), or keystore.location (JKS), under "
							+ DEFINE);
		}
		KeyStore trusted = bundle.getStores().getTrustStore();
		if (trusted == null || trusted.size() == 0) {
			throw invalid("The bundle has no trust store, and without one every public authority would be trusted",
					"Set truststore.certificate (PEM) to the authority of the cluster, or truststore.location (JKS), under "
							+ DEFINE);
		}
	}

	private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
		for (String alias : Collections.list(store.aliases())) {
			if (store.isKeyEntry(alias)) {
				return true;
			}
		}
		return false;
	}

	private List<String> protocols(SslBundle bundle) {
		String[] enabled = bundle.getOptions().getEnabledProtocols();
		if (enabled == null) {
			return PeerTls.PROTOCOLS;
		}
		List<String> protocols = Arrays.stream(enabled).filter(PeerTls.PROTOCOLS::contains).toList();
		if (protocols.isEmpty()) {
			throw invalid("The bundle enables none of the protocols " + PeerTls.PROTOCOLS,
					"Add one of them to options.enabled-protocols under " + DEFINE);
		}
		return protocols;
	}

	private static List<String> cipherSuites(SslBundle bundle) {
		String[] ciphers = bundle.getOptions().getCiphers();
		return (ciphers != null) ? List.of(ciphers) : List.of();
	}

	private InvalidRaftPropertyException invalid(String reason, String action) {
		return new InvalidRaftPropertyException(PROPERTY, this.name, reason, action);
	}

	@Override
	public String toString() {
		return "SSL bundle '" + this.name + "'";
	}

}
