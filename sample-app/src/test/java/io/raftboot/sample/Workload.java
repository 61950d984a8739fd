package io.raftboot.sample;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.sample.KeyValueModel.Request;
import io.raftboot.sample.KeyValueModel.Response;
import io.raftboot.test.linearizability.History;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Clients that read and write through random nodes, dead ones included, some keys shared
 * and some their own, and keep what they asked and heard. Every value is written once
 * only.
 */
final class Workload implements AutoCloseable {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

	private static final long PAUSE_NANOS = Duration.ofMillis(4).toNanos();

	private static final int SHARED_KEYS = 4;

	private static final int APPENDS_PER_LIST = 150;

	private final List<NodeProcess> nodes;

	private final History<Request, Response> history = new History<>();

	/** Per element: whether its append was acknowledged. */
	private final ConcurrentMap<String, Boolean> appended = new ConcurrentHashMap<>();

	/** Per key: a text that was there. */
	private final ConcurrentMap<String, String> seen = new ConcurrentHashMap<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger appends = new AtomicInteger();

	private final AtomicLong acknowledged = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong unknown = new AtomicLong();

	private final List<Thread> clients = new ArrayList<>();

	private volatile boolean stopped;

	/**
	 * Makes one without clients.
	 * @param nodes whom to ask; may change meanwhile if the list is for many threads
	 */
	Workload(List<NodeProcess> nodes) {
		this.nodes = nodes;
	}

	/** Starts clients; a seed makes what they ask repeatable. */
	void start(int count, long seed) {
		this.stopped = false;
		for (int i = 0; i < count; i++) {
			String name = "c" + this.clients.size();
			Random random = new Random(seed * 31 + this.clients.size());
			Thread thread = new Thread(() -> run(name, random), name);
			this.clients.add(thread);
			thread.start();
		}
	}

	private void run(String client, Random random) {
		try {
			for (int i = 0; !this.stopped; i++) {
				NodeProcess[] nodes = this.nodes.toArray(NodeProcess[]::new);
				send(client, nodes[random.nextInt(nodes.length)], next(client, i, random));
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		catch (RuntimeException | AssertionError ex) {
			this.failures.add(ex);
		}
	}

	private Request next(String client, int i, Random random) {
		String value = client + "-" + i;
		String key = random.nextInt(4) == 0 ? "own-" + client : "shared-" + random.nextInt(SHARED_KEYS);
		int kind = random.nextInt(100);
		if (kind < 40) {
			return new Request(key, null);
		}
		if (kind < 60) {
			return Request.of(new Command.Put(key, value));
		}
		if (kind < 75) {
			return Request.of(new Command.Cas(key, this.seen.get(key), value));
		}
		if (kind < 78) {
			return Request.of(new Command.Delete(key));
		}
		return Request.of(new Command.Append("list-" + this.appends.get() / APPENDS_PER_LIST, value));
	}

	/** Sends one request and keeps what became of it. */
	@Nullable Response send(String client, NodeProcess node, Request request) {
		if (request.command() instanceof Command.Append append) {
			this.appends.incrementAndGet();
			this.appended.put(append.key() + "/" + append.element(), false);
		}
		History<Request, Response>.Call call = this.history.invoke(client, request);
		HttpApi.Answer answer;
		try {
			answer = node.api().trySend(method(request), path(request), body(request), REQUEST_TIMEOUT);
		}
		catch (ConnectException | HttpConnectTimeoutException ex) {
			call.fail();
			this.refused.incrementAndGet();
			return null;
		}
		catch (IOException ex) {
			call.info();
			this.unknown.incrementAndGet();
			return null;
		}
		return switch (answer.status()) {
			case 200, 404, 409 -> {
				Response response = response(answer);
				call.ok(response);
				acknowledge(request, response);
				yield response;
			}
			case 429, 503 -> {
				call.fail();
				this.refused.incrementAndGet();
				yield null;
			}
			case 504 -> {
				call.info();
				this.unknown.incrementAndGet();
				yield null;
			}
			default -> throw new AssertionError(node + " answered " + request + " with " + answer);
		};
	}

	private void acknowledge(Request request, Response response) {
		this.acknowledged.incrementAndGet();
		if (response.value() instanceof String text) {
			this.seen.put(request.key(), text);
		}
		if (request.command() instanceof Command.Append append && response.status() == 200) {
			this.appended.put(append.key() + "/" + append.element(), true);
		}
	}

	private static Response response(HttpApi.Answer answer) {
		JsonNode json = answer.json();
		return json.has("revision") ? new Response(answer.status(), answer.value(), answer.revision())
				: new Response(answer.status(), null, 0);
	}

	private static String method(Request request) {
		Command command = request.command();
		if (command == null) {
			return "GET";
		}
		return (command instanceof Command.Put) ? "PUT" : (command instanceof Command.Delete) ? "DELETE" : "POST";
	}

	private static String path(Request request) {
		String suffix = (request.command() instanceof Command.Cas) ? "/cas"
				: (request.command() instanceof Command.Append) ? "/append" : "";
		return "/kv/" + request.key() + suffix;
	}

	private static @Nullable String body(Request request) {
		Command command = request.command();
		if (command instanceof Command.Put put) {
			return HttpApi.json("value", put.value());
		}
		if (command instanceof Command.Cas cas) {
			return HttpApi.json("expected", cas.expected(), "value", cas.value());
		}
		if (command instanceof Command.Append append) {
			return HttpApi.json("element", append.element());
		}
		return null;
	}

	long acknowledged() {
		return this.acknowledged.get();
	}

	/** Waits until that many more operations were acknowledged. */
	void awaitProgress(int operations) {
		long target = acknowledged() + operations;
		ProcessCluster.await(operations + " more operations").until(() -> acknowledged() >= target);
	}

	History<Request, Response> history() {
		return this.history;
	}

	/** All appended elements as list/element, with whether they were acknowledged. */
	ConcurrentMap<String, Boolean> appended() {
		return this.appended;
	}

	/** Ends the clients. Fails if one of them met what it never should. */
	void stop() {
		close();
		if (!this.failures.isEmpty()) {
			throw new AssertionError("A client failed", this.failures.peek());
		}
	}

	@Override
	public void close() {
		this.stopped = true;
		for (Thread client : this.clients) {
			try {
				client.join(2 * REQUEST_TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (client.isAlive()) {
				throw new AssertionError(client + " does not end");
			}
		}
	}

	@Override
	public String toString() {
		return "%d acknowledged, %d refused, %d unknown".formatted(this.acknowledged.get(), this.refused.get(),
				this.unknown.get());
	}

}
