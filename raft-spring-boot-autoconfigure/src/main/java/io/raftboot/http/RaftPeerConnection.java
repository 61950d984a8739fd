package io.raftboot.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the bytes of one peer's connection between the web server and the node. What
 * the peer sends is written to the node by the web server's own threads, as it comes in:
 * a node that does not read holds up one of them, and through it the peer, so that no
 * more than one buffer lies in between. The little that the node answers has a thread of
 * its own. Made by the container.
 */
public final class RaftPeerConnection implements HttpUpgradeHandler {

	private static final Logger logger = LoggerFactory.getLogger(RaftPeerConnection.class);

	private static final int BUFFER_BYTES = 16 << 10;

	/** Down once nothing more comes from the node. */
	private final CountDownLatch nodeEnded = new CountDownLatch(1);

	private @Nullable Socket node;

	private @Nullable PeerSessions sessions;

	/**
	 * Gives it the way to the node, before the container uses it.
	 * @param node connected
	 * @param sessions where it counts until it is closed
	 */
	void attach(Socket node, PeerSessions sessions) {
		this.node = node;
		this.sessions = sessions;
	}

	private Socket node() {
		if (this.node == null) {
			throw new IllegalStateException("The connection has no way to the node");
		}
		return this.node;
	}

	@Override
	public void init(WebConnection peer) {
		if (this.node != null && this.sessions != null) {
			this.sessions.begin(this.node);
		}
		try {
			InputStream fromNode = node().getInputStream();
			ServletOutputStream toPeer = peer.getOutputStream();
			peer.getInputStream().setReadListener(new FromPeer(peer));
			Thread thread = new Thread(() -> carry(fromNode, toPeer, peer), "raft-http-" + node().getLocalPort());
			thread.setDaemon(true);
			thread.start();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The connection of a peer could not be carried to the node", ex);
			this.nodeEnded.countDown();
			closeNode();
			close(peer);
		}
	}

	@Override
	public void destroy() {
		closeNode();
	}

	private void carry(InputStream fromNode, ServletOutputStream toPeer, WebConnection peer) {
		try {
			byte[] buffer = new byte[BUFFER_BYTES];
			for (int count = fromNode.read(buffer); count >= 0; count = fromNode.read(buffer)) {
				toPeer.write(buffer, 0, count);
				toPeer.flush();
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("The connection of a peer broke", ex);
		}
		finally {
			closeNode();
			this.nodeEnded.countDown();
			closeSoon(toPeer, peer);
		}
	}

	/**
	 * A container closes a connection when one of its own threads comes back with closed
	 * streams. This makes it send one, even if the peer never says a word again.
	 */
	private static void closeSoon(ServletOutputStream toPeer, WebConnection peer) {
		try {
			toPeer.setWriteListener(new WriteListener() {

				@Override
				public void onWritePossible() {
					close(peer);
				}

				@Override
				public void onError(Throwable ex) {
					close(peer);
				}

			});
		}
		catch (RuntimeException ex) {
			logger.trace("The connection of a peer is closed already", ex);
		}
	}

	private void closeNode() {
		if (this.node != null && this.sessions != null) {
			this.sessions.close(this.node);
		}
	}

	/** A plain close could overtake what the node still has to read. */
	private void endForNode() {
		try {
			Socket node = node();
			if (!node.isClosed() && !node.isOutputShutdown()) {
				node.shutdownOutput();
			}
		}
		catch (IOException ex) {
			logger.debug("The connection to the node did not end in order", ex);
			closeNode();
		}
	}

	private static void close(WebConnection peer) {
		try {
			peer.close();
		}
		catch (Exception ex) {
			logger.debug("The connection of a peer did not close in order", ex);
		}
	}

	/** On threads of the web server, one at a time. */
	private final class FromPeer implements ReadListener {

		private final byte[] buffer = new byte[BUFFER_BYTES];

		private final WebConnection peer;

		private final ServletInputStream source;

		FromPeer(WebConnection peer) throws IOException {
			this.peer = peer;
			this.source = peer.getInputStream();
		}

		@Override
		public void onDataAvailable() throws IOException {
			while (this.source.isReady()) {
				int count = this.source.read(this.buffer);
				if (count < 0) {
					return;
				}
				node().getOutputStream().write(this.buffer, 0, count);
			}
		}

		/**
		 * The node reads what it has not read yet, and closes. Waiting for that here
		 * keeps the web server from asking again and again.
		 */
		@Override
		public void onAllDataRead() {
			try {
				endForNode();
				RaftPeerConnection.this.nodeEnded.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				closeNode();
				close(this.peer);
			}
		}

		/** Tomcat tells of the end by an exception first. */
		@Override
		public void onError(Throwable ex) {
			logger.debug("Nothing more comes from a peer", ex);
			if (ex instanceof EOFException) {
				endForNode();
			}
			else {
				closeNode();
			}
		}

	}

}
