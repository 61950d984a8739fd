package io.raftboot.core.transport.tcp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.HandshakeRules;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that we dialled: it takes messages away. CONNECTING → GREETING (our
 * hello is on its way, behind the handshake of TLS) → DECIDING (the node is asked) → UP →
 * LEAVING (takes nothing more, until the other side has what is queued), or CLOSED from
 * each. Loop thread only.
 */
final class Outgoing extends ChannelInboundHandlerAdapter implements FrameReader.Target {

	private static final Logger logger = LoggerFactory.getLogger(Outgoing.class);

	private static final String CLOSED_BY_PEER = "closed by the other side";

	private enum State {

		CONNECTING, GREETING, DECIDING, UP, LEAVING, CLOSED

	}

	private final TcpContext context;

	private final Dialler dialler;

	private final NodeId peer;

	private final HostPort host;

	private final Lane lane;

	private final NioSocketChannel channel = new NioSocketChannel();

	private final @Nullable TlsHandler tls;

	private final OutboundBuffer outbound;

	private final FrameReader reader = new FrameReader();

	private final Liveness liveness;

	private State state = State.CONNECTING;

	private long deadlineNanos;

	/**
	 * @param host at which the peer is dialled, as it was told: its certificate must name
	 * it
	 */
	Outgoing(TcpContext context, Dialler dialler, NodeId peer, HostPort host, Lane lane) {
		this.context = context;
		this.dialler = dialler;
		this.peer = peer;
		this.host = host;
		this.lane = lane;
		TlsLayer layer = context.tls();
		this.tls = (layer != null) ? layer.forOutgoing(host) : null;
		this.liveness = new Liveness(context.options());
		this.outbound = new OutboundBuffer(this.channel, context, lane, this::onProgress);
	}

	/**
	 * Begins to connect.
	 * @param address one of those of the host
	 */
	void dial(InetSocketAddress address, long nowNanos) {
		this.deadlineNanos = nowNanos + this.context.options().connectTimeout().toNanos();
		this.context.wantTimer(this.deadlineNanos);
		this.channel.config().setOption(ChannelOption.TCP_NODELAY, true);
		this.channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		// Our own timer watches the connect, so that every wait ends by one rule
		this.channel.config().setConnectTimeoutMillis(0);
		String upgradePath = this.context.options().upgradePath();
		if (upgradePath != null) {
			this.channel.pipeline().addLast(new HttpUpgrade(this.context, upgradePath, this.host));
		}
		if (this.tls != null) {
			this.channel.pipeline().addLast(this.tls);
		}
		this.channel.pipeline().addLast(this);
		this.context.loop().register(this.channel);
		this.channel.connect(address).addListener((future) -> {
			if (!future.isSuccess()) {
				lost(String.valueOf(future.cause().getMessage()));
			}
		});
	}

	boolean isUp() {
		return this.state == State.UP;
	}

	/** Whether it was made with keys that have been replaced. */
	boolean isOutdated() {
		TlsLayer layer = this.context.tls();
		return layer != null && this.tls != null && layer.isOutdated(this.tls.keys());
	}

	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	/** Whether the socket has taken all that was sent. */
	boolean isDrained() {
		return this.outbound.isEmpty();
	}

	boolean send(Message message) {
		return this.outbound.add(message);
	}

	/** Sends a frame that is encoded already, and takes it over. */
	void send(ByteBuf frame) {
		this.outbound.add(frame);
	}

	void flush() {
		if (this.state == State.UP) {
			this.outbound.flush();
		}
	}

	void onTimer(long nowNanos) {
		if (this.state == State.CLOSED || this.state == State.DECIDING) {
			return;
		}
		if (this.state == State.UP) {
			askForSign(nowNanos);
		}
		else if (nowNanos - this.deadlineNanos >= 0) {
			lost("not done in time while " + this.state);
		}
		else {
			this.context.wantTimer(this.deadlineNanos);
		}
	}

	/**
	 * Takes nothing more and ends when the other side has read what is queued: a plain
	 * close could overtake it, for it ends in a reset when an answer lies unread.
	 */
	void leave(long nowNanos) {
		this.state = State.LEAVING;
		this.deadlineNanos = nowNanos + this.context.options().farewell().toNanos();
		this.context.wantTimer(this.deadlineNanos);
		this.outbound.flush();
		endOutputIfDrained();
	}

	private void askForSign(long nowNanos) {
		switch (this.liveness.onTimer(nowNanos, this.outbound.hasBacklog())) {
			case ASK -> {
				this.outbound.addControl(FrameHeader.PING);
				this.outbound.flush();
			}
			case DEAD -> {
				lost("no sign of life");
				return;
			}
			case WAIT -> {
			}
		}
		this.context.wantTimer(this.liveness.nextNanos());
	}

	/** Ends it without a word. */
	void close() {
		if (this.state != State.CLOSED) {
			this.state = State.CLOSED;
			this.outbound.release();
		}
		this.channel.close();
	}

	private void onProgress() {
		this.liveness.onSign();
		if (this.state == State.LEAVING) {
			// Not right here, in the middle of Netty's own write
			this.context.loop().execute(this::endOutputIfDrained);
		}
	}

	private void endOutputIfDrained() {
		if (this.state == State.LEAVING && this.outbound.isEmpty() && !this.channel.isOutputShutdown()) {
			this.channel.shutdownOutput();
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		if (this.state != State.CONNECTING) {
			return;
		}
		this.state = State.GREETING;
		this.deadlineNanos = System.nanoTime() + this.context.options().handshakeTimeout().toNanos();
		this.context.wantTimer(this.deadlineNanos);
		this.context.arrived((listener) -> {
			if (this.state == State.GREETING) {
				this.channel.writeAndFlush(Unpooled.wrappedBuffer(HandshakeCodec.encode(listener.hello(), this.lane)));
			}
		});
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object read) {
		ByteBuf bytes = (ByteBuf) read;
		try {
			this.context.counters().received(bytes.readableBytes(), this.lane);
			if (this.state != State.CLOSED) {
				this.reader.read(bytes, this);
			}
		}
		catch (MalformedFrameException ex) {
			this.context.refuseFrame(this.channel, ex.getMessage());
			lost(ex.getMessage());
		}
		finally {
			bytes.release();
		}
	}

	@Override
	public int onHeader(ByteBuffer header) {
		if (this.state == State.GREETING) {
			return HandshakeCodec.checkedBodyBytes(header);
		}
		return FrameHeader.checkedBodyBytes(header, this.context.groupHash(), FrameHeader.BYTES);
	}

	@Override
	public void onFrame(ByteBuffer header, ByteBuffer body) {
		switch (this.state) {
			case GREETING -> onAnswer(header, body);
			case UP, LEAVING -> onPong(header);
			case DECIDING -> throw new MalformedFrameException("spoke twice in its handshake");
			case CONNECTING, CLOSED -> {
			}
		}
	}

	private void onPong(ByteBuffer header) {
		if (FrameHeader.type(header) != FrameHeader.PONG) {
			throw new MalformedFrameException("frame of type " + FrameHeader.type(header) + " on the way back");
		}
		this.liveness.onSign();
	}

	private void onAnswer(ByteBuffer header, ByteBuffer body) {
		if (HandshakeCodec.kind(header) == HandshakeCodec.REFUSAL) {
			refused(HandshakeCodec.decodeRefusal(body));
			return;
		}
		if (HandshakeCodec.version(header) != HandshakeCodec.VERSION
				|| HandshakeCodec.kind(header) != HandshakeCodec.HELLO) {
			throw new MalformedFrameException("answer of version " + HandshakeCodec.version(header) + " and kind "
					+ HandshakeCodec.kind(header) + " to our hello");
		}
		Hello hello = HandshakeCodec.decodeHello(body);
		this.state = State.DECIDING;
		this.context.arrived((listener) -> decide(listener, hello));
	}

	private void decide(TransportListener listener, Hello hello) {
		if (this.state != State.DECIDING) {
			return;
		}
		if (!hello.nodeId().equals(this.peer)) {
			this.context.counters().connectionRefused();
			refused(new Refusal(Refusal.Code.WRONG_NODE, "Node " + hello.nodeId() + " answers at the address of node "
					+ this.peer + ", " + this.channel.remoteAddress()));
			return;
		}
		Refusal refusal = HandshakeRules.check(listener, hello);
		if (refusal != null) {
			refuse(refusal);
			return;
		}
		this.state = State.UP;
		this.liveness.start(System.nanoTime());
		this.context.wantTimer(this.liveness.nextNanos());
		this.dialler.up(this, listener);
	}

	/** We are not welcome, or reached somebody else. */
	private void refused(Refusal refusal) {
		this.context.warn(this.channel.remoteAddress(), "No connection to node " + this.peer + " at "
				+ this.channel.remoteAddress() + " (" + refusal.code() + "): " + refusal.message());
		this.context.arrived((listener) -> listener.onRefused(this.peer, refusal));
		close();
		this.dialler.refused();
	}

	/** The peer is not welcome; it learns why. */
	private void refuse(Refusal refusal) {
		this.state = State.CLOSED;
		this.outbound.release();
		this.context.counters().connectionRefused();
		this.context.warn(this.channel.remoteAddress(), "Not sending to node " + this.peer + " at "
				+ this.channel.remoteAddress() + " (" + refusal.code() + "): " + refusal.message());
		this.channel.writeAndFlush(Unpooled.wrappedBuffer(HandshakeCodec.encode(refusal)))
			.addListener(ChannelFutureListener.CLOSE);
		this.dialler.refused();
	}

	private void lost(String why) {
		if (this.state == State.CLOSED) {
			return;
		}
		State last = this.state;
		logger.debug("Connection to node {} at {} is gone: {}", this.peer, this.channel.remoteAddress(), why);
		if (this.tls != null && last == State.GREETING) {
			warnOfTls(TlsFailure.broken(why));
		}
		close();
		if (last != State.LEAVING) {
			this.dialler.lost(last == State.UP);
		}
	}

	private void tlsFailed(Throwable cause) {
		if (this.state == State.CLOSED) {
			return;
		}
		warnOfTls(TlsFailure.of(cause));
		State last = this.state;
		this.state = State.CLOSED;
		this.outbound.release();
		// Not right here: TLS is about to tell the other side
		this.context.loop().execute(this.channel::close);
		if (last == State.UP) {
			this.dialler.lost(true);
		}
		else if (last != State.LEAVING) {
			this.dialler.refused();
		}
	}

	private void warnOfTls(TlsFailure failure) {
		this.context.tlsFailed(this.host.host(), "node " + this.peer + " at " + this.host, failure);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			if (TlsFailure.isTls(handshake.cause())) {
				tlsFailed(handshake.cause());
			}
			else {
				lost(CLOSED_BY_PEER);
			}
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		lost(CLOSED_BY_PEER);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (this.tls != null && TlsFailure.isTls(cause)) {
			tlsFailed(cause);
			return;
		}
		this.context.logFailure(this.channel, cause);
		lost(String.valueOf(cause.getMessage()));
	}

}
