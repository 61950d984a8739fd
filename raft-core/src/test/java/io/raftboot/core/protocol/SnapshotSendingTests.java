package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.SendSnapshot;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Raft §7: "when it has already discarded the next log entry it needs to send": exactly
 * where that begins. Term 4, b has all 8 entries, c nothing yet; snapshot at 5, and the
 * log begins behind entry 4.
 */
class SnapshotSendingTests {

	private final GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3)
		.leaderWithB()
		.propose(4)
		.persisted()
		.acknowledge("b", 8)
		.compacted(5, 5);

	@Test
	void whoNeedsTheFirstEntryThatIsThereIsSentEntries() {
		this.node.acknowledge("c", 4).disconnected("c").connected("c");
		assertThat(this.node.effects(SendSnapshot.class)).isEmpty();
		assertThat(this.node.effects(SendEntries.class)).extracting((send) -> send.header().previousIndex())
			.containsExactly(4L);
	}

	@Test
	void whoNeedsTheOneBeforeIsSentASnapshot() {
		this.node.acknowledge("c", 3);
		assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
		assertThat(this.node.effects(SendEntries.class)).isEmpty();
	}

	/** It has the snapshot without having said so, and the log begins there or before. */
	@Test
	void whoMayHaveItIsAskedAsFarAsTheLogReachesBack() {
		awaitsSnapshot();
		this.node.compacted(5, 6).step(alive(5));
		assertThat(this.node.sentTo("c")).hasOnlyElementsOfType(AppendEntries.class)
			.extracting("previousIndex")
			.containsExactly(5L);
		assertThat(this.node.effects(SendSnapshot.class)).isEmpty();
	}

	/** It may have the one it was sent, and needs the next one anyway. */
	@Test
	void whoIsInFrontOfTheLogAgainIsSentTheNextOne() {
		awaitsSnapshot();
		this.node.compacted(7, 7).step(alive(5));
		assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
		this.node.step(alive(6));
		assertThat(this.node.effects(SendSnapshot.class)).as("it is on its way").isEmpty();
	}

	private void awaitsSnapshot() {
		this.node.step(new AppendResponse(id("c"), 4, false, 3, 1, 1, this.node.latestRound()));
		assertThat(this.node.peer("c").state()).isEqualTo("SNAPSHOT");
	}

	private HeartbeatResponse alive(long lastLogIndex) {
		return new HeartbeatResponse(id("c"), 4, this.node.latestRound(), lastLogIndex);
	}

}
