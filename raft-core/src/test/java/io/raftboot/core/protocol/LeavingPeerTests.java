package io.raftboot.core.protocol;

import io.raftboot.core.model.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** S65: a removed node is told so, for as long as that can be of use. */
class LeavingPeerTests {

	private final Progress progress = new Progress(Entries.id("c"), 8, 0, 0);

	/** It is not in the configuration of entry 7; given up at 1000. */
	private final LeavingPeer leaving = new LeavingPeer(Peer.of("c", "c:1"), this.progress, 7, 1000);

	@Test
	void isServedUntilItsTimeIsOver() {
		assertThat(this.leaving.isDone(999)).isFalse();
		assertThat(this.leaving.isDone(1000)).isTrue();
	}

	@Test
	void knowsWhenItHasTheEntryAndHeardOfItsCommit() {
		this.progress.acknowledged(7, 0, 0);
		assertThat(this.leaving.isDone(0)).as("committed or not?").isFalse();
		this.progress.heartbeatSent(1, 6, 0);
		assertThat(this.leaving.isDone(0)).isFalse();
		this.progress.heartbeatSent(2, 7, 0);
		assertThat(this.leaving.isDone(0)).isTrue();
	}

	@Test
	void doesNotKnowWithoutTheEntry() {
		this.progress.acknowledged(6, 0, 0);
		this.progress.heartbeatSent(1, 9, 0);
		assertThat(this.leaving.isDone(0)).isFalse();
	}

}
