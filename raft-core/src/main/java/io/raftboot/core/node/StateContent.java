package io.raftboot.core.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.raftboot.core.snapshot.SnapshotReader;

/**
 * The content of a snapshot being read: its header, then the bytes of one machine after
 * the other.
 */
final class StateContent implements Closeable {

	private final SnapshotReader reader;

	private final InputStream source;

	private final StateHeader header;

	private final byte[] sessions;

	/** Takes the reader over and closes it in the end. */
	StateContent(SnapshotReader reader) throws IOException {
		this(reader, () -> false);
	}

	/**
	 * Takes the reader over and closes it in the end.
	 * @param stopping asked now and then whether reading on is for nothing
	 */
	StateContent(SnapshotReader reader, BooleanSupplier stopping) throws IOException {
		this.reader = reader;
		try {
			this.source = new StoppableInput(reader.content(), stopping);
			this.header = StateHeader.readFrom(this.source);
			try (InputStream section = new ChunkedInput(this.source)) {
				this.sessions = section.readAllBytes();
			}
		}
		catch (IOException | RuntimeException ex) {
			reader.close();
			throw ex;
		}
	}

	long timeMillis() {
		return this.header.timeMillis();
	}

	/** The table of sessions as it was encoded, empty where there was none. */
	byte[] sessions() {
		return this.sessions;
	}

	List<StateSection> sections() {
		return this.header.sections();
	}

	/**
	 * The bytes of the next machine, in the order of {@link #sections}; to be closed
	 * before the next is asked for.
	 */
	InputStream nextState() {
		return new ChunkedInput(this.source);
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
