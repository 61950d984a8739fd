package io.raftboot.core.transport.tcp;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.raftboot.core.transport.HostPort;

/**
 * Has a web server hand over a dialled connection (RFC 9110, 7.8), so that peers are
 * reached on a port that they share with an application. Until the server agrees, who
 * stands behind it in the pipeline does not hear that the connection is there; afterwards
 * it is out of the way. Loop thread only.
 */
final class HttpUpgrade extends ChannelInboundHandlerAdapter {

	private static final int ANSWER_CHARS_MAX = 8192;

	private static final String END = "\r\n\r\n";

	private static final String AGREED = "HTTP/1.1 101";

	private final TcpContext context;

	private final String path;

	private final HostPort host;

	private final StringBuilder answer = new StringBuilder();

	/**
	 * @param host the server as the peer's address names it
	 */
	HttpUpgrade(TcpContext context, String path, HostPort host) {
		this.context = context;
		this.path = path;
		this.host = host;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		String request = "GET " + this.path + " HTTP/1.1\r\nHost: " + this.host + "\r\nConnection: Upgrade\r\nUpgrade: "
				+ TcpTransportOptions.UPGRADE_PROTOCOL + END;
		ctx.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object read) {
		ByteBuf bytes = (ByteBuf) read;
		while (bytes.isReadable() && !isComplete() && this.answer.length() < ANSWER_CHARS_MAX) {
			this.answer.append((char) (bytes.readByte() & 0xff));
		}
		if (isComplete() && this.answer.indexOf(AGREED) == 0) {
			ctx.fireChannelActive();
			ctx.fireChannelRead(bytes);
			ctx.pipeline().remove(this);
			return;
		}
		bytes.release();
		if (isComplete() || this.answer.length() >= ANSWER_CHARS_MAX) {
			this.context.warn(ctx.channel().remoteAddress(),
					"No connection to a peer at " + this.host + ": its web server answers '" + firstLine() + "' to GET "
							+ this.path
							+ ". Has the application there a node that takes peers over HTTP, at this path?");
			ctx.close();
		}
	}

	private boolean isComplete() {
		int from = this.answer.length() - END.length();
		return from >= 0 && this.answer.indexOf(END, from) == from;
	}

	private String firstLine() {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < Math.min(this.answer.length(), 80) && this.answer.charAt(i) >= ' '; i++) {
			line.append(this.answer.charAt(i));
		}
		return line.toString();
	}

}
