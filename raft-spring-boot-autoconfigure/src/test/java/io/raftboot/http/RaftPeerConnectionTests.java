package io.raftboot.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.raftboot.core.transport.tcp.TcpTransportOptions;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * What a connection does by itself: a web server that does less than Tomcat must not
 * leave the node with peers that are gone.
 */
class RaftPeerConnectionTests {

	private static final int READ_MILLIS_MAX = 20_000;

	private final WebConnection peer = mock(WebConnection.class);

	private final ServletInputStream fromPeer = mock(ServletInputStream.class);

	private final RaftPeerConnection connection = new RaftPeerConnection();

	/** Has room for one. */
	private final PeerSessions sessions = new PeerSessions(1, System::nanoTime);

	private ServerSocket node;

	@BeforeEach
	void listen() throws IOException {
		this.node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		given(this.peer.getInputStream()).willReturn(this.fromPeer);
		given(this.peer.getOutputStream()).willReturn(mock(ServletOutputStream.class));
	}

	@AfterEach
	void close() throws IOException {
		this.connection.destroy();
		this.node.close();
	}

	private Socket accept() throws IOException {
		Socket accepted = this.node.accept();
		accepted.setSoTimeout(READ_MILLIS_MAX);
		return accepted;
	}

	private ReadListener begin() throws IOException {
		Socket toNode = new Socket(this.node.getInetAddress(), this.node.getLocalPort());
		assertThat(this.sessions.open(toNode)).isTrue();
		this.connection.attach(toNode, this.sessions);
		this.connection.init(this.peer);
		ArgumentCaptor<ReadListener> listener = ArgumentCaptor.forClass(ReadListener.class);
		then(this.fromPeer).should().setReadListener(listener.capture());
		return listener.getValue();
	}

	@Test
	void aPeerThatBreaksOffIsGoneForTheNode() throws IOException {
		ReadListener listener = begin();
		try (Socket accepted = accept()) {
			listener.onError(new IOException("Connection reset"));
			assertThat(accepted.getInputStream().read()).isNegative();
			assertThat(this.sessions.open(new Socket())).isTrue();
		}
	}

	@Test
	void theEndOfAPeerLeavesTheNodeItsSay() throws IOException {
		ReadListener listener = begin();
		try (Socket accepted = accept()) {
			listener.onError(new EOFException());
			assertThat(accepted.getInputStream().read()).isNegative();
			assertThat(this.sessions.open(new Socket())).isFalse();
		}
	}

	@Test
	void theContainerEndsIt() throws IOException {
		begin();
		try (Socket accepted = accept()) {
			this.connection.destroy();
			assertThat(accepted.getInputStream().read()).isNegative();
			assertThat(this.sessions.open(new Socket())).isTrue();
		}
	}

	@Test
	void theServletEndsAllThatAreOpen() throws Exception {
		RaftPeerServlet servlet = new RaftPeerServlet(() -> "127.0.0.1:" + this.node.getLocalPort());
		HttpServletRequest request = mock(HttpServletRequest.class);
		given(request.getHeader("Upgrade")).willReturn(TcpTransportOptions.UPGRADE_PROTOCOL);
		given(request.upgrade(RaftPeerConnection.class)).willReturn(this.connection);
		servlet.doGet(request, mock(HttpServletResponse.class));
		try (Socket accepted = accept()) {
			servlet.destroy();
			assertThat(accepted.getInputStream().read()).isNegative();
		}
	}

}
