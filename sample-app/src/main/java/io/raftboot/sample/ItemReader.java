package io.raftboot.sample;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Reads what {@link ItemWriter} wrote. */
final class ItemReader {

	private final DataInputStream source;

	private long count;

	ItemReader(InputStream source) throws IOException {
		this.source = new DataInputStream(new BufferedInputStream(source));
		int magic = this.source.readInt();
		int version = this.source.readUnsignedByte();
		if (magic != ItemWriter.MAGIC) {
			throw new IOException("Not a stream of items: it begins with %08x".formatted(magic));
		}
		if (version != ItemWriter.VERSION) {
			throw new IOException(
					"A stream of items of version " + version + ", this version reads " + ItemWriter.VERSION + " only");
		}
	}

	/**
	 * The next item, null at the end.
	 * @throws IOException if the stream ends before its end or is not what was written
	 */
	@Nullable Item read() throws IOException {
		int kind = this.source.readUnsignedByte();
		if (kind == ItemWriter.END) {
			long expected = this.source.readLong();
			if (expected != this.count) {
				throw new IOException("Read " + this.count + " items, written were " + expected);
			}
			return null;
		}
		if (kind != ItemWriter.ITEM) {
			throw new IOException("Neither an item nor the end: " + kind);
		}
		this.count++;
		String key = readText();
		long revision = this.source.readLong();
		return new Item(key, readValue(), revision);
	}

	private Value readValue() throws IOException {
		int kind = this.source.readUnsignedByte();
		if (kind == ItemWriter.TEXT) {
			return Value.text(readText());
		}
		if (kind != ItemWriter.LIST) {
			throw new IOException("Neither a text nor a list: " + kind);
		}
		int size = this.source.readInt();
		List<String> items = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			items.add(readText());
		}
		return Value.list(items);
	}

	private String readText() throws IOException {
		int length = this.source.readInt();
		if (length < 0) {
			throw new IOException("A text of " + length + " bytes");
		}
		byte[] bytes = this.source.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The stream ends inside a text");
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
