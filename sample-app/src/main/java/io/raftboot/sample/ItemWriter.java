package io.raftboot.sample;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes items as a stream: magic number and version, then each item behind a byte 1,
 * then a byte 0 and the number of items. Texts are UTF-8 behind their length.
 */
final class ItemWriter {

	static final int MAGIC = 0x52424B56;

	static final int VERSION = 1;

	static final int END = 0;

	static final int ITEM = 1;

	static final int TEXT = 0;

	static final int LIST = 1;

	private final DataOutputStream target;

	private long count;

	ItemWriter(OutputStream target) throws IOException {
		this.target = new DataOutputStream(new BufferedOutputStream(target));
		this.target.writeInt(MAGIC);
		this.target.writeByte(VERSION);
	}

	void write(Item item) throws IOException {
		this.target.writeByte(ITEM);
		writeText(item.key());
		this.target.writeLong(item.revision());
		String text = item.value().text();
		List<String> items = item.value().items();
		if (text != null) {
			this.target.writeByte(TEXT);
			writeText(text);
		}
		else if (items != null) {
			this.target.writeByte(LIST);
			this.target.writeInt(items.size());
			for (String element : items) {
				writeText(element);
			}
		}
		this.count++;
	}

	/** Writes the end; does not close the stream. */
	void end() throws IOException {
		this.target.writeByte(END);
		this.target.writeLong(this.count);
		this.target.flush();
	}

	private void writeText(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.target.writeInt(bytes.length);
		this.target.write(bytes);
	}

}
