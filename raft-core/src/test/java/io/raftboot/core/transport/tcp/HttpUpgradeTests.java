package io.raftboot.core.transport.tcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.raftboot.core.transport.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HttpUpgradeTests {

	private static final String AGREED = "HTTP/1.1 101 \r\nUpgrade: raft-boot\r\nConnection: Upgrade\r\n\r\n";

	private final TcpContext context = new TcpContext(TcpTransportOptions.builder("127.0.0.1:0", "default").build());

	private final Seen seen = new Seen();

	private final EmbeddedChannel channel = new EmbeddedChannel(
			new HttpUpgrade(this.context, "/app/raft/peer", new HostPort("::1", 8080)), this.seen);

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
		this.context.loop().close();
	}

	private void receive(String text) {
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
	}

	@Test
	void asksForAConnection() {
		ByteBuf request = this.channel.readOutbound();
		assertThat(request.toString(StandardCharsets.US_ASCII)).isEqualTo("GET /app/raft/peer HTTP/1.1\r\n"
				+ "Host: [::1]:8080\r\nConnection: Upgrade\r\nUpgrade: raft-boot\r\n\r\n");
		request.release();
		assertThat(this.seen.events).isEmpty();
	}

	@Test
	void isOutOfTheWayOnceTheServerAgrees() {
		receive(AGREED);
		assertThat(this.seen.text()).isEqualTo("active ");
		receive("HTTP/1.1 404\r\n\r\n");
		assertThat(this.seen.text()).isEqualTo("active HTTP/1.1 404\r\n\r\n");
		assertThat(this.channel.pipeline().get(HttpUpgrade.class)).isNull();
	}

	@Test
	void leavesWhatComesBehindTheAnswer() {
		receive(AGREED + "RAFB");
		assertThat(this.seen.text()).isEqualTo("active RAFB");
	}

	@Test
	void waitsForTheWholeAnswer() {
		String all = AGREED + "RAFB";
		for (int i = 0; i < AGREED.length() - 1; i++) {
			receive(all.substring(i, i + 1));
			assertThat(this.seen.events).isEmpty();
		}
		receive(all.substring(AGREED.length() - 1));
		assertThat(this.seen.text()).isEqualTo("active RAFB");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101",
			"HTTP/1.0 101 \r\n\r\n", "RAFB\r\n\r\n", "\r\n\r\n" })
	void anyOtherAnswerEndsIt(String answer) {
		receive(answer);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.seen.events).isEmpty();
	}

	@Test
	void anAnswerWithoutEndEndsItToo() {
		receive("HTTP/1.1 101 \r\nX: " + "x".repeat(8150));
		assertThat(this.channel.isOpen()).isTrue();
		receive("y".repeat(100));
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.seen.events).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "raft", "/a b", "/\r\nHost: x", "/ä" })
	void aPathThatIsNoneIsRefused(String path) {
		TcpTransportOptions.Builder builder = TcpTransportOptions.builder("127.0.0.1:0", "default").upgradePath(path);
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(path);
	}

	/** What reaches whoever stands behind it. */
	private static final class Seen extends ChannelInboundHandlerAdapter {

		private final List<String> events = new ArrayList<>();

		String text() {
			return String.join("", this.events);
		}

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			this.events.add("active ");
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object read) {
			ByteBuf bytes = (ByteBuf) read;
			this.events.add(bytes.toString(StandardCharsets.US_ASCII));
			bytes.release();
		}

	}

}
