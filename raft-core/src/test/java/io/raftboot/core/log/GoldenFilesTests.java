package io.raftboot.core.log;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.RecoveredLog.TermRun;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Directories as released versions left them must open for ever. {@link #main} wrote the
 * one of version 1: {@code golden/storage-1} (stopped in order) holds three segments and
 * an override, {@code golden/storage-1-killed} the same without the stop,
 * {@code golden/storage-1-reset} a log that began anew behind a snapshot. In
 * {@code golden/storage-2} the last of two segments has version 2: its file was used
 * before. Another one waits to be.
 */
class GoldenFilesTests {

	/** Without blocks: up to their ends there are zeros where old frames have been. */
	private static final Disk PLAIN = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(),
			new Class<?>[] { Disk.class },
			(proxy, method, arguments) -> method.getName().equals("openDirect")
					? Disk.system().open((Path) arguments[0], (boolean) arguments[1])
					: method.invoke(Disk.system(), arguments));

	private static final ClusterId CLUSTER = new ClusterId(0x5f0c1c1e6d0b4f0eL, 0x9a570d9b0f0f2a11L);

	private static final ConfigurationEntry CONFIGURATION = new ConfigurationEntry(CLUSTER,
			Membership.of(List.of(new Peer(NodeId.of("n1"), "127.0.0.1:7001", 11),
					new Peer(NodeId.of("n2"), "127.0.0.1:7002", 12), new Peer(NodeId.of("n3"), "127.0.0.1:7003", 13))));

	@TempDir
	Path copy;

	@Test
	void aDirectoryOfVersion1Opens() throws Exception {
		assertOpens("storage-1");
	}

	@Test
	void aKilledDirectoryOfVersion1Opens() throws Exception {
		assertOpens("storage-1-killed");
	}

	@Test
	void aDirectoryOfVersion1BehindASnapshotOpens() throws Exception {
		copy("storage-1-reset");
		try (FileStorage storage = open(this.copy)) {
			Meta meta = storage.meta().current();
			assertThat(meta.snapshotIndex()).isEqualTo(20);
			assertThat(meta.snapshotTerm()).isEqualTo(3);
			assertThat(meta.lowestLiveSegment()).isEqualTo(4);
			assertThat(storage.log().recovered())
				.isEqualTo(new RecoveredLog(21, 3, 22, List.of(new TermRun(3, 21)), List.of()));
			assertThat(texts(storage.log().read(21, 22, Integer.MAX_VALUE))).containsExactly("COMMAND twent", "NO_OP ");
		}
	}

	@Test
	void aDirectoryWithASegmentOfVersion2Opens() throws Exception {
		copy("storage-2");
		try (FileStorage storage = open(this.copy)) {
			assertThat(storage.log().recovered())
				.isEqualTo(new RecoveredLog(3, 1, 5, List.of(new TermRun(1, 3)), List.of()));
			assertThat(texts(storage.log().read(3, 5, Integer.MAX_VALUE))).containsExactly("COMMAND three",
					"COMMAND fourf", "COMMAND five");
		}
	}

	/** But for zeros at the end, of which the first builds wrote a whole segment's. */
	@Test
	void thisVersionWritesTheSameBytes() throws Exception {
		assertSameBytes("storage-1", this.copy.resolve("log-kept"), (directory) -> write(directory, true));
		assertSameBytes("storage-1-reset", this.copy.resolve("log-reset"), GoldenFilesTests::writeReset);
		assertSameBytes("storage-2", this.copy.resolve("log-used-again"), GoldenFilesTests::writeAgain);
	}

	@Test
	void aSegmentOfALaterVersionIsRefusedAndNotTouched() throws Exception {
		copy("storage-1");
		Path segment = files(this.copy.resolve("log")).stream().sorted().findFirst().orElseThrow();
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putInt(4, SegmentHeader.VERSION + 1);
		CRC32C crc = new CRC32C();
		crc.update(bytes.array(), 0, SegmentHeader.BYTES - 4);
		bytes.putInt(SegmentHeader.BYTES - 4, (int) crc.getValue());
		Files.write(segment, bytes.array());
		assertThatExceptionOfType(UnsupportedLogException.class).isThrownBy(() -> open(this.copy))
			.withMessage(segment + " cannot be read: it is of version 3; this node reads version 2."
					+ " Nothing was changed.");
		assertThat(segment).hasBinaryContent(bytes.array());
	}

	private static void assertSameBytes(String name, Path directory, Writing writing) throws Exception {
		Path golden = golden(name);
		writing.writeTo(directory);
		for (Path file : files(golden)) {
			byte[] expected = Files.readAllBytes(file);
			byte[] written = Files.readAllBytes(directory.resolve(golden.relativize(file).toString()));
			assertThat(written.length).isLessThanOrEqualTo(expected.length);
			assertThat(Arrays.copyOf(written, expected.length)).as(file.toString()).isEqualTo(expected);
		}
	}

	private void assertOpens(String name) throws Exception {
		copy(name);
		try (FileStorage storage = open(this.copy)) {
			Meta meta = storage.meta().current();
			assertThat(meta.nodeId()).isEqualTo(NodeId.of("n1"));
			assertThat(meta.incarnation()).isEqualTo(11);
			assertThat(meta.clusterId()).isEqualTo(CLUSTER);
			assertThat(meta.hardState()).isEqualTo(new HardState(3, NodeId.of("n2")));
			RecoveredLog recovered = storage.log().recovered();
			assertThat(recovered.runs()).containsExactly(new TermRun(1, 1), new TermRun(2, 3), new TermRun(3, 6));
			assertThat(recovered.configurations()).hasSize(1);
			EntryCursor configuration = recovered.configurations().get(0).cursor();
			configuration.next();
			assertThat(configuration.index()).isEqualTo(1);
			assertThat(ConfigurationEntry.decode(configuration.payload())).isEqualTo(CONFIGURATION);
			assertThat(texts(storage.log().read(2, 8, Integer.MAX_VALUE))).containsExactly("COMMAND two", "NO_OP ",
					"COMMAND four", "COMMAND five", "NO_OP ", "COMMAND seven", "INIT eight");
		}
	}

	private void copy(String name) throws Exception {
		Path golden = golden(name);
		for (Path file : files(golden)) {
			Path target = this.copy.resolve(golden.relativize(file).toString());
			Files.createDirectories(target.getParent());
			Files.copy(file, target);
		}
	}

	private static List<String> texts(EntryBatch batch) {
		List<String> texts = new ArrayList<>();
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			String text = StandardCharsets.UTF_8.decode(cursor.payload()).toString();
			texts.add(cursor.type() + " " + text.substring(0, Math.min(5, text.length())));
		}
		return texts;
	}

	private static Path golden(String name) throws Exception {
		return Path.of(GoldenFilesTests.class.getResource("/golden/" + name + "/meta").toURI()).getParent();
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

	private static FileStorage open(Path directory) throws IOException {
		return open(directory, 0);
	}

	private static FileStorage open(Path directory, int spareSegments) throws IOException {
		return FileStorage.open(PLAIN, directory, Meta.initial(NodeId.of("n1"), 11),
				new FileStorageOptions(FileStorageOptions.SEGMENT_BYTES_MIN, false, false, spareSegments));
	}

	private static FileStorage write(Path directory, boolean close) throws IOException {
		FileStorage storage = open(directory);
		store(storage, new HardState(1, NodeId.of("n1")));
		append(storage, EntryBatchBuilder.single(1, 1, EntryType.CONFIGURATION, CONFIGURATION.encode()),
				entry(2, 1, EntryType.COMMAND, "two"), entry(3, 1, EntryType.COMMAND, "three, which is overridden"));
		storage.meta().store(storage.meta().current().withClusterId(CLUSTER));
		store(storage, new HardState(2, null));
		append(storage, entry(3, 2, EntryType.NO_OP, ""), entry(4, 2, EntryType.COMMAND, "four"));
		append(storage, entry(5, 2, EntryType.COMMAND, "five"));
		store(storage, new HardState(3, NodeId.of("n2")));
		append(storage, entry(6, 3, EntryType.NO_OP, ""), entry(7, 3, EntryType.COMMAND, "seven".repeat(800)));
		append(storage, entry(8, 3, EntryType.INIT, "eight"));
		if (close) {
			storage.close();
		}
		return storage;
	}

	private static void writeReset(Path directory) throws IOException {
		FileStorage storage = write(directory, false);
		storage.meta().store(storage.meta().current().withSnapshot(20, 3));
		storage.log().reset(20, 3);
		append(storage, entry(21, 3, EntryType.COMMAND, "twenty-one"), entry(22, 3, EntryType.NO_OP, ""));
		storage.close();
	}

	/** A segment for each of the first three entries, of which the first two go. */
	private static void writeAgain(Path directory) throws IOException {
		FileStorage storage = open(directory, 2);
		store(storage, new HardState(1, NodeId.of("n1")));
		append(storage, entry(1, 1, EntryType.COMMAND, "one".repeat(1000)));
		append(storage, entry(2, 1, EntryType.COMMAND, "two".repeat(1000)));
		append(storage, entry(3, 1, EntryType.COMMAND, "three".repeat(600)));
		storage.meta().store(storage.meta().current().withSnapshot(2, 1));
		storage.log().compact(3);
		append(storage, entry(4, 1, EntryType.COMMAND, "four".repeat(500)));
		append(storage, entry(5, 1, EntryType.COMMAND, "five"));
		storage.close();
	}

	private static EntryBatch entry(long index, long term, EntryType type, String text) {
		return EntryBatchBuilder.single(index, term, type, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static void store(FileStorage storage, HardState hardState) throws IOException {
		storage.meta().store(storage.meta().current().withHardState(hardState));
	}

	private static void append(FileStorage storage, EntryBatch... batches) throws IOException {
		storage.log().append(List.of(batches));
		storage.log().force();
	}

	/** Writes the directories anew, below the path given. Only for a new version. */
	public static void main(String[] args) throws IOException {
		write(Path.of(args[0], "storage-1"), true);
		write(Path.of(args[0], "storage-1-killed"), false);
		writeReset(Path.of(args[0], "storage-1-reset"));
		writeAgain(Path.of(args[0], "storage-2"));
	}

	private interface Writing {

		void writeTo(Path directory) throws IOException;

	}

}
