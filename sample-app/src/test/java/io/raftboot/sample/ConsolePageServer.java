package io.raftboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Serves the files of the console and nothing else: what nodes would answer is up to a
 * test.
 */
final class ConsolePageServer implements AutoCloseable {

	private final HttpServer server;

	private ConsolePageServer(HttpServer server) {
		this.server = server;
	}

	static ConsolePageServer start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/raft", ConsolePageServer::serve);
		server.start();
		return new ConsolePageServer(server);
	}

	String page() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/raft";
	}

	private static void serve(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String name = path.equals("/raft") ? "console.html" : path.substring(path.lastIndexOf('/') + 1);
		try (exchange; InputStream file = ConsolePageServer.class.getResourceAsStream("/io/raftboot/console/" + name)) {
			if (file == null) {
				exchange.sendResponseHeaders(404, -1);
				return;
			}
			exchange.getResponseHeaders().add("Content-Type", type(name));
			exchange.sendResponseHeaders(200, 0);
			file.transferTo(exchange.getResponseBody());
		}
	}

	private static String type(String name) {
		String type = switch (name.substring(name.lastIndexOf('.') + 1)) {
			case "js" -> "text/javascript";
			case "css" -> "text/css";
			default -> "text/html";
		};
		return type + ";charset=UTF-8";
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
