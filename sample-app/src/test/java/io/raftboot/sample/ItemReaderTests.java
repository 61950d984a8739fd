package io.raftboot.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ItemReaderTests {

	/** Version 1 as it was first written: must stay readable. */
	private static final String GOLDEN = "52424b56" + "01" //
			+ "01" + "00000001" + "61" + "0000000000000007" + "00" + "00000002" + "c3a4" + "01" + "00000001" + "6c"
			+ "0000000000000008" + "01" + "00000002" + "00000001" + "78" + "00000000" + "00" + "0000000000000002";

	private static final Item TEXT = new Item("a", Value.text("ä"), 7);

	private static final Item LIST = new Item("l", Value.list(List.of("x", "")), 8);

	private static ItemReader reader(String hex) throws IOException {
		return new ItemReader(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
	}

	@Test
	void readsWhatTheFirstVersionWrote() throws IOException {
		ItemReader reader = reader(GOLDEN);
		assertThat(reader.read()).isEqualTo(TEXT);
		assertThat(reader.read()).isEqualTo(LIST);
		assertThat(reader.read()).isNull();
	}

	@Test
	void writesWhatTheFirstVersionWrote() throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		ItemWriter writer = new ItemWriter(target);
		writer.write(TEXT);
		writer.write(LIST);
		writer.end();
		assertThat(HexFormat.of().formatHex(target.toByteArray())).isEqualTo(GOLDEN);
	}

	@Test
	void refusesAnythingElse() {
		assertThatIOException().isThrownBy(() -> reader("0000000001")).withMessageContaining("Not a stream of items");
		assertThatIOException().isThrownBy(() -> reader("52424b5602")).withMessageContaining("version 2");
		assertThatIOException().isThrownBy(() -> reader("52424b5601" + "07").read()).withMessageContaining("7");
		assertThatIOException().isThrownBy(() -> reader("52424b5601" + "01" + "ffffffff").read());
		assertThatIOException().isThrownBy(() -> reader("52424b5601" + "00" + "0000000000000001").read())
			.withMessageContaining("Read 0 items, written were 1");
	}

	@Test
	void everyTruncationIsNoticed() throws IOException {
		for (int length = 0; length < GOLDEN.length(); length += 2) {
			String truncated = GOLDEN.substring(0, length);
			assertThatIOException().isThrownBy(() -> {
				ItemReader reader = reader(truncated);
				reader.read();
				reader.read();
				reader.read();
			});
		}
	}

}
