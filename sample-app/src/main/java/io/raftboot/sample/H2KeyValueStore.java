package io.raftboot.sample;

import java.io.IOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

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
final class H2KeyValueStore implements KeyValueStore {

	private static final Logger logger = LoggerFactory.getLogger(H2KeyValueStore.class);

	static final String SELECT_ITEMS = "SELECT name, text, items, revision FROM item";

	private static final List<String> SCHEMA = List.of("""
			CREATE TABLE IF NOT EXISTS item (
				name CHARACTER VARYING PRIMARY KEY,
				text CHARACTER VARYING,
				items CHARACTER VARYING ARRAY,
				revision BIGINT NOT NULL)""", """
			CREATE TABLE IF NOT EXISTS applied (
				id INTEGER PRIMARY KEY,
				log_index BIGINT NOT NULL)""", """
			INSERT INTO applied (id, log_index)
				SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM applied)""");

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final PlatformTransactionManager transactions;

	private @Nullable TransactionStatus run;

	H2KeyValueStore(DataSource dataSource) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
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
		orFail(() -> this.run = this.transactions.getTransaction(TransactionDefinition.withDefaults()));
	}

	@Override
	public void end(long lastIndex) {
		orFail(() -> {
			TransactionStatus run = current();
			this.jdbc.update("UPDATE applied SET log_index = ?", lastIndex);
			this.transactions.commit(run);
			this.run = null;
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
		this.run = null;
		if (run != null && !run.isCompleted()) {
			try {
				this.transactions.rollback(run);
			}
			catch (NestedRuntimeException ex) {
				logger.warn("Cannot roll back either", ex);
			}
		}
	}

	@Override
	public @Nullable Item find(String key) {
		return this.jdbc.query(SELECT_ITEMS + " WHERE name = ?", (row) -> row.next() ? item(row) : null, key);
	}

	@Override
	public void put(Item item) {
		List<String> items = item.value().items();
		this.jdbc.update("MERGE INTO item (name, text, items, revision) KEY (name) VALUES (?, ?, ?, ?)", item.key(),
				item.value().text(), (items != null) ? items.toArray() : null, item.revision());
	}

	@Override
	public void remove(String key) {
		this.jdbc.update("DELETE FROM item WHERE name = ?", key);
	}

	@Override
	public Snapshot snapshot() {
		return H2Snapshot.capture(this.dataSource);
	}

	@Override
	public void replaceAll(long index, ItemReader items) throws IOException {
		boolean ownRun = this.run == null;
		if (ownRun) {
			begin();
		}
		try {
			this.jdbc.update("DELETE FROM item");
			for (Item item = items.read(); item != null; item = items.read()) {
				put(item);
			}
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

	static Item item(ResultSet row) throws SQLException {
		String text = row.getString(2);
		Value value = (text != null) ? Value.text(text) : Value.list(elements(row.getArray(3)));
		return new Item(row.getString(1), value, row.getLong(4));
	}

	private static List<String> elements(Array array) throws SQLException {
		Object[] elements = (Object[]) array.getArray();
		return List.of(elements).stream().map(String.class::cast).toList();
	}

}
