package io.raftboot.core.transport.tcp;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Lane;

/**
 * Takes connections and keeps at most one for each lane of a node: the newest, because
 * the older one is most likely dead without knowing. Loop thread only.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

	/** Strangers that may be in their handshake at once. */
	private static final int UNGREETED_MAX = 256;

	/** After a failed accept (no file descriptor left), a pause of that long. */
	private static final long PAUSE_NANOS = 1_000_000_000L;

	private final TcpContext context;

	private final NioServerSocketChannel server;

	private final Consumer<NodeId> onWelcomed;

	private final List<Incoming> connections = new ArrayList<>();

	private int welcomed;

	private long pausedUntilNanos;

	/**
	 * @param listening a bound channel, owned by the acceptor
	 * @param onWelcomed told who has connected to us
	 */
	Acceptor(TcpContext context, ServerSocketChannel listening, Consumer<NodeId> onWelcomed) {
		this.context = context;
		this.server = new NioServerSocketChannel(listening);
		this.onWelcomed = onWelcomed;
	}

	void start() {
		this.server.pipeline().addLast(this);
		this.context.loop().register(this.server);
	}

	InetSocketAddress address() {
		return this.server.localAddress();
	}

	void onTimer(long nowNanos) {
		for (int i = this.connections.size() - 1; i >= 0; i--) {
			this.connections.get(i).onTimer(nowNanos);
		}
		if (!this.server.config().isAutoRead()) {
			if (nowNanos - this.pausedUntilNanos >= 0) {
				this.server.config().setAutoRead(true);
			}
			else {
				this.context.wantTimer(this.pausedUntilNanos);
			}
		}
	}

	/** The handshake of this connection is done. */
	void welcomed(Incoming newest, NodeId from, Lane lane) {
		this.welcomed++;
		for (int i = this.connections.size() - 1; i >= 0; i--) {
			Incoming other = this.connections.get(i);
			if (other != newest && other.lane() == lane && from.equals(other.from())) {
				other.close();
			}
		}
		if (lane == Lane.CONTROL) {
			this.onWelcomed.accept(from);
		}
	}

	void closed(Incoming connection) {
		this.connections.remove(connection);
		if (connection.from() != null) {
			this.welcomed--;
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object accepted) {
		Channel child = (Channel) accepted;
		if (this.connections.size() - this.welcomed >= UNGREETED_MAX) {
			this.context.warn(child.remoteAddress(),
					"Too many connections without a handshake, closing one from " + child.remoteAddress());
			child.unsafe().closeForcibly();
			return;
		}
		child.config().setOption(ChannelOption.TCP_NODELAY, true);
		child.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		Incoming connection = new Incoming(this.context, child, this, System.nanoTime());
		this.connections.add(connection);
		connection.start();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.context.warn(null, "Cannot accept connections for a second: " + cause);
		this.server.config().setAutoRead(false);
		this.pausedUntilNanos = System.nanoTime() + PAUSE_NANOS;
		this.context.wantTimer(this.pausedUntilNanos);
	}

}
