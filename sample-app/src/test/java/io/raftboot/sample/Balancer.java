package io.raftboot.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What a load balancer does: asks every node all the time whether it is ready, and sends
 * nobody to one that did not say so last.
 */
final class Balancer implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

	private final List<Probe> probes;

	private volatile boolean stopped;

	Balancer(List<NodeProcess> nodes) {
		this.probes = nodes.stream().map(Probe::new).toList();
		this.probes.forEach((probe) -> probe.thread.start());
	}

	/** The ready node whose turn it is, null if none is. */
	@Nullable NodeProcess pick(int turn) {
		List<Probe> ready = this.probes.stream().filter((probe) -> probe.ready).toList();
		return ready.isEmpty() ? null : ready.get(turn % ready.size()).node;
	}

	/** Waits until a node says that it is ready. */
	void awaitReady(NodeProcess node) {
		Probe probe = probe(node);
		ProcessCluster.await(node.id() + " to be ready").until(() -> probe.ready);
	}

	/**
	 * How long the port of a node that has stopped was open after it said that it is not
	 * ready; waits until it is closed. -1 if it never said so.
	 */
	long awaitNoticeNanos(NodeProcess node) {
		Probe probe = probe(node);
		ProcessCluster.await(node.id() + " to close its port").until(() -> probe.closed);
		return probe.noticeNanos;
	}

	private Probe probe(NodeProcess node) {
		return this.probes.stream().filter((probe) -> probe.node == node).findFirst().orElseThrow();
	}

	@Override
	public void close() {
		this.stopped = true;
		for (Probe probe : this.probes) {
			try {
				probe.thread.join(2 * TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Asks one node. */
	private final class Probe {

		private final NodeProcess node;

		private final Thread thread;

		private long refusedNanos;

		private volatile boolean ready;

		private volatile boolean closed;

		private volatile long noticeNanos = -1;

		Probe(NodeProcess node) {
			this.node = node;
			this.thread = new Thread(this::run, "balancer-" + node.id());
		}

		private void run() {
			while (!Balancer.this.stopped) {
				look();
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}

		private void look() {
			String status = status();
			this.ready = status.equals("UP");
			if (!isOpen()) {
				this.closed = true;
				return;
			}
			this.closed = false;
			long nowNanos = System.nanoTime();
			if (this.ready) {
				this.refusedNanos = 0;
				this.noticeNanos = -1;
			}
			else if (status.equals("OUT_OF_SERVICE")) {
				this.refusedNanos = (this.refusedNanos != 0) ? this.refusedNanos : nowNanos;
				this.noticeNanos = nowNanos - this.refusedNanos;
			}
		}

		/** What the probe says; what a closing web server answers has no status in it. */
		private String status() {
			try {
				HttpApi.Answer answer = this.node.api().trySend("GET", "/actuator/health/readiness", null, TIMEOUT);
				boolean json = answer.contentType().contains("json");
				return json ? answer.json().path("status").asString("") : "";
			}
			catch (IOException ex) {
				return "";
			}
		}

		private boolean isOpen() {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.node.httpPort()),
						(int) TIMEOUT.toMillis());
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
