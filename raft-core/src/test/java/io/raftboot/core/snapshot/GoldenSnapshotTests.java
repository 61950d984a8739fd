package io.raftboot.core.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Snapshots as released versions left them must open for ever. {@link #main} wrote
 * {@code golden/snapshot-1}.
 */
class GoldenSnapshotTests {

	private static final String FILE = "00000000000000000042-00000000000000000007.snap";

	private static final SnapshotMeta META = new SnapshotMeta(42, 7, 5,
			new ConfigurationEntry(new ClusterId(0x5f0c1c1e6d0b4f0eL, 0x9a570d9b0f0f2a11L),
					new Membership(
							List.of(new Peer(NodeId.of("n1"), "127.0.0.1:7001", 11),
									new Peer(NodeId.of("n2"), "127.0.0.1:7002", 12)),
							List.of(), List.of(new Peer(NodeId.of("n3"), "127.0.0.1:7003", 13)),
							List.of(new Peer(NodeId.of("n4"), "127.0.0.1:7004", 14)))));

	private static final long CREATED_MILLIS = 1_760_000_000_000L;

	@TempDir
	Path directory;

	private byte[] golden = {};

	@BeforeEach
	void copyGolden() throws Exception {
		try (InputStream source = GoldenSnapshotTests.class.getResourceAsStream("/golden/snapshot-1/" + FILE)) {
			assertThat(source).isNotNull();
			this.golden = source.readAllBytes();
		}
		Files.write(this.directory.resolve(FILE), this.golden);
	}

	@Test
	void aSnapshotOfVersion1Opens() throws Exception {
		try (FileSnapshotStore store = FileSnapshotStore.open(Disk.system(), this.directory)) {
			SnapshotFile newest = store.newest();
			CRC32C crc = new CRC32C();
			crc.update(this.golden);
			assertThat(newest)
				.isEqualTo(new SnapshotFile(META, this.golden.length, (int) crc.getValue(), CREATED_MILLIS));
			try (SnapshotReader reader = store.read(newest)) {
				assertThat(reader.content().readAllBytes()).isEqualTo(content());
			}
		}
	}

	@Test
	void thisVersionWritesTheSameBytes() throws Exception {
		write(this.directory.resolve("again"));
		assertThat(this.directory.resolve("again").resolve(FILE)).hasBinaryContent(this.golden);
	}

	@Test
	void aSnapshotOfALaterVersionIsRefusedAndNotTouched() throws Exception {
		byte[] later = withVersion(2);
		assertRefused(later, "version 2; this node reads version 1");
		try (MemorySnapshotStore store = new MemorySnapshotStore()) {
			SnapshotReceiver receiver = store.receive(42, 7, later.length, 0);
			receiver.write(0, ByteBuffer.wrap(later));
			assertThatExceptionOfType(UnsupportedSnapshotException.class).isThrownBy(receiver::commit);
			assertThat(store.newest()).isNull();
		}
	}

	@Test
	void aConfigurationOfALaterVersionIsRefusedAndNotTouched() throws Exception {
		ByteBuffer file = ByteBuffer.wrap(this.golden.clone()).order(ByteOrder.LITTLE_ENDIAN);
		int headerBytes = file.getInt(8);
		file.putInt(48, ConfigurationEntry.VERSION + 1);
		file.putInt(headerBytes - 4, checksum(file, headerBytes - 4));
		assertRefused(file.array(), "Configuration entry of version 2");
	}

	@Test
	void aVersionThatIsDamagedIsNoLaterVersion() throws Exception {
		this.golden[4] ^= 2;
		Files.write(this.directory.resolve(FILE), this.golden);
		try (FileSnapshotStore store = FileSnapshotStore.open(Disk.system(), this.directory)) {
			assertThat(store.damaged()).containsExactly(FILE + ".damaged");
		}
	}

	private void assertRefused(byte[] file, String message) throws IOException {
		Files.write(this.directory.resolve(FILE), file);
		assertThatExceptionOfType(UnsupportedSnapshotException.class)
			.isThrownBy(() -> FileSnapshotStore.open(Disk.system(), this.directory))
			.withMessageContaining(message)
			.withMessageContaining(FILE);
		assertThat(this.directory.resolve(FILE)).hasBinaryContent(file);
	}

	private byte[] withVersion(int version) {
		ByteBuffer file = ByteBuffer.wrap(this.golden.clone()).order(ByteOrder.LITTLE_ENDIAN);
		file.putInt(4, version).putInt(12, checksum(file, 12));
		return file.array();
	}

	private static int checksum(ByteBuffer file, int bytes) {
		CRC32C crc = new CRC32C();
		crc.update(file.array(), 0, bytes);
		return StoredChecksum.of(crc);
	}

	private static byte[] content() {
		byte[] content = new byte[66_000];
		for (int i = 0; i < content.length; i++) {
			content[i] = (byte) (i * 31 + (i >>> 8));
		}
		return content;
	}

	private static void write(Path directory) throws IOException {
		try (FileSnapshotStore store = FileSnapshotStore.open(Disk.system(), directory, () -> CREATED_MILLIS);
				SnapshotWriter writer = store.write(META)) {
			writer.content().write(content());
			writer.commit();
		}
	}

	/** Writes the directory anew, below the path given. Only for a new version. */
	public static void main(String[] args) throws IOException {
		write(Path.of(args[0], "snapshot-1"));
	}

}
