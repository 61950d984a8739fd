package io.raftboot.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.raftboot.core.statemachine.Snapshot;
import org.h2.engine.Constants;

/**
 * The items of the database at one moment: a transaction of isolation level SNAPSHOT that
 * stays open until the items are written.
 */
final class H2Snapshot implements Snapshot {

	private final Connection connection;

	private H2Snapshot(Connection connection) {
		this.connection = connection;
	}

	static Snapshot capture(DataSource dataSource) {
		try {
			Connection connection = dataSource.getConnection();
			try (Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				// Not by SQL: the pool resets what it is told of.
				connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
				// The first statement fixes what the transaction sees.
				statement.execute("SELECT 1 FROM item FETCH FIRST ROW ONLY");
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
			return new H2Snapshot(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot capture the items", ex);
		}
	}

	@Override
	public void writeTo(OutputStream target) throws IOException {
		try {
			ItemWriter writer = new ItemWriter(target);
			ItemTable.write(this.connection, writer);
			writer.end();
		}
		catch (SQLException ex) {
			throw new IOException("Cannot read the items", ex);
		}
	}

	@Override
	public void close() {
		try (this.connection) {
			this.connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot release the captured items", ex);
		}
	}

}
