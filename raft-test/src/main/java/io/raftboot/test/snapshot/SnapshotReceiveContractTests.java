package io.raftboot.test.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.snapshot.DamagedSnapshotException;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every {@link SnapshotStore} must do when it receives a snapshot of another node.
 * Extend it and say how to open one.
 */
public abstract class SnapshotReceiveContractTests {

	private static final int CONTENT_BYTES = 200_000;

	private @Nullable SnapshotStore store;

	private SnapshotFile sent = new SnapshotFile(TestSnapshots.meta(1, 1), 0L, 0, 0L);

	private byte[] bytes = {};

	/**
	 * Opens a store: an empty one at first, the same again after it was closed.
	 */
	protected abstract SnapshotStore open() throws Exception;

	@BeforeEach
	void openNew() throws Exception {
		this.store = open();
		SnapshotStore sender = new MemorySnapshotStore(() -> 1234L);
		this.sent = TestSnapshots.write(sender, 40, CONTENT_BYTES);
		this.bytes = TestSnapshots.bytes(sender, this.sent);
	}

	@AfterEach
	void closeLast() throws Exception {
		store().close();
	}

	@Test
	void aSnapshotIsReceivedInOrder() throws Exception {
		TestSnapshots.write(store(), 30, 100);
		try (SnapshotReceiver receiver = receive()) {
			assertThat(receiver.receivedBytes()).isZero();
			for (int at = 0; at < this.bytes.length; at += 30_000) {
				assertThat(receiver.isComplete()).isFalse();
				ByteBuffer data = ByteBuffer.wrap(this.bytes, at, Math.min(30_000, this.bytes.length - at));
				receiver.write(at, data.asReadOnlyBuffer());
			}
			assertThat(receiver.receivedBytes()).isEqualTo(this.bytes.length);
			assertThat(receiver.isComplete()).isTrue();
			assertThat(newest().meta().index()).as("not before commit").isEqualTo(30);
			assertThat(receiver.commit()).isEqualTo(this.sent);
		}
		assertReceived();
	}

	@Test
	void piecesMayOverlapAndComeTwice() throws Exception {
		try (SnapshotReceiver receiver = receive()) {
			write(receiver, 0, 0);
			write(receiver, 0, 50_000);
			write(receiver, 20_000, 70_000);
			write(receiver, 0, 50_000);
			write(receiver, 70_000, 70_000);
			assertThat(receiver.receivedBytes()).isEqualTo(70_000);
			ByteBuffer data = ByteBuffer.wrap(this.bytes, 0, 70_000);
			receiver.write(0, data);
			assertThat(data.hasRemaining()).isFalse();
			write(receiver, 0, this.bytes.length);
			write(receiver, this.bytes.length - 100, this.bytes.length);
			receiver.commit();
		}
		assertReceived();
	}

	@Test
	void whatWasReceivedIsNotReceivedAgain() throws Exception {
		try (SnapshotReceiver receiver = receive()) {
			write(receiver, 0, 90_000);
		}
		store().retain(1);
		try (SnapshotReceiver receiver = receive()) {
			assertThat(receiver.receivedBytes()).isEqualTo(90_000);
			write(receiver, 90_000, this.bytes.length);
		}
		try (SnapshotReceiver receiver = receive()) {
			assertThat(receiver.isComplete()).isTrue();
			receiver.commit();
		}
		assertReceived();
	}

	@Test
	void anotherSnapshotIsReceivedFromItsStart() throws Exception {
		for (SnapshotFile other : new SnapshotFile[] {
				new SnapshotFile(TestSnapshots.meta(41, 1), this.sent.totalBytes(), this.sent.checksum(), 0),
				new SnapshotFile(TestSnapshots.meta(40, 2), this.sent.totalBytes(), this.sent.checksum(), 0),
				new SnapshotFile(this.sent.meta(), this.sent.totalBytes() + 1, this.sent.checksum(), 0),
				new SnapshotFile(this.sent.meta(), this.sent.totalBytes(), this.sent.checksum() + 1, 0) }) {
			try (SnapshotReceiver receiver = receive()) {
				assertThat(receiver.receivedBytes()).isZero();
				write(receiver, 0, 90_000);
			}
			try (SnapshotReceiver receiver = TestSnapshots.receive(store(), other)) {
				assertThat(receiver.receivedBytes()).isZero();
			}
		}
	}

	@Test
	void whatWasReceivedIsForgottenWhenTheStoreCloses() throws Exception {
		try (SnapshotReceiver receiver = receive()) {
			write(receiver, 0, 90_000);
		}
		reopen();
		SnapshotReceiver receiver = receive();
		assertThat(receiver.receivedBytes()).isZero();
		write(receiver, 0, 90_000);
		reopen();
		receiver.close();
		assertThat(store().newest()).isNull();
		receiveAll();
		assertReceived();
	}

	@Test
	void aSnapshotThatIsThereStays() throws Exception {
		receiveAll();
		assertThat(receiveAll()).isEqualTo(this.sent);
		assertReceived();
		SnapshotFile own = TestSnapshots.write(store(), 50, CONTENT_BYTES);
		SnapshotStore sender = new MemorySnapshotStore(() -> 4321L);
		this.sent = TestSnapshots.write(sender, 50, CONTENT_BYTES);
		this.bytes = TestSnapshots.bytes(sender, this.sent);
		assertThat(receiveAll()).isEqualTo(own);
		assertThat(newest()).isEqualTo(own);
		assertThat(TestSnapshots.read(store(), own)).isEqualTo(TestSnapshots.content(50, CONTENT_BYTES));
	}

	@Test
	void anOlderSnapshotDoesNotBecomeTheNewest() throws Exception {
		SnapshotFile newer = TestSnapshots.write(store(), 60, 100);
		assertThat(receiveAll()).isEqualTo(this.sent);
		assertThat(newest()).isEqualTo(newer);
		assertThat(TestSnapshots.read(store(), this.sent)).isEqualTo(TestSnapshots.content(40, CONTENT_BYTES));
	}

	@Test
	void damageOnTheWayIsFound() throws Exception {
		TestSnapshots.write(store(), 30, 100);
		for (int offset : new int[] { 0, 4, 20, 100, 250, 70_000, this.bytes.length - 1 }) {
			this.bytes[offset] ^= 4;
			assertDamaged(this.sent);
			this.bytes[offset] ^= 4;
		}
		receiveAll();
		assertReceived();
	}

	@Test
	void aSnapshotThatIsNotTheOneAnnouncedIsRefused() throws Exception {
		TestSnapshots.write(store(), 30, 100);
		long totalBytes = this.sent.totalBytes();
		int checksum = this.sent.checksum();
		assertDamaged(new SnapshotFile(this.sent.meta(), totalBytes, checksum + 1, 0));
		assertDamaged(new SnapshotFile(TestSnapshots.meta(41, 1), totalBytes, checksum, 0));
		assertDamaged(new SnapshotFile(TestSnapshots.meta(40, 2), totalBytes, checksum, 0));
	}

	@Test
	void aSnapshotThatIsCutShortIsRefused() throws Exception {
		TestSnapshots.write(store(), 30, 100);
		int length = this.bytes.length;
		for (int totalBytes : new int[] { length - 1, length - 15, length - 16, 70_000, 100, 33 }) {
			SnapshotFile cut = new SnapshotFile(this.sent.meta(), totalBytes, this.sent.checksum(), 0);
			SnapshotReceiver receiver = TestSnapshots.receive(store(), cut);
			write(receiver, 0, totalBytes);
			assertThatExceptionOfType(DamagedSnapshotException.class).isThrownBy(receiver::commit)
				.withMessageContaining("offset");
		}
		assertThat(newest().meta().index()).isEqualTo(30);
	}

	@Test
	void nothingIncompleteIsCommitted() throws Exception {
		try (SnapshotReceiver receiver = receive()) {
			write(receiver, 0, this.bytes.length - 1);
			assertThatIllegalStateException().isThrownBy(receiver::commit);
			write(receiver, this.bytes.length - 1, this.bytes.length);
			receiver.commit();
			assertThatIOException().isThrownBy(receiver::commit);
			assertThatIOException().isThrownBy(() -> write(receiver, 0, 1));
		}
		assertReceived();
	}

	@Test
	void mistakesAreRefusedAndHarmNothing() throws Exception {
		long max = Long.MAX_VALUE;
		assertThatIllegalArgumentException().isThrownBy(() -> store().receive(0, 1, 1000, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> store().receive(1, 0, 1000, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> store().receive(-1, -1, 1000, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> store().receive(1, 1, -1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> store().receive(1, 1, 10, 0));
		try (SnapshotReceiver receiver = receive()) {
			assertThatIllegalStateException().isThrownBy(this::receive);
			write(receiver, 0, 100);
			ByteBuffer data = ByteBuffer.allocate(10);
			assertThatIllegalArgumentException().as("gap").isThrownBy(() -> receiver.write(101, data));
			assertThatIllegalArgumentException().as("negative").isThrownBy(() -> receiver.write(-1, data));
			assertThatIllegalArgumentException().as("beyond").isThrownBy(() -> receiver.write(max, data));
			assertThat(data.remaining()).isEqualTo(10);
			ByteBuffer tooMuch = ByteBuffer.allocate(this.bytes.length);
			assertThatIllegalArgumentException().as("too much").isThrownBy(() -> receiver.write(1, tooMuch));
			write(receiver, 100, this.bytes.length);
			assertThatIllegalArgumentException().isThrownBy(() -> receiver.write(this.bytes.length, data));
			receiver.commit();
		}
		assertReceived();
	}

	private void assertDamaged(SnapshotFile announced) throws IOException {
		SnapshotFile before = newest();
		try (SnapshotReceiver receiver = TestSnapshots.receive(store(), announced)) {
			assertThat(receiver.receivedBytes()).isZero();
			write(receiver, 0, this.bytes.length);
			assertThatExceptionOfType(DamagedSnapshotException.class).isThrownBy(receiver::commit);
			assertThatIOException().isThrownBy(receiver::commit);
		}
		assertThat(newest()).isEqualTo(before);
		try (SnapshotReceiver receiver = TestSnapshots.receive(store(), announced)) {
			assertThat(receiver.receivedBytes()).as("gone").isZero();
		}
	}

	private void assertReceived() throws Exception {
		for (int i = 0; i < 2; i++) {
			assertThat(newest()).isEqualTo(this.sent);
			assertThat(TestSnapshots.bytes(store(), newest())).isEqualTo(this.bytes);
			assertThat(TestSnapshots.read(store(), newest())).isEqualTo(TestSnapshots.content(40, CONTENT_BYTES));
			reopen();
		}
	}

	private SnapshotReceiver receive() throws IOException {
		return TestSnapshots.receive(store(), this.sent);
	}

	private SnapshotFile receiveAll() throws IOException {
		try (SnapshotReceiver receiver = receive()) {
			write(receiver, 0, this.bytes.length);
			return receiver.commit();
		}
	}

	private void write(SnapshotReceiver receiver, int from, int to) throws IOException {
		receiver.write(from, ByteBuffer.wrap(this.bytes, from, to - from));
	}

	private void reopen() throws Exception {
		store().close();
		this.store = open();
	}

	private SnapshotFile newest() {
		SnapshotFile newest = store().newest();
		assertThat(newest).isNotNull();
		return newest;
	}

	private SnapshotStore store() {
		SnapshotStore store = this.store;
		assertThat(store).isNotNull();
		return store;
	}

}
