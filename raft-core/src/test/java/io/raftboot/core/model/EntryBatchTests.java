package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EntryBatchTests {

	@Test
	void givesBackWhatWasPutIn() {
		EntryBatch batch = batch(7, 3, "one", "", "three33");
		assertThat(batch.firstIndex()).isEqualTo(7);
		assertThat(batch.lastIndex()).isEqualTo(9);
		assertThat(batch.firstTerm()).isEqualTo(3);
		EntryCursor cursor = batch.cursor();
		for (String text : List.of("one", "", "three33")) {
			assertThat(cursor.next()).isTrue();
			assertThat(text(cursor)).isEqualTo(text);
			assertThat(cursor.type()).isEqualTo(EntryType.COMMAND);
			assertThat(cursor.term()).isEqualTo(3);
		}
		assertThat(cursor.index()).isEqualTo(9);
		assertThat(cursor.next()).isFalse();
	}

	@Test
	void entriesAreAlignedToEightBytes() {
		assertThat(EntryLayout.entryBytes(0)).isEqualTo(24);
		assertThat(EntryLayout.entryBytes(1)).isEqualTo(32);
		assertThat(EntryLayout.entryBytes(8)).isEqualTo(32);
		assertThat(batch(1, 1, "abc").byteSize()).isEqualTo(32);
	}

	@Test
	void rangesShareTheBytesAndConcatPutsThemTogether() {
		EntryBatch batch = batch(1, 1, "a", "b", "c", "d");
		assertThat(batch.range(1, 4)).isSameAs(batch);
		EntryBatch middle = batch.range(2, 3);
		assertThat(text(middle.cursor(), 2)).isEqualTo("b");
		assertThat(middle.count()).isEqualTo(2);
		assertThat(batch.from(5).isEmpty()).isTrue();
		EntryBatch all = EntryBatch.concat(List.of(batch.upTo(2), batch.from(3)));
		assertThat(all.bytes()).isEqualTo(batch.bytes());
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.range(0, 2));
	}

	@Test
	void knowsWhetherAConfigurationIsInside() {
		EntryBatch configuration = EntryBatchBuilder.single(3, 1, EntryType.CONFIGURATION, ByteBuffer.allocate(1));
		assertThat(EntryBatch.concat(List.of(batch(1, 1, "a", "b"), configuration)).hasConfiguration()).isTrue();
		assertThat(EntryBatch.concat(List.of(batch(1, 1, "a", "b"), configuration)).upTo(2).hasConfiguration())
			.isFalse();
	}

	/** One flipped bit anywhere in the bytes is noticed. */
	@Test
	void everyFlippedBitIsNoticed() {
		EntryBatch batch = batch(5, 2, "payload one", "payload 2");
		byte[] bytes = new byte[batch.byteSize()];
		batch.bytes().get(bytes);
		assertThat(EntryBatch.verified(ByteBuffer.wrap(bytes.clone()), 5, 2).lastTerm()).isEqualTo(2);
		int unnoticed = 0;
		for (int bit = 0; bit < bytes.length * 8; bit++) {
			byte[] damaged = bytes.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			try {
				EntryBatch.verified(ByteBuffer.wrap(damaged), 5, 2);
				unnoticed++;
			}
			catch (DamagedEntryException ex) {
				assertThat(ex.index()).isBetween(5L, 6L);
			}
		}
		assertThat(unnoticed).isZero();
	}

	@Test
	void anEntryIsNotTakenForOneOfAnotherIndex() {
		EntryBatch batch = batch(5, 2, "a");
		assertThatExceptionOfType(DamagedEntryException.class)
			.isThrownBy(() -> EntryBatch.verified(batch.bytes(), 6, 1))
			.withMessageContaining("checksum");
	}

	@Test
	void lengthsThatLieAreRefusedBeforeTheyAreUsed() {
		EntryBatch batch = batch(1, 1, "abc");
		for (int payloadBytes : new int[] { -1, 9, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			byte[] bytes = new byte[batch.byteSize()];
			batch.bytes().get(bytes);
			ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, payloadBytes);
			assertThatExceptionOfType(DamagedEntryException.class)
				.isThrownBy(() -> EntryBatch.verified(ByteBuffer.wrap(bytes), 1, 1));
		}
		assertThatExceptionOfType(DamagedEntryException.class)
			.isThrownBy(() -> EntryBatch.verified(batch.bytes(), 1, 2));
		assertThatExceptionOfType(DamagedEntryException.class)
			.isThrownBy(() -> EntryBatch.verified(batch(1, 1, "abc", "d").bytes(), 1, 1))
			.withMessageContaining("behind the last entry");
	}

	@Test
	void termsThatFallAreRefused() {
		EntryBatch falling = EntryBatch.concat(List.of(batch(1, 5, "a"), batch(2, 4, "b")));
		assertThatExceptionOfType(DamagedEntryException.class)
			.isThrownBy(() -> EntryBatch.verified(falling.bytes(), 1, 2))
			.withMessageContaining("term 4 after term 5");
	}

	private static EntryBatch batch(long firstIndex, long term, String... texts) {
		int bytes = 0;
		for (String text : texts) {
			bytes += EntryLayout.entryBytes(text.length());
		}
		EntryBatchBuilder builder = new EntryBatchBuilder(firstIndex, term, bytes);
		for (String text : texts) {
			builder.add(EntryType.COMMAND, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
		}
		return builder.build();
	}

	private static String text(EntryCursor cursor, long index) {
		cursor.seek(index);
		return text(cursor);
	}

	private static String text(EntryCursor cursor) {
		return StandardCharsets.UTF_8.decode(cursor.payload()).toString();
	}

}
