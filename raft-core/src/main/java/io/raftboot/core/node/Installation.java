package io.raftboot.core.node;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot on its way into the state machines. Opened when it became durable, so that
 * it can still be read if a newer one follows at once.
 */
final class Installation implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Installation.class);

	private final SnapshotReader reader;

	private final @Nullable NodeId from;

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	/**
	 * Takes the reader over.
	 * @param from who sent it, null at a start
	 */
	Installation(SnapshotReader reader, @Nullable NodeId from) {
		this.reader = reader;
		this.from = from;
	}

	SnapshotFile file() {
		return this.reader.file();
	}

	long index() {
		return file().meta().index();
	}

	@Nullable NodeId from() {
		return this.from;
	}

	/**
	 * Begins to read it, on the applier.
	 * @param stopping whether reading on is for nothing
	 */
	StateContent content(BooleanSupplier stopping) throws IOException {
		return new StateContent(this.reader, stopping);
	}

	void installed() {
		this.done.complete(null);
	}

	void failed(Throwable failure) {
		this.done.completeExceptionally(failure);
	}

	/** Ends when the applier has it. */
	CompletableFuture<Void> done() {
		return this.done;
	}

	@Override
	public void close() {
		try {
			this.reader.close();
		}
		catch (IOException ex) {
			logger.warn("A snapshot could not be closed", ex);
		}
	}

}
