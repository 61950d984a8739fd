package io.raftboot.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.raftboot.core.node.RaftStoppedException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * One Tomcat with a port for each of several nodes: a Tomcat of its own for each would
 * take its time.
 */
final class PeerWebServer implements AutoCloseable {

	private final Tomcat tomcat = new Tomcat();

	private final Map<Integer, RaftPeerServlet> servlets = new ConcurrentHashMap<>();

	PeerWebServer(Path directory) throws LifecycleException {
		this.tomcat.setBaseDir(directory.toString());
		Context context = this.tomcat.addContext("", null);
		Tomcat.addServlet(context, "peers", new ByPort());
		context.addServletMappingDecoded(RaftPeerServlet.PATH, "peers");
		this.tomcat.start();
	}

	/** Opens a port, 0 for a free one, in front of a node. */
	Port open(int port, Supplier<String> node) throws IOException {
		return open(port, new RaftPeerServlet(node));
	}

	Port open(int port, RaftPeerServlet servlet) throws IOException {
		Connector connector = new Connector();
		connector.setPort(port);
		connector.setProperty("address", "127.0.0.1");
		connector.setProperty("minSpareThreads", "1");
		connector.setProperty("bindOnInit", "false");
		connector.setThrowOnFailure(true);
		try {
			this.tomcat.getService().addConnector(connector);
		}
		catch (IllegalArgumentException ex) {
			this.tomcat.getService().removeConnector(connector);
			throw new IOException("Cannot listen on 127.0.0.1:" + port + ": port in use", ex);
		}
		Port opened = new Port(connector, connector.getLocalPort());
		this.servlets.put(opened.number, servlet);
		return opened;
	}

	@Override
	public void close() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	/** One of its ports. */
	final class Port {

		private final Connector connector;

		private final int number;

		private Port(Connector connector, int number) {
			this.connector = connector;
			this.number = number;
		}

		int number() {
			return this.number;
		}

		void close() {
			RaftPeerServlet servlet = PeerWebServer.this.servlets.remove(this.number);
			if (servlet != null) {
				servlet.destroy();
				PeerWebServer.this.tomcat.getService().removeConnector(this.connector);
			}
		}

	}

	private final class ByPort extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			RaftPeerServlet servlet = PeerWebServer.this.servlets.get(request.getLocalPort());
			if (servlet == null) {
				servlet = new RaftPeerServlet(() -> {
					throw new RaftStoppedException("closed");
				});
			}
			servlet.service(request, response);
		}

	}

}
