package io.raftboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Clients that go where a balancer sends them and know one thing: what is answered 503
 * may be sent again. Everything else that is not 200 is a failure, and so is a read that
 * does not see the client's own last write.
 */
final class GatedClients implements AutoCloseable {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

	private static final long RETRY_NANOS = Duration.ofMillis(2).toNanos();

	private static final long PAUSE_NANOS = Duration.ofMillis(3).toNanos();

	private final Balancer balancer;

	private final WriteTimes writes = new WriteTimes();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong sentAgain = new AtomicLong();

	private final AtomicInteger turn = new AtomicInteger();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopped;

	GatedClients(Balancer balancer) {
		this.balancer = balancer;
	}

	/** Starts one that writes only, one write after the other, and some that read too. */
	void start(int readers) {
		start("writer", this::write);
		for (int i = 0; i < readers; i++) {
			String name = "client-" + i;
			start(name, () -> writeAndRead(name));
		}
	}

	private void start(String name, Runnable client) {
		Thread thread = new Thread(client, name);
		this.threads.add(thread);
		thread.start();
	}

	private void write() {
		for (int i = 0; !this.stopped; i++) {
			if (send("PUT", "/kv/writer", HttpApi.json("value", "v" + i)) != null) {
				this.writes.add();
			}
		}
	}

	private void writeAndRead(String name) {
		for (int i = 0; !this.stopped; i++) {
			String value = name + "-" + i;
			boolean written = send("PUT", "/kv/" + name, HttpApi.json("value", value)) != null;
			LockSupport.parkNanos(PAUSE_NANOS);
			HttpApi.Answer read = send("GET", "/kv/" + name, null);
			if (written && read != null && !value.equals(read.value())) {
				this.failures.add(value + " was acknowledged and read as " + read);
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/** Null if it failed. */
	private HttpApi.@Nullable Answer send(String method, String path, @Nullable String body) {
		long startNanos = System.nanoTime();
		while (System.nanoTime() - startNanos < REQUEST_TIMEOUT.toNanos()) {
			NodeProcess node = this.balancer.pick(this.turn.getAndIncrement());
			if (node != null) {
				HttpApi.Answer answer = send(node, method, path, body);
				if (answer == null || answer.status() != 503) {
					return answer;
				}
			}
			this.sentAgain.incrementAndGet();
			LockSupport.parkNanos(RETRY_NANOS);
		}
		this.failures.add(method + " " + path + " got no answer but 503 for " + REQUEST_TIMEOUT);
		return null;
	}

	/** The answer if it is 200 or 503. */
	private HttpApi.@Nullable Answer send(NodeProcess node, String method, String path, @Nullable String body) {
		try {
			HttpApi.Answer answer = node.api().trySend(method, path, body, REQUEST_TIMEOUT);
			if (answer.status() == 200) {
				this.answered.incrementAndGet();
				return answer;
			}
			if (answer.status() == 503) {
				return answer;
			}
			this.failures.add(node.id() + " answered " + method + " " + path + " with " + answer);
		}
		catch (IOException ex) {
			this.failures.add(node.id() + " did not answer " + method + " " + path + ": " + ex);
		}
		return null;
	}

	/** When the one that writes only was acknowledged. */
	WriteTimes writes() {
		return this.writes;
	}

	/** Waits until that many more requests were answered. */
	void awaitAnswers(int count) {
		long target = this.answered.get() + count;
		ProcessCluster.await(count + " answers").until(() -> this.answered.get() >= target);
	}

	Queue<String> failures() {
		return this.failures;
	}

	@Override
	public void close() {
		this.stopped = true;
		for (Thread thread : this.threads) {
			try {
				thread.join(2 * REQUEST_TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public String toString() {
		return "%d answered, %d sent again, %d failed".formatted(this.answered.get(), this.sentAgain.get(),
				this.failures.size());
	}

}
