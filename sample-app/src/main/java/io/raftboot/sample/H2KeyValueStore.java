package io.raftboot.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Keeps the items in an H2 database. The effects of a run of commands and the index of
 * its last log entry are one transaction, so each command touches the database exactly
 * once, whatever happens to the process. A database that is some transactions behind (H2
 * does not force a commit to disk), an older copy and an empty one tell so by their
 * applied index, and the engine replays from there.
 * <p>
 * An error of the database is a failure of this node alone and never the result of a
 * command, hence {@link StateMachineFailedException}.
 */
final class H2KeyValueStore implements KeyValueStore, AnswerKeeper {

	private static final Logger logger = LoggerFactory.getLogger(H2KeyValueStore.class);

	private static final List<String> SCHEMA = List.of(ItemTable.SCHEMA, """
			CREATE TABLE IF NOT EXISTS applied (
				id INTEGER PRIMARY KEY,
				log_index BIGINT NOT NULL)""", """
			INSERT INTO applied (id, log_index)
				SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM applied)""", """
			CREATE TABLE IF NOT EXISTS answer (
				log_index BIGINT PRIMARY KEY,
				answers BINARY LARGE OBJECT NOT NULL)""");

	private static final int QUIET_SECONDS_MAX = 30;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final ItemTable items;

	private final PlatformTransactionManager transactions;

	/**
	 * Held by a run, or by who saves the database: H2 saves one map after the other, so
	 * it could save half of a transaction under way.
	 */
	private final Semaphore quiet = new Semaphore(1, true);

	private @Nullable TransactionStatus run;

	H2KeyValueStore(DataSource dataSource) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.items = new ItemTable(this.jdbc);
		this.transactions = new JdbcTransactionManager(dataSource);
		SCHEMA.forEach(this.jdbc::execute);
	}

	@Override
	public long appliedIndex() {
		Long index = this.jdbc.queryForObject("SELECT log_index FROM applied", Long.class);
		return (index != null) ? index : 0L;
	}

	@Override
	public void begin() {
		if (this.run != null) {
			throw new IllegalStateException("The last run of commands has not ended");
		}
		this.quiet.acquireUninterruptibly();
		try {
			orFail(() -> this.run = this.transactions.getTransaction(TransactionDefinition.withDefaults()));
		}
		finally {
			if (this.run == null) {
				this.quiet.release();
			}
		}
	}

	@Override
	public void end(long lastIndex) {
		orFail(() -> {
			TransactionStatus run = current();
			this.jdbc.update("UPDATE applied SET log_index = ?", lastIndex);
			this.transactions.commit(run);
			this.run = null;
			this.quiet.release();
			return lastIndex;
		});
	}

	@Override
	public <T> T atomically(Supplier<T> command) {
		return orFail(() -> {
			TransactionStatus run = current();
			Object savepoint = run.createSavepoint();
			try {
				return command.get();
			}
			catch (RuntimeException ex) {
				run.rollbackToSavepoint(savepoint);
				throw ex;
			}
			finally {
				run.releaseSavepoint(savepoint);
			}
		});
	}

	private TransactionStatus current() {
		if (this.run == null) {
			throw new IllegalStateException("No run of commands has begun");
		}
		return this.run;
	}

	private <T> T orFail(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (NestedRuntimeException ex) {
			abandon();
			throw new StateMachineFailedException("The database failed: " + ex.getMessage(), ex);
		}
	}

	private void abandon() {
		TransactionStatus run = this.run;
		if (run == null) {
			return;
		}
		this.run = null;
		try {
			if (!run.isCompleted()) {
				this.transactions.rollback(run);
			}
		}
		catch (NestedRuntimeException ex) {
			logger.warn("Cannot roll back either", ex);
		}
		finally {
			this.quiet.release();
		}
	}

	@Override
	public @Nullable Item find(String key) {
		return this.items.find(key);
	}

	@Override
	public void put(Item item) {
		this.items.put(item);
	}

	@Override
	public void remove(String key) {
		this.items.remove(key);
	}

	@Override
	public long digest() {
		return orFail(this.items::digest);
	}

	@Override
	public AnswerKeeper answers() {
		return this;
	}

	@Override
	public void keep(long lastIndex, byte[] answers, long obsoleteIndex) {
		orFail(() -> {
			this.jdbc.update("DELETE FROM answer WHERE log_index <= ?", obsoleteIndex);
			return this.jdbc.update("INSERT INTO answer (log_index, answers) VALUES (?, ?)", lastIndex, answers);
		});
	}

	@Override
	public List<byte[]> kept() {
		return this.jdbc.query("SELECT answers FROM answer", (row, number) -> row.getBytes(1));
	}

	@Override
	public Snapshot snapshot() {
		return H2Snapshot.capture(this.dataSource);
	}

	@Override
	public void makeDurable() throws IOException {
		try {
			if (!this.quiet.tryAcquire(QUIET_SECONDS_MAX, TimeUnit.SECONDS)) {
				throw new IOException("A run of commands did not end within " + QUIET_SECONDS_MAX + " s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted before the database was forced to disk");
		}
		try {
			this.jdbc.execute("CHECKPOINT SYNC");
		}
		catch (NestedRuntimeException ex) {
			throw new IOException("The database cannot be forced to disk", ex);
		}
		finally {
			this.quiet.release();
		}
	}

	@Override
	public void replaceAll(long index, ItemReader source) throws IOException {
		boolean ownRun = this.run == null;
		if (ownRun) {
			begin();
		}
		try {
			this.items.removeAll();
			for (Item item = source.read(); item != null; item = source.read()) {
				this.items.put(item);
			}
			this.jdbc.update("DELETE FROM answer");
			this.jdbc.update("UPDATE applied SET log_index = ?", index);
		}
		catch (IOException | RuntimeException ex) {
			abandon();
			throw ex;
		}
		if (ownRun) {
			end(index);
		}
	}

}
