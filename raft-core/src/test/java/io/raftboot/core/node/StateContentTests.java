package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands in a snapshot, byte by byte: files of this version stay readable. */
class StateContentTests {

	@Test
	void theContentOfVersionOneStaysWhatItIs() throws IOException {
		RecordingMachine first = new RecordingMachine();
		first.reset(5, new ByteArrayInputStream("ab\ncd\n".getBytes(StandardCharsets.UTF_8)));
		Machine touched = new Machine("x", first);
		touched.initialised = true;
		touched.appliedIndex = 5;
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		try (SnapshotCapture capture = new SnapshotCapture(7, 0x0102030405060708L, new byte[0])) {
			capture.add(touched);
			capture.add(new Machine("yz", new RecordingMachine()));
			capture.writeTo(target, () -> false);
		}
		assertThat(HexFormat.of().formatHex(target.toByteArray())).isEqualTo("42525343" + "0100" + "0000" + "23000000" // prefix
				+ "0807060504030201" + "0100" + "0200" // clock, sessions, machines
				+ "01" + "78" + "01" + "0500000000000000" // x
				+ "02" + "797a" + "00" + "0000000000000000" // yz
				+ "00000000" // no sessions
				+ "06000000" + "61620a63640a" + "00000000" // state of x
				+ "00000000"); // none of yz
	}

	@Test
	void aPieceOfARestoreStaysWhatItIs() {
		EntryBatch entry = new RestorePiece(3, 4, 6, 5, true, ByteBuffer.wrap(new byte[] { 8, 9 })).toEntry(2, 1);
		EntryCursor cursor = entry.cursor();
		cursor.next();
		byte[] payload = new byte[cursor.payloadBytes()];
		cursor.payload().get(payload);
		assertThat(cursor.type()).isEqualTo(EntryType.RESTORE);
		assertThat(HexFormat.of().formatHex(payload)).isEqualTo("01" + "01" + "0000" + "05000000" + "0300000000000000"
				+ "0400000000000000" + "0600000000000000" + "0809");
		RestorePiece read = RestorePiece.of(cursor.payload());
		assertThat(read.last()).isTrue();
		assertThat(read.data().remaining()).isEqualTo(2);
		payload[0] = 2;
		assertThatThrownBy(() -> RestorePiece.of(ByteBuffer.wrap(payload))).hasMessageContaining("version 2");
	}

	@Test
	void aMachineThatReadsTooLittleOrTooMuchDisturbsNoOther() throws IOException {
		byte[] large = new byte[300_000];
		new Random(1).nextBytes(large);
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		new StateHeader(1,
				List.of(new StateSection("a", true, 1), new StateSection("b", true, 2), new StateSection("c", true, 3)))
			.writeTo(target);
		section(target, new byte[0]);
		section(target, large);
		section(target, large);
		section(target, new byte[] { 7 });
		try (StateContent content = new StateContent(reader(target.toByteArray()))) {
			assertThat(content.sections()).extracting(StateSection::machine).containsExactly("a", "b", "c");
			try (InputStream first = content.nextState()) {
				assertThat(first.readNBytes(70_000)).isEqualTo(Arrays.copyOf(large, 70_000));
			}
			try (InputStream second = content.nextState()) {
				assertThat(second.readAllBytes()).isEqualTo(large);
				assertThat(second.read()).isEqualTo(-1);
			}
			try (InputStream third = content.nextState()) {
				assertThat(third.read()).isEqualTo(7);
				assertThat(third.read()).isEqualTo(-1);
			}
		}
	}

	private static void section(OutputStream target, byte[] bytes) throws IOException {
		try (ChunkedOutput section = new ChunkedOutput(target)) {
			section.write(bytes, 0, bytes.length / 2);
			for (int i = bytes.length / 2; i < bytes.length; i++) {
				section.write(bytes[i]);
			}
		}
	}

	@Test
	void aStateWrittenTooLateIsRefused() throws IOException {
		ChunkedOutput section = new ChunkedOutput(new ByteArrayOutputStream());
		section.close();
		assertThatThrownBy(() -> section.write(1)).isInstanceOf(IOException.class);
		assertThatThrownBy(() -> section.write(new byte[3])).isInstanceOf(IOException.class);
	}

	@Test
	void whatIsNotOfThisVersionOrCutShortIsSaid() throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		new StateHeader(1, List.of(new StateSection("a", true, 1))).writeTo(target);
		section(target, new byte[0]);
		byte[] content = target.toByteArray();
		for (int length = 0; length < content.length; length++) {
			byte[] cut = Arrays.copyOf(content, length);
			assertThatThrownBy(() -> new StateContent(reader(cut))).isInstanceOf(IOException.class);
		}
		byte[] newer = content.clone();
		newer[4] = 2;
		assertThatThrownBy(() -> new StateContent(reader(newer))).hasMessageContaining("version 2");
		byte[] sessions = content.clone();
		sessions[20] = 9;
		assertThatThrownBy(() -> new StateContent(reader(sessions))).hasMessageContaining("Sessions of version 9");
		byte[] other = content.clone();
		other[0] = 0;
		assertThatThrownBy(() -> new StateContent(reader(other))).isInstanceOf(IOException.class);
	}

	@Test
	void aMachineIsResetOnlyIfTheSnapshotHasMore() throws IOException {
		RecordingMachine behind = new RecordingMachine();
		RecordingMachine ahead = new RecordingMachine();
		ahead.keptIndex = 8;
		Machines machines = new Machines(Map.of("behind", behind, "ahead", ahead));
		machines.open();
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		new StateHeader(1, List.of(new StateSection("behind", true, 6), new StateSection("ahead", true, 7)))
			.writeTo(target);
		section(target, new byte[0]);
		section(target, "one".getBytes(StandardCharsets.UTF_8));
		section(target, "two".getBytes(StandardCharsets.UTF_8));
		try (StateContent content = new StateContent(reader(target.toByteArray()))) {
			machines.restore(content, 9);
		}
		assertThat(behind.texts()).containsExactly("one");
		assertThat(behind.resets).containsExactly(9L);
		assertThat(ahead.resets).isEmpty();
		assertThat(machines.isUninitialised()).isFalse();
		assertThat(machines.capture(8)).isNull();
		assertThat(machines.capture(9)).isNotNull();
	}

	private static SnapshotReader reader(byte[] content) {
		return new SnapshotReader() {

			@Override
			public SnapshotFile file() {
				throw new UnsupportedOperationException();
			}

			@Override
			public int read(long offset, ByteBuffer target) {
				throw new UnsupportedOperationException();
			}

			@Override
			public InputStream content() {
				return new ByteArrayInputStream(content);
			}

			@Override
			public void close() {
			}

		};
	}

}
