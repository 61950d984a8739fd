package io.raftboot.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;

import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections of other nodes on the port of the application: requests to upgrade
 * HTTP/1.1 to {@value TcpTransportOptions#UPGRADE_PROTOCOL}. Who may talk is up to the
 * node, which each connection is carried to over the loopback interface; see
 * {@link RaftPeerConnection}.
 */
public final class RaftPeerServlet extends HttpServlet {

	/** Where it is, below the context path of the application. */
	public static final String PATH = "/raft/peer";

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(RaftPeerServlet.class);

	private static final int CONNECT_MILLIS_MAX = 2000;

	private static final int SC_UPGRADE_REQUIRED = 426;

	/** As many strangers as the node itself lets greet it, and as many members. */
	private static final int SESSIONS_MAX = 512;

	private final transient Supplier<String> node;

	/** One for each connection of a peer. */
	private final transient PeerSessions sessions;

	/**
	 * Makes one.
	 * @param node where the node listens, {@code host:port}; throws a
	 * {@link RaftStoppedException} while it does not
	 */
	public RaftPeerServlet(Supplier<String> node) {
		this(node, new PeerSessions(SESSIONS_MAX, System::nanoTime));
	}

	RaftPeerServlet(Supplier<String> node, PeerSessions sessions) {
		this.node = node;
		this.sessions = sessions;
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!TcpTransportOptions.UPGRADE_PROTOCOL.equalsIgnoreCase(request.getHeader("Upgrade"))) {
			answer(response, SC_UPGRADE_REQUIRED, "Only nodes of a Raft cluster connect here");
			return;
		}
		if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
			answer(response, HttpServletResponse.SC_BAD_REQUEST, "A request to upgrade has no body here");
			return;
		}
		Socket socket = new Socket();
		if (!this.sessions.open(socket)) {
			answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many connections of peers");
			return;
		}
		try {
			connect(socket);
		}
		catch (IOException | RuntimeException ex) {
			this.sessions.close(socket);
			logger.debug("No way to the node for a peer", ex);
			answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The Raft node does not run");
			return;
		}
		try {
			addUpgrade(response);
			request.upgrade(RaftPeerConnection.class).attach(socket, this.sessions);
		}
		catch (ServletException | IOException | RuntimeException ex) {
			this.sessions.close(socket);
			logger.error(
					"This web server cannot hand over connections of peers; use Tomcat, or raft.transport.type=tcp",
					ex);
			answer(response, HttpServletResponse.SC_NOT_IMPLEMENTED, "This web server cannot upgrade connections");
		}
	}

	private void connect(Socket socket) throws IOException {
		HostPort address = HostPort.parse(this.node.get());
		socket.setTcpNoDelay(true);
		socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS_MAX);
	}

	private static void answer(HttpServletResponse response, int status, String text) throws IOException {
		response.setStatus(status);
		if (status == SC_UPGRADE_REQUIRED) {
			addUpgrade(response);
		}
		response.setContentType("text/plain;charset=UTF-8");
		response.getWriter().println(text);
	}

	private static void addUpgrade(HttpServletResponse response) {
		response.setHeader("Upgrade", TcpTransportOptions.UPGRADE_PROTOCOL);
		response.setHeader("Connection", "Upgrade");
	}

	/** Ends all connections: the web server stops. */
	@Override
	public void destroy() {
		this.sessions.closeAll();
	}

}
