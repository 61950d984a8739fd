package io.raftboot.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raftboot.core.model.FencingToken;
import io.raftboot.core.node.FencingGuard;
import io.raftboot.core.node.StaleTokenException;
import org.jspecify.annotations.Nullable;

/**
 * What the leaders of a cluster write to, in the process of the test: with a fence or
 * without. It can keep a node waiting between its look at the clock and its line.
 */
final class Ledger implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final boolean fenced;

	private final FencingGuard guard = new FencingGuard();

	/** Requests to begin, and lines, whatever became of them. */
	private final List<Line> begun = new CopyOnWriteArrayList<>();

	private final List<Line> asked = new CopyOnWriteArrayList<>();

	/** Lines that were accepted, in their order. */
	private final List<Line> lines = new CopyOnWriteArrayList<>();

	private volatile @Nullable Hold hold;

	Ledger(boolean fenced) throws IOException {
		this.fenced = fenced;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/next", this::next);
		this.server.createContext("/lines", this::line);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<Line> begun() {
		return List.copyOf(this.begun);
	}

	List<Line> asked() {
		return List.copyOf(this.asked);
	}

	List<Line> lines() {
		return List.copyOf(this.lines);
	}

	/** The next one who wants to write is kept waiting. */
	Hold holdNext() {
		Hold next = new Hold();
		this.hold = next;
		return next;
	}

	private void next(HttpExchange exchange) throws IOException {
		Line line = Line.of(exchange);
		Hold known;
		synchronized (this) {
			this.begun.add(line);
			known = this.hold;
			this.hold = null;
		}
		if (known != null) {
			known.keep(line);
		}
		answer(exchange, 204);
	}

	private void line(HttpExchange exchange) throws IOException {
		Line line = Line.of(exchange);
		int status = 201;
		if (!this.fenced) {
			this.lines.add(line);
		}
		else {
			try {
				this.guard.run(line.token(), () -> this.lines.add(line));
			}
			catch (StaleTokenException ex) {
				status = 409;
			}
		}
		this.asked.add(line);
		answer(exchange, status);
	}

	private static void answer(HttpExchange exchange, int status) throws IOException {
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * What a node wants to write.
	 *
	 * @param token of its leadership
	 * @param node its id
	 */
	record Line(FencingToken token, String node) {

		static Line of(HttpExchange exchange) {
			Map<String, String> values = new HashMap<>();
			for (String pair : exchange.getRequestURI().getQuery().split("&")) {
				int equals = pair.indexOf('=');
				values.put(pair.substring(0, equals), pair.substring(equals + 1));
			}
			return new Line(new FencingToken(Long.parseLong(values.get("term")), Long.parseLong(values.get("index"))),
					values.get("node"));
		}

	}

	/** Somebody who is kept waiting. */
	static final class Hold {

		private final CountDownLatch released = new CountDownLatch(1);

		private volatile @Nullable Line held;

		private void keep(Line line) {
			this.held = line;
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		/** Who it is, null while nobody came. */
		@Nullable Line held() {
			return this.held;
		}

		void release() {
			this.released.countDown();
		}

	}

}
