package io.raftboot.test.transport;

import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.transport.PeerTls;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys that are replaced while nodes talk. */
class TlsRenewalTests extends TlsFixture {

	private final AtomicReference<PeerTls> keysOfA = new AtomicReference<>(PeerTls.mutual(GOOD));

	private final AtomicReference<PeerTls> keysOfB = new AtomicReference<>(PeerTls.mutual(GOOD));

	private final TransportProbe a = node("a", options(this.keysOfA::get).tlsGrace(SHORT));

	private final TransportProbe b = node("b", options(this.keysOfB::get).tlsGrace(SHORT));

	private void connect() {
		this.a.connectTo(this.b);
		runUntil(() -> this.a.isConnectedTo(this.b), this.a, this.b);
	}

	private void assertCarries(long round) {
		runUntil(() -> {
			this.a.transport().send(this.b.id(), heartbeat(round));
			return this.b.messages()
				.stream()
				.anyMatch((message) -> message instanceof Heartbeat heartbeat && heartbeat.round() == round);
		}, this.a, this.b);
	}

	private static PeerTls replaced(SSLContext context) {
		return PeerTls.mutual(context);
	}

	@Test
	void theConnectionIsMadeAnewAndCarriesOn() {
		connect();
		assertCarries(1);
		this.keysOfA.set(replaced(AUTHORITY.issue("newer").context(AUTHORITY)));
		runUntil(() -> this.a.events().size() == 3, this.a, this.b);
		assertThat(this.a.events()).containsExactly("+b", "-b", "+b");
		assertCarries(2);
		assertThat(warnings("")).isEmpty();
	}

	@Test
	void theSameKeysAgainChangeNothing() {
		connect();
		this.keysOfA.set(PeerTls.mutual(GOOD));
		long end = System.nanoTime() + 1_500_000_000L;
		runUntil(() -> System.nanoTime() - end > 0, this.a, this.b);
		assertThat(this.a.events()).containsExactly("+b");
	}

	@Test
	void keysThatNobodyAcceptsCostNothingButAWarning() {
		connect();
		this.keysOfA.set(replaced(OTHER_IDENTITY.context(AUTHORITY)));
		runUntilWarned("No TLS with the one at", this.a, this.b);
		assertThat(this.a.events()).containsExactly("+b");
		assertCarries(1);
		this.keysOfA.set(replaced(IDENTITY.context(AUTHORITY)));
		runUntil(() -> this.a.events().size() == 3, this.a, this.b);
		assertThat(this.a.events()).containsExactly("+b", "-b", "+b");
		assertCarries(2);
	}

	@Test
	void anAuthorityIsReplacedInThreeSteps() {
		connect();
		TestIdentity next = OTHER_AUTHORITY.issue("next");
		this.keysOfA.set(replaced(IDENTITY.context(AUTHORITY, OTHER_AUTHORITY)));
		this.keysOfB.set(replaced(IDENTITY.context(AUTHORITY, OTHER_AUTHORITY)));
		runUntil(() -> this.a.events().size() >= 3 && this.a.isConnectedTo(this.b), this.a, this.b);
		assertCarries(1);
		this.keysOfA.set(replaced(next.context(AUTHORITY, OTHER_AUTHORITY)));
		assertCarries(2);
		this.keysOfB.set(replaced(next.context(AUTHORITY, OTHER_AUTHORITY)));
		assertCarries(3);
		this.keysOfA.set(replaced(next.context(OTHER_AUTHORITY)));
		this.keysOfB.set(replaced(next.context(OTHER_AUTHORITY)));
		int events = this.a.events().size();
		runUntil(() -> this.a.events().size() >= events + 2 && this.a.isConnectedTo(this.b), this.a, this.b);
		assertCarries(4);
		assertThat(warnings("")).isEmpty();
	}

	@Test
	void whoIsTrustedNoMoreIsPutOut() {
		connect();
		this.keysOfB.set(replaced(OTHER_IDENTITY.context(OTHER_AUTHORITY)));
		runUntil(() -> this.a.events().contains("-b"), this.a, this.b);
		runUntilWarned("No TLS with node b at", this.a, this.b);
		assertThat(this.a.events()).containsExactly("+b", "-b");
	}

}
