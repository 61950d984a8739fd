package io.raftboot.sample;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The items in the database. Whatever goes over all of them takes some hundred at a time:
 * H2 would keep every row of a result in memory. Names are never empty.
 */
final class ItemTable {

	static final String SCHEMA = """
			CREATE TABLE IF NOT EXISTS item (
				name CHARACTER VARYING PRIMARY KEY,
				text CHARACTER VARYING,
				items CHARACTER VARYING ARRAY,
				revision BIGINT NOT NULL)""";

	static final int PAGE_ROWS = 100;

	private static final String SELECT = "SELECT name, text, items, revision FROM item";

	private static final String SELECT_PAGE = SELECT + " WHERE name > ? ORDER BY name FETCH FIRST " + PAGE_ROWS
			+ " ROWS ONLY";

	private static final String SELECT_END_OF_PAGE = "SELECT name FROM item WHERE name > ? ORDER BY name OFFSET "
			+ (PAGE_ROWS - 1) + " ROWS FETCH FIRST ROW ONLY";

	private final JdbcTemplate jdbc;

	ItemTable(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Nullable Item find(String name) {
		return this.jdbc.query(SELECT + " WHERE name = ?", (row) -> row.next() ? item(row) : null, name);
	}

	void put(Item item) {
		List<String> items = item.value().items();
		this.jdbc.update("MERGE INTO item (name, text, items, revision) KEY (name) VALUES (?, ?, ?, ?)", item.key(),
				item.value().text(), (items != null) ? items.toArray() : null, item.revision());
	}

	void remove(String name) {
		this.jdbc.update("DELETE FROM item WHERE name = ?", name);
	}

	void removeAll() {
		String last = "";
		for (String end = endOfPage(last); end != null; end = endOfPage(last)) {
			this.jdbc.update("DELETE FROM item WHERE name > ? AND name <= ?", last, end);
			last = end;
		}
		this.jdbc.update("DELETE FROM item WHERE name > ?", last);
	}

	private @Nullable String endOfPage(String last) {
		return this.jdbc.query(SELECT_END_OF_PAGE, (row) -> row.next() ? row.getString(1) : null, last);
	}

	/** The sum of the digests of all items. */
	long digest() {
		long digest = 0L;
		String last = "";
		List<Item> page;
		do {
			page = this.jdbc.query(SELECT_PAGE, (row, number) -> item(row), last);
			for (Item item : page) {
				digest += ItemDigest.of(item);
				last = item.key();
			}
		}
		while (page.size() == PAGE_ROWS);
		return digest;
	}

	/** Writes what the transaction of this connection sees, in the order of the names. */
	static void write(Connection connection, ItemWriter target) throws IOException, SQLException {
		try (PreparedStatement page = connection.prepareStatement(SELECT_PAGE)) {
			String last = "";
			int rows;
			do {
				page.setString(1, last);
				rows = 0;
				try (ResultSet result = page.executeQuery()) {
					while (result.next()) {
						Item item = item(result);
						target.write(item);
						last = item.key();
						rows++;
					}
				}
			}
			while (rows == PAGE_ROWS);
		}
	}

	private static Item item(ResultSet row) throws SQLException {
		String text = row.getString(2);
		Value value = (text != null) ? Value.text(text) : Value.list(elements(row.getArray(3)));
		return new Item(row.getString(1), value, row.getLong(4));
	}

	private static List<String> elements(Array array) throws SQLException {
		Object[] elements = (Object[]) array.getArray();
		return List.of(elements).stream().map(String.class::cast).toList();
	}

}
