package io.raftboot.core.transport.tcp;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.HandshakeRules;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MalformedFrameException;
import io.raftboot.core.transport.codec.MessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that somebody else dialled: it brings messages. GREETING (waits for a
 * hello, behind the handshake of TLS) → DECIDING (the node is asked) → WELCOME, or CLOSED
 * from each. Loop thread only.
 */
final class Incoming extends ChannelInboundHandlerAdapter implements FrameReader.Target {

	private enum State {

		GREETING, DECIDING, WELCOME, CLOSED

	}

	private final TcpContext context;

	private final Channel channel;

	/** Of a connection that is closed it is not known any more. */
	private final SocketAddress remote;

	private final Acceptor acceptor;

	private final @Nullable TlsHandler tls;

	private final FrameReader reader = new FrameReader();

	private final FramePieces pieces = new FramePieces();

	private final long deadlineNanos;

	private State state = State.GREETING;

	private Lane lane = Lane.CONTROL;

	private @Nullable NodeId from;

	private boolean refusalFollows;

	private boolean pongsWaiting;

	Incoming(TcpContext context, Channel channel, Acceptor acceptor, long nowNanos) {
		this.context = context;
		this.channel = channel;
		this.remote = channel.remoteAddress();
		this.acceptor = acceptor;
		TlsLayer layer = context.tls();
		this.tls = (layer != null) ? layer.forIncoming() : null;
		this.deadlineNanos = nowNanos + context.options().handshakeTimeout().toNanos();
		context.wantTimer(this.deadlineNanos);
	}

	void start() {
		if (this.tls != null) {
			this.channel.pipeline().addLast(this.tls);
		}
		this.channel.pipeline().addLast(this);
		this.context.loop().register(this.channel);
	}

	/** Who speaks here, null before the welcome. */
	@Nullable NodeId from() {
		return this.from;
	}

	/** What is carried here, after the hello. */
	Lane lane() {
		return this.lane;
	}

	void onTimer(long nowNanos) {
		if (this.state == State.WELCOME) {
			closeIfOverdue(nowNanos);
			return;
		}
		if (this.state != State.GREETING) {
			return;
		}
		if (nowNanos - this.deadlineNanos >= 0) {
			this.context.warn(this.channel.remoteAddress(),
					"Closing the connection from " + this.channel.remoteAddress() + ": no handshake in time");
			close();
		}
		else {
			this.context.wantTimer(this.deadlineNanos);
		}
	}

	/** Whoever was let in with keys that have been replaced has to show his again. */
	private void closeIfOverdue(long nowNanos) {
		TlsLayer layer = this.context.tls();
		if (layer != null && this.tls != null && layer.isOverdue(this.tls.keys(), nowNanos)) {
			close();
		}
	}

	void close() {
		this.state = State.CLOSED;
		this.channel.close();
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
			this.state = State.CLOSED;
			this.context.refuseFrame(this.channel, ex.getMessage());
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
		if (this.state == State.DECIDING) {
			throw new MalformedFrameException("spoke before it was welcomed");
		}
		this.refusalFollows = HandshakeCodec.isHandshake(header);
		return this.refusalFollows ? HandshakeCodec.checkedBodyBytes(header)
				: FrameHeader.checkedBodyBytes(header, this.context.groupHash(), this.context.frameBytesMax(this.lane));
	}

	@Override
	public byte[] body(ByteBuffer header, int bytes) {
		boolean pooled = this.from != null && !this.refusalFollows
				&& MessageDecoder.isAppendEntries(FrameHeader.type(header));
		return pooled ? this.context.bodies().take(bytes) : new byte[bytes];
	}

	@Override
	public void onFrame(ByteBuffer header, ByteBuffer body) {
		NodeId from = this.from;
		if (this.state == State.CLOSED) {
			return;
		}
		if (from == null) {
			onHello(header, body);
		}
		else if (this.refusalFollows) {
			Refusal refusal = HandshakeCodec.decodeRefusal(body);
			this.context.arrived((listener) -> listener.onRefused(from, refusal));
			close();
		}
		else if (FrameHeader.type(header) == FrameHeader.PING) {
			onPing(body);
		}
		else if (FrameHeader.type(header) == FrameHeader.PIECE) {
			onPiece(from, body);
		}
		else {
			onMessage(from, FrameHeader.type(header), body);
		}
	}

	private void onPiece(NodeId from, ByteBuffer body) {
		ByteBuffer frame = this.pieces.add(body, this.context.frameBytesMax(this.lane));
		if (frame != null) {
			int bodyBytes = FrameHeader.checkedBodyBytes(frame, this.context.groupHash(), frame.limit());
			if (bodyBytes != frame.limit() - FrameHeader.BYTES) {
				throw new MalformedFrameException("frame of " + bodyBytes + " bytes in pieces of another sum");
			}
			this.context.arrived(MessageDecoder.decode(from, FrameHeader.type(frame),
					frame.slice(FrameHeader.BYTES, bodyBytes).order(ByteOrder.LITTLE_ENDIAN)));
		}
	}

	private void onMessage(NodeId from, int type, ByteBuffer body) {
		if (this.lane == Lane.BULK && !MessageDecoder.isSnapshotChunk(type)) {
			throw new MalformedFrameException("message type " + type + " on a connection for snapshots");
		}
		Message message = MessageDecoder.decode(from, type, body);
		if (message instanceof AppendEntries append) {
			this.context.arrived(append, body.array());
		}
		else {
			this.context.arrived(message);
		}
	}

	private void onHello(ByteBuffer header, ByteBuffer body) {
		if (HandshakeCodec.version(header) != HandshakeCodec.VERSION) {
			refuse(new Refusal(Refusal.Code.WRONG_VERSION, "This node speaks version " + HandshakeCodec.VERSION
					+ " of the protocol, not version " + HandshakeCodec.version(header)));
			return;
		}
		this.lane = HandshakeCodec.lane(header);
		Hello hello = HandshakeCodec.decodeHello(body);
		this.state = State.DECIDING;
		this.context.arrived((listener) -> decide(listener, hello));
	}

	private void decide(TransportListener listener, Hello hello) {
		if (this.state != State.DECIDING) {
			return;
		}
		Refusal refusal = HandshakeRules.check(listener, hello);
		if (refusal != null) {
			refuse(refusal);
			return;
		}
		this.state = State.WELCOME;
		this.from = hello.nodeId();
		this.channel.writeAndFlush(Unpooled.wrappedBuffer(HandshakeCodec.encode(listener.hello())));
		this.acceptor.welcomed(this, hello.nodeId(), this.lane);
	}

	private void refuse(Refusal refusal) {
		this.state = State.CLOSED;
		this.context.counters().connectionRefused();
		this.context.warn(this.channel.remoteAddress(), "Refusing the connection from " + this.channel.remoteAddress()
				+ " (" + refusal.code() + "): " + refusal.message());
		this.channel.writeAndFlush(Unpooled.wrappedBuffer(HandshakeCodec.encode(refusal)))
			.addListener(ChannelFutureListener.CLOSE);
	}

	private void onPing(ByteBuffer body) {
		if (body.hasRemaining()) {
			throw new MalformedFrameException("ping with a body");
		}
		if (!this.channel.isWritable()) {
			throw new MalformedFrameException("more pings than answers can leave");
		}
		ByteBuffer pong = ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		FrameHeader.write(pong, this.context.groupHash(), FrameHeader.PONG, 0);
		this.channel.write(Unpooled.wrappedBuffer(pong.flip()));
		this.pongsWaiting = true;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.pongsWaiting) {
			this.pongsWaiting = false;
			this.channel.flush();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.state = State.CLOSED;
		this.acceptor.closed(this);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			tlsFailed(handshake.cause());
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (this.tls != null && TlsFailure.isTls(cause)) {
			tlsFailed(cause);
			return;
		}
		this.context.logFailure(this.channel, cause);
		close();
	}

	private void tlsFailed(Throwable cause) {
		if (this.state == State.CLOSED) {
			return;
		}
		this.state = State.CLOSED;
		TlsFailure failure = TlsFailure.of(cause);
		// Whoever just looks whether the port is open is nobody to warn of
		if (failure.kind() != TlsFailure.Kind.BROKEN) {
			this.context.tlsFailed(TcpContext.host(this.remote), "the one at " + this.remote, failure);
		}
		// Not right here: TLS is about to tell the other side
		this.context.loop().execute(this.channel::close);
	}

}
