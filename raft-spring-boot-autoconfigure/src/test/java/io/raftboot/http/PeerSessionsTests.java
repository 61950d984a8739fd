package io.raftboot.http;

import java.net.Socket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeerSessionsTests {

	private static final long SECOND = 1_000_000_000L;

	private long nowNanos;

	private final PeerSessions sessions = new PeerSessions(2, () -> this.nowNanos);

	private final Socket first = new Socket();

	private final Socket second = new Socket();

	private final Socket third = new Socket();

	@Test
	void thereIsRoomAgainWhenOneIsClosed() {
		assertThat(this.sessions.open(this.first)).isTrue();
		assertThat(this.sessions.open(this.second)).isTrue();
		assertThat(this.sessions.open(this.third)).isFalse();
		this.sessions.begin(this.first);
		assertThat(this.sessions.open(this.third)).isFalse();
		assertThat(this.sessions.refused()).isEqualTo(2);
		this.sessions.close(this.first);
		this.sessions.close(this.first);
		assertThat(this.first.isClosed()).isTrue();
		assertThat(this.sessions.open(this.third)).isTrue();
	}

	/** Its peer went before the answer, and the container told nobody. */
	@Test
	void oneThatNeverBeginsTakesNoRoomForLong() {
		this.sessions.open(this.first);
		this.sessions.open(this.second);
		this.sessions.begin(this.first);
		this.nowNanos += 10 * SECOND - 1;
		assertThat(this.sessions.open(this.third)).isFalse();
		this.nowNanos++;
		assertThat(this.sessions.open(this.third)).isTrue();
		assertThat(this.second.isClosed()).isTrue();
		assertThat(this.first.isClosed()).isFalse();
	}

	@Test
	void allEndTogether() {
		this.sessions.open(this.first);
		this.sessions.open(this.second);
		this.sessions.begin(this.first);
		this.sessions.closeAll();
		assertThat(this.first.isClosed()).isTrue();
		assertThat(this.second.isClosed()).isTrue();
	}

}
