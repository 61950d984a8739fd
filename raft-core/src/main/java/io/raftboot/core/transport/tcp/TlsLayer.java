package io.raftboot.core.transport.tcp;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.PeerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS part of connections, and knows which of them were made with keys that
 * have been replaced. The sums of handshakes are done on threads of its own, for each
 * takes milliseconds, and strangers may begin as many as they like. Loop thread only.
 */
final class TlsLayer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TcpTransport.class);

	private static final int THREADS = 2;

	private static final long END_NANOS_MAX = 1_000_000_000L;

	private final Supplier<PeerTls> source;

	private final long graceNanos;

	/** The queue is bounded by the connections, each of which waits for one task. */
	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), TlsLayer::thread);

	private PeerTls current;

	private long changedNanos = System.nanoTime();

	/**
	 * @param source asked for each connection, and every second
	 * @param grace how long a connection that somebody else dialled before a change of
	 * keys may stay
	 */
	TlsLayer(Supplier<PeerTls> source, Duration grace) {
		this.source = source;
		this.graceNanos = grace.toNanos();
		this.current = source.get();
		this.executor.allowCoreThreadTimeOut(true);
	}

	/** What is in use, in words for an operator. */
	@Override
	public String toString() {
		return "TLS (" + String.join(" or ", this.current.protocols()) + ", client certificates: "
				+ this.current.clientAuth() + ", names of hosts " + (this.current.verifyHostname() ? "" : "not ")
				+ "verified)";
	}

	/** For a connection that somebody else has dialled. */
	TlsHandler forIncoming() {
		PeerTls keys = refresh(System.nanoTime());
		SSLEngine engine = keys.context().createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = keys.parameters();
		switch (keys.clientAuth()) {
			case NEED -> parameters.setNeedClientAuth(true);
			case WANT -> parameters.setWantClientAuth(true);
			case NONE -> parameters.setNeedClientAuth(false);
		}
		engine.setSSLParameters(parameters);
		return new TlsHandler(keys, engine, this.executor);
	}

	/** For a connection that we dial at this address. */
	TlsHandler forOutgoing(HostPort address) {
		PeerTls keys = refresh(System.nanoTime());
		SSLEngine engine = keys.context().createSSLEngine(address.host(), address.port());
		engine.setUseClientMode(true);
		SSLParameters parameters = keys.parameters();
		if (keys.verifyHostname()) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		engine.setSSLParameters(parameters);
		return new TlsHandler(keys, engine, this.executor);
	}

	/** Looks whether there are other keys; returns those to use now. */
	PeerTls refresh(long nowNanos) {
		PeerTls latest = this.source.get();
		if (!latest.equals(this.current)) {
			this.current = latest;
			this.changedNanos = nowNanos;
			logger.info("The keys for connections between nodes have changed; connections are made anew with them");
		}
		return latest;
	}

	/** Whether these are not the keys to use any more. */
	boolean isOutdated(PeerTls keys) {
		return !keys.equals(this.current);
	}

	/** Whether these keys were replaced so long ago that nobody may rely on them. */
	boolean isOverdue(PeerTls keys, long nowNanos) {
		return isOutdated(keys) && nowNanos - this.changedNanos >= this.graceNanos;
	}

	/** Returns when nobody hands tasks to the loop any more, in all likelihood. */
	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			this.executor.awaitTermination(END_NANOS_MAX, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "raft-tls");
		thread.setDaemon(true);
		return thread;
	}

}
