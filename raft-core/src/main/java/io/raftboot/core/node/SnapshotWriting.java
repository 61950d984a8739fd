package io.raftboot.core.node;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.SnapshotWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a captured state and has the machines make durable what it covers; on the
 * snapshot thread.
 */
final class SnapshotWriting implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotWriting.class);

	private final SnapshotStore store;

	private final Machines machines;

	private final SnapshotMeta meta;

	private final SnapshotCapture capture;

	private final int retained;

	private final BooleanSupplier stopping;

	private final Consumer<Outcome> report;

	SnapshotWriting(SnapshotStore store, Machines machines, SnapshotMeta meta, SnapshotCapture capture, int retained,
			BooleanSupplier stopping, Consumer<Outcome> report) {
		this.store = store;
		this.machines = machines;
		this.meta = meta;
		this.capture = capture;
		this.retained = retained;
		this.stopping = stopping;
		this.report = report;
	}

	@Override
	public void run() {
		SnapshotFile file;
		try {
			file = write();
		}
		catch (Throwable ex) {
			this.report.accept(new Outcome(null, ex));
			return;
		}
		Throwable notDurable = makeDurable();
		retain(this.store, this.retained);
		this.report.accept(new Outcome(file, notDurable));
	}

	private SnapshotFile write() throws IOException {
		try (this.capture; SnapshotWriter writer = this.store.write(this.meta)) {
			this.capture.writeTo(writer.content(), this.stopping);
			return writer.commit();
		}
	}

	private @Nullable Throwable makeDurable() {
		try {
			for (Machine machine : this.machines.all()) {
				machine.stateMachine.makeDurable(this.meta.index());
			}
			this.machines.answersObsolete(this.meta.index());
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	/** Old snapshots that stay cost room, no more. */
	static void retain(SnapshotStore store, int count) {
		try {
			store.retain(count);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Old snapshots could not be deleted", ex);
		}
	}

	/**
	 * What came of it.
	 *
	 * @param file the snapshot, null if it was not written
	 * @param failure why it was not written; or, with a file, why a machine could not
	 * make its own data durable
	 */
	record Outcome(@Nullable SnapshotFile file, @Nullable Throwable failure) {
	}

}
