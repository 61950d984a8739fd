package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.zaxxer.hikari.HikariDataSource;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.sample.StoreOpenException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class H2KeyValueStoreTests extends KeyValueStoreTests {

	@TempDir
	Path dataDirectory;

	private HikariDataSource dataSource;

	private Path file() {
		return H2Database.file(this.dataDirectory);
	}

	@Override
	KeyValueStore open() {
		this.dataSource = H2Database.open(file());
		return new H2KeyValueStore(this.dataSource);
	}

	@AfterEach
	void close() {
		this.dataSource.close();
	}

	/** What a process that dies leaves behind. */
	private void crash() {
		new JdbcTemplate(this.dataSource).execute("SHUTDOWN IMMEDIATELY");
	}

	private void reopen() {
		close();
		this.store = open();
	}

	@Test
	void keepsItemsAndAppliedIndexThroughARestart() {
		Item list = new Item("l", Value.list(List.of("x", "y")), 6);
		commit(5, text("a", "1", 5));
		commit(6, list);
		reopen();
		assertThat(this.store.appliedIndex()).isEqualTo(6);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 5));
		assertThat(this.store.find("l")).isEqualTo(list);
	}

	@Test
	void keepsNothingOfARunThatDidNotEnd() {
		commit(5, text("a", "1", 5));
		reopen();
		this.store.begin();
		put(text("a", "2", 6));
		put(text("b", "2", 6));
		crash();
		reopen();
		assertThat(this.store.appliedIndex()).isEqualTo(5);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 5));
		assertThat(this.store.find("b")).isNull();
	}

	@Test
	void afterACrashTheAppliedIndexTellsWhatIsThere() {
		commit(5, text("a", "1", 5));
		crash();
		reopen();
		// H2 does not promise that a commit is there, only that it is whole
		Item expected = (this.store.appliedIndex() == 5) ? text("a", "1", 5) : null;
		assertThat(this.store.find("a")).isEqualTo(expected);
	}

	@Test
	void answersAreKeptWithTheirRunOrNotAtAll() throws IOException {
		this.store.begin();
		this.store.answers().keep(5, new byte[] { 1, 2 }, 0);
		this.store.end(5);
		this.store.begin();
		this.store.answers().keep(6, new byte[] { 3 }, 0);
		crash();
		reopen();
		assertThat(this.store.answers().kept()).hasSize((this.store.appliedIndex() == 5) ? 1 : 0);
		this.store.begin();
		this.store.answers().keep(7, new byte[] { 4 }, 5);
		this.store.end(7);
		reopen();
		assertThat(this.store.answers().kept()).containsExactly(new byte[] { 4 });
		this.store.replaceAll(9, reader(written(this.store.snapshot())));
		assertThat(this.store.answers().kept()).isEmpty();
	}

	@Test
	void aRunWithoutChangesMovesTheAppliedIndex() {
		this.store.begin();
		this.store.end(9);
		reopen();
		assertThat(this.store.appliedIndex()).isEqualTo(9);
	}

	@Test
	void aReplacedStateKeepsItsIndex() throws IOException {
		commit(5, text("a", "1", 5));
		byte[] bytes = written(this.store.snapshot());
		commit(9, text("a", "2", 9));
		this.store.replaceAll(5, reader(bytes));
		reopen();
		assertThat(this.store.appliedIndex()).isEqualTo(5);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 5));
	}

	@Test
	void aMissingFileBeginsAtZero() throws IOException {
		commit(5, text("a", "1", 5));
		close();
		Files.delete(file());
		this.store = open();
		assertThat(this.store.appliedIndex()).isZero();
		assertThat(this.store.find("a")).isNull();
	}

	@Test
	void anOlderCopyTellsItsOwnIndex() throws IOException {
		commit(5, text("a", "1", 5));
		close();
		Path copy = Files.copy(file(), this.dataDirectory.resolve("copy"));
		this.store = open();
		commit(9, text("a", "2", 9));
		close();
		Files.move(copy, file(), StandardCopyOption.REPLACE_EXISTING);
		this.store = open();
		assertThat(this.store.appliedIndex()).isEqualTo(5);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 5));
	}

	@Test
	void anErrorOfTheDatabaseFailsTheNodeAndEndsTheRun() {
		this.store.begin();
		crash();
		assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> this.store.end(5))
			.withMessageStartingWith("The database failed");
		assertThatIllegalStateException().isThrownBy(() -> this.store.end(5));
	}

	@Test
	void whatWasMadeDurableIsThereAfterACrash() throws IOException {
		commit(5, text("a", "1", 5));
		this.store.makeDurable();
		crash();
		reopen();
		assertThat(this.store.appliedIndex()).isEqualTo(5);
		assertThat(this.store.find("a")).isEqualTo(text("a", "1", 5));
	}

	@Test
	void itIsMadeDurableBetweenRunsOnly() throws Exception {
		this.store.begin();
		put(text("a", "1", 5));
		CompletableFuture<Void> durable = CompletableFuture.runAsync(() -> {
			try {
				this.store.makeDurable();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> durable.get(100, TimeUnit.MILLISECONDS));
		this.store.end(5);
		assertThat(durable).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void aDatabaseThatIsGoneCannotBeMadeDurable() {
		crash();
		assertThatIOException().isThrownBy(() -> this.store.makeDurable());
	}

	@Test
	void aReleasedSnapshotLeavesItsConnectionAsItWas() {
		for (int index = 1; index <= 10; index++) {
			commit(index, text("a", "" + index, index));
			try (Snapshot snapshot = this.store.snapshot()) {
				assertThat(snapshot).isNotNull();
			}
			assertThat(this.store.find("a")).isEqualTo(text("a", "" + index, index));
		}
	}

	@Test
	void aFailedCaptureLeavesItsConnectionAsItWas() throws SQLException {
		new JdbcTemplate(this.dataSource).execute("ALTER TABLE item RENAME TO gone");
		assertThatIllegalStateException().isThrownBy(this.store::snapshot);
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
			assertThat(connection.getAutoCommit()).isTrue();
		}
	}

	@Test
	void aDamagedFileIsRefused() throws IOException {
		commit(5, text("a", "1", 5));
		close();
		try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[(int) channel.size()]), 0);
		}
		assertThatExceptionOfType(StoreOpenException.class).isThrownBy(this::open)
			.withMessage("The database file " + file() + " cannot be opened")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNREADABLE));
	}

	@Test
	void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
		Path file = Files.createFile(this.dataDirectory.resolve("file"));
		assertThatExceptionOfType(StoreOpenException.class).isThrownBy(() -> H2Database.open(H2Database.file(file)))
			.withMessageEndingWith("has no usable directory")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.DIRECTORY_UNUSABLE));
	}

}
