package io.raftboot.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.raftboot.core.statemachine.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What every store keeps to. */
abstract class KeyValueStoreTests {

	KeyValueStore store;

	abstract KeyValueStore open();

	@BeforeEach
	void openStore() {
		this.store = open();
	}

	static Item text(String key, String text, long revision) {
		return new Item(key, Value.text(text), revision);
	}

	void commit(long index, Item... items) {
		this.store.begin();
		for (Item item : items) {
			put(item);
		}
		this.store.end(index);
	}

	void put(Item item) {
		this.store.atomically(() -> {
			this.store.put(item);
			return "";
		});
	}

	static byte[] written(Snapshot snapshot) throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		try (snapshot) {
			snapshot.writeTo(target);
		}
		return target.toByteArray();
	}

	/** Does not end before something was committed meanwhile. */
	private static byte[] written(Snapshot snapshot, CountDownLatch committed) throws Exception {
		byte[] written = written(snapshot);
		committed.await();
		return written;
	}

	static ItemReader reader(byte[] bytes) throws IOException {
		return new ItemReader(new ByteArrayInputStream(bytes));
	}

	@Test
	void beginsEmpty() {
		assertThat(this.store.appliedIndex()).isZero();
		assertThat(this.store.find("a")).isNull();
	}

	@Test
	void keepsTextsAndLists() {
		Item list = new Item("l", Value.list(List.of("x", "", "y", "x")), 7);
		Item strange = text("s", "\u0000'\"\\ \uD83D\uDE00 ä\n", 7);
		commit(7, text("a", "1", 7), text("empty", "", 7), list, strange);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 7));
		assertThat(this.store.find("empty")).isEqualTo(text("empty", "", 7));
		assertThat(this.store.find("l")).isEqualTo(list);
		assertThat(this.store.find("s")).isEqualTo(strange);
	}

	@Test
	void keepsTheLargestValues() {
		Item longText = text("t", "€".repeat(Limits.TEXT_CHARS_MAX), 1);
		String[] elements = new String[Limits.LIST_ELEMENTS_MAX];
		Arrays.fill(elements, "12345678901234567890123456");
		Item longList = new Item("l", Value.list(List.of(elements)), 1);
		commit(1, longText, longList);
		assertThat(this.store.find("t")).isEqualTo(longText);
		assertThat(this.store.find("l")).isEqualTo(longList);
	}

	@Test
	void replacesOneKindByTheOther() {
		Item list = new Item("a", Value.list(List.of("x")), 2);
		commit(1, text("a", "1", 1));
		commit(2, list);
		assertThat(this.store.find("a")).isEqualTo(list);
		commit(3, text("a", "2", 3));
		assertThat(this.store.find("a")).isEqualTo(text("a", "2", 3));
	}

	@Test
	void removes() {
		commit(1, text("a", "1", 1), text("b", "1", 1));
		this.store.begin();
		this.store.remove("a");
		this.store.remove("never-there");
		this.store.end(2);
		assertThat(this.store.find("a")).isNull();
		assertThat(this.store.find("b")).isNotNull();
	}

	@Test
	void aRunSeesItsOwnWrites() {
		this.store.begin();
		put(text("a", "1", 1));
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 1));
		this.store.end(1);
	}

	@Test
	void anExceptionUndoesThatCommandOnly() {
		commit(1, text("kept", "old", 1), text("removed", "old", 1));
		this.store.begin();
		put(text("first", "1", 2));
		assertThatIllegalStateException().isThrownBy(() -> this.store.atomically(() -> {
			this.store.put(text("kept", "new", 3));
			this.store.put(text("kept", "newer", 3));
			this.store.put(text("added", "new", 3));
			this.store.remove("removed");
			this.store.remove("first");
			throw new IllegalStateException("of the command");
		})).withMessage("of the command");
		put(text("last", "1", 4));
		this.store.end(4);
		assertThat(this.store.find("kept")).isEqualTo(text("kept", "old", 1));
		assertThat(this.store.find("removed")).isEqualTo(text("removed", "old", 1));
		assertThat(this.store.find("added")).isNull();
		assertThat(this.store.find("first")).isEqualTo(text("first", "1", 2));
		assertThat(this.store.find("last")).isEqualTo(text("last", "1", 4));
	}

	@Test
	void theDigestIsThatOfTheItemsWhateverLedToThem() throws IOException {
		assertThat(this.store.digest()).isZero();
		commit(1, text("a", "1", 1), new Item("l", Value.list(List.of("x", "y")), 1), text("gone", "1", 1));
		long digest = this.store.digest();
		commit(2, text("a", "2", 2));
		assertThat(this.store.digest()).isNotEqualTo(digest);
		this.store.begin();
		assertThatIllegalStateException().isThrownBy(() -> this.store.atomically(() -> {
			this.store.put(text("b", "2", 3));
			this.store.remove("a");
			throw new IllegalStateException("of the command");
		}));
		put(text("a", "1", 1));
		this.store.end(4);
		assertThat(this.store.digest()).isEqualTo(digest);
		byte[] bytes = written(this.store.snapshot());
		commit(5, text("c", "2", 5));
		this.store.replaceAll(6, reader(bytes));
		assertThat(this.store.digest()).isEqualTo(digest);
		MemoryKeyValueStore other = new MemoryKeyValueStore();
		other.replaceAll(6, reader(bytes));
		assertThat(other.digest()).isEqualTo(digest);
		this.store.begin();
		this.store.remove("gone");
		this.store.end(7);
		assertThat(this.store.digest()).isNotEqualTo(digest);
	}

	@Test
	void aSnapshotShowsTheMomentOfItsCapture() throws IOException {
		commit(1, text("a", "1", 1), new Item("l", Value.list(List.of("x", "y")), 1));
		Snapshot snapshot = this.store.snapshot();
		commit(2, text("a", "2", 2), text("b", "2", 2));
		byte[] bytes = written(snapshot);
		ItemReader reader = reader(bytes);
		assertThat(reader.read()).isEqualTo(text("a", "1", 1));
		assertThat(reader.read()).isEqualTo(new Item("l", Value.list(List.of("x", "y")), 1));
		assertThat(reader.read()).isNull();
		assertThat(this.store.find("a")).isEqualTo(text("a", "2", 2));
	}

	@Test
	void aSnapshotReplacesEverything() throws IOException {
		commit(1, text("a", "1", 1), text("b", "1", 1));
		byte[] bytes = written(this.store.snapshot());
		commit(2, text("a", "2", 2), text("c", "2", 2));
		this.store.replaceAll(1, reader(bytes));
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 1));
		assertThat(this.store.find("b")).isEqualTo(text("b", "1", 1));
		assertThat(this.store.find("c")).isNull();
		assertThat(written(this.store.snapshot())).isEqualTo(bytes);
	}

	@Test
	void aSnapshotReplacesEverythingWithinARun() throws IOException {
		commit(1, text("a", "1", 1));
		byte[] bytes = written(this.store.snapshot());
		this.store.begin();
		put(text("b", "2", 2));
		this.store.replaceAll(3, reader(bytes));
		put(text("c", "4", 4));
		this.store.end(4);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 1));
		assertThat(this.store.find("b")).isNull();
		assertThat(this.store.find("c")).isEqualTo(text("c", "4", 4));
	}

	@Test
	void aBrokenSnapshotChangesNothing() throws IOException {
		commit(1, text("a", "1", 1), text("b", "1", 1));
		byte[] bytes = written(this.store.snapshot());
		commit(2, text("a", "2", 2));
		ItemReader broken = reader(Arrays.copyOf(bytes, bytes.length - 12));
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> this.store.replaceAll(1, broken));
		assertThat(this.store.find("a")).isEqualTo(text("a", "2", 2));
		commit(3, text("a", "3", 3));
		assertThat(this.store.find("a")).isEqualTo(text("a", "3", 3));
	}

	@Test
	void aStateMovesWhileCommitsGoOn() throws Exception {
		moveWhileCommitsGoOn(5_000);
	}

	@Test
	@Tag("long")
	void aLargeStateMovesWhileCommitsGoOn() throws Exception {
		moveWhileCommitsGoOn(100_000);
	}

	private void moveWhileCommitsGoOn(int keys) throws Exception {
		fill(keys);
		byte[] expected = written(this.store.snapshot());
		Snapshot snapshot = this.store.snapshot();
		CountDownLatch committed = new CountDownLatch(1);
		CompletableFuture<byte[]> writing = CompletableFuture
			.supplyAsync(() -> unchecked(() -> written(snapshot, committed)));
		long index = keys;
		while (!writing.isDone()) {
			index++;
			commit(index, text(key((int) (index * 31 % keys)), "later", index), text("new-" + index, "later", index));
			this.store.begin();
			this.store.remove(key((int) (index * 17 % keys)));
			this.store.end(index);
			this.store.makeDurable();
			committed.countDown();
		}
		assertThat(index).isGreaterThan(keys);
		assertThat(writing.get()).isEqualTo(expected);
		this.store.replaceAll(keys, reader(expected));
		assertThat(written(this.store.snapshot())).isEqualTo(expected);
	}

	private void fill(int keys) {
		for (int first = 0; first < keys; first += 1000) {
			Item[] items = new Item[1000];
			for (int i = 0; i < items.length; i++) {
				items[i] = text(key(first + i), "value of key " + (first + i), 1);
			}
			commit(first + items.length, items);
		}
	}

	private static String key(int number) {
		return "k" + number;
	}

	private static <T> T unchecked(Callable<T> work) {
		try {
			return work.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
