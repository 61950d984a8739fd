package io.raftboot.core.transport.tcp;

import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.raftboot.core.transport.PeerTls;

/** TLS of one connection. Loop thread only. */
final class TlsHandler extends SslHandler {

	private final PeerTls keys;

	/**
	 * @param keys what the engine was made with
	 * @param executor where the sums of the handshake are done
	 */
	TlsHandler(PeerTls keys, SSLEngine engine, Executor executor) {
		super(engine, false, executor);
		this.keys = keys;
		// The handshake is part of the one that our own timers watch
		setHandshakeTimeoutMillis(0);
	}

	/** What the connection was made with. */
	PeerTls keys() {
		return this.keys;
	}

	/** A sum that ends in failure after the connection did concerns nobody. */
	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
		if (!ctx.isRemoved()) {
			super.exceptionCaught(ctx, cause);
		}
	}

	/**
	 * Without TLS's word of farewell, which would wait for a full socket: half a frame is
	 * nothing anyway, so that nobody gains by cutting a connection off.
	 */
	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		ctx.close(promise);
	}

}
