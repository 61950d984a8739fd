package io.raftboot.test.transport;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** What the loop does of a handshake, and when it is woken. */
class TlsLoopTests extends TlsFixture {

	private static final long PATIENCE_NANOS = 20_000_000_000L;

	@Test
	void certificatesAreNotVerifiedOnTheLoop() {
		Queue<String> threads = new ConcurrentLinkedQueue<>();
		SSLContext watched = IDENTITY.context(new TrustManager[] { new Watching(threads) });
		TransportProbe a = node("a", options(watched));
		TransportProbe b = node("b", options(watched));
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		assertThat(threads).hasSize(2).containsOnly("raft-tls");
	}

	/** A wake-up that is lost costs about a second, and there are several. */
	@Test
	void aHandshakeWakesTheLoopThatSleeps() throws InterruptedException {
		TransportProbe b = node("b", options(GOOD));
		AtomicBoolean stopped = new AtomicBoolean();
		Thread other = new Thread(() -> {
			while (!stopped.get()) {
				b.transport().poll();
				b.transport().await(PATIENCE_NANOS);
			}
			b.close();
		});
		other.start();
		long fastest = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			TransportProbe a = node("a" + i, options(GOOD));
			long start = System.nanoTime();
			a.connectTo(b);
			while (!a.isConnectedTo(b) && System.nanoTime() - start < PATIENCE_NANOS) {
				if (a.transport().poll() == 0) {
					a.transport().await(PATIENCE_NANOS);
				}
			}
			fastest = Math.min(fastest, System.nanoTime() - start);
		}
		stopped.set(true);
		b.transport().wakeUp();
		other.join();
		assertThat(fastest).isLessThan(700_000_000L);
	}

	/** Trusts everybody, and notes who asks. */
	private static final class Watching extends X509ExtendedTrustManager {

		private final Queue<String> threads;

		private Watching(Queue<String> threads) {
			this.threads = threads;
		}

		private void asked() {
			this.threads.add(Thread.currentThread().getName());
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
			asked();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
			asked();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			asked();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			asked();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
			asked();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
			asked();
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
