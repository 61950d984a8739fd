package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotWriter;
import io.raftboot.core.snapshot.StagedSnapshot;
import io.raftboot.core.snapshot.StagingArea;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestoreStageTests {

	private static final int PIECE_BYTES = 1000;

	private final MemorySnapshotStore store = new MemorySnapshotStore();

	private RestoreStage stage;

	private SnapshotFile file;

	private byte[] bytes;

	@BeforeEach
	void makeAFile() throws IOException {
		this.stage = new RestoreStage(StagingArea.inMemory());
		ConfigurationEntry configuration = new ConfigurationEntry(new ClusterId(1, 2),
				Membership.of(List.of(Peer.of("n1", "a:1"))));
		try (SnapshotWriter writer = this.store.write(new SnapshotMeta(9, 3, 1, configuration))) {
			writer.content().write(new byte[2500]);
			this.file = writer.commit();
		}
		try (SnapshotReader reader = this.store.read(this.file)) {
			ByteBuffer all = ByteBuffer.allocate((int) this.file.totalBytes());
			reader.read(0, all);
			this.bytes = all.array();
		}
	}

	private @Nullable StagedSnapshot add(long restoreId, long term, int number) throws IOException {
		int offset = number * PIECE_BYTES;
		int length = Math.min(PIECE_BYTES, this.bytes.length - offset);
		RestorePiece piece = new RestorePiece(restoreId, offset, this.bytes.length, this.file.checksum(),
				offset + length == this.bytes.length, ByteBuffer.wrap(this.bytes, offset, length).slice());
		EntryCursor cursor = piece.toEntry(77, term).cursor();
		cursor.next();
		return this.stage.add(term, cursor.payload(), () -> true);
	}

	@Test
	void theLastPieceCompletesTheFile() throws IOException {
		assertThat(add(5, 3, 0)).isNull();
		assertThat(this.stage.isOpen()).isTrue();
		assertThat(add(5, 3, 1)).isNull();
		try (StagedSnapshot complete = add(5, 3, 2)) {
			assertThat(complete.file().checksum()).isEqualTo(this.file.checksum());
			assertThat(complete.content().readAllBytes()).hasSize(2500);
		}
		assertThat(this.stage.isOpen()).isFalse();
	}

	@Test
	void anEntryOfAnotherTermEndsIt() throws IOException {
		add(5, 3, 0);
		this.stage.entryOf(3);
		assertThat(this.stage.isOpen()).isTrue();
		this.stage.entryOf(4);
		assertThat(this.stage.isOpen()).isFalse();
		assertThat(add(5, 4, 1)).isNull();
		assertThat(add(5, 4, 2)).isNull();
	}

	@Test
	void theFirstPieceOfAnotherRestoreEndsIt() throws IOException {
		add(5, 3, 0);
		add(5, 3, 1);
		add(6, 3, 0);
		assertThat(add(5, 3, 2)).isNull();
		add(6, 3, 1);
		assertThat(add(6, 3, 2)).isNotNull();
	}

	@Test
	void piecesOutOfPlaceCountForNothing() throws IOException {
		add(5, 3, 0);
		assertThat(add(5, 3, 2)).isNull();
		add(5, 3, 1);
		add(5, 3, 1);
		assertThat(add(5, 3, 2)).isNotNull();
	}

	@Test
	void aFileThatIsNotTheOneProposedStopsTheNode() throws IOException {
		add(5, 3, 0);
		this.bytes[1500] ^= 1;
		add(5, 3, 1);
		assertThatThrownBy(() -> add(5, 3, 2)).isInstanceOf(IOException.class);
	}

}
