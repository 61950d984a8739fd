package io.raftboot.core.log;

import java.io.IOException;

/**
 * Log and meta in memory, for tests: everything lives as long as this object, through any
 * number of {@link #close} and {@link #reopen}. Forcing costs nothing and means nothing.
 */
public final class MemoryStorage implements Storage {

	private final MemoryLog log;

	private final MetaStore meta = new MemoryMeta();

	private volatile Meta current;

	private volatile boolean closed;

	public MemoryStorage(Meta initial) {
		this.current = initial.withCleanShutdown(false);
		this.log = new MemoryLog(this.meta, initial);
	}

	/** Opens it again after {@link #close}: what it recovers is what was appended. */
	public MemoryStorage reopen() {
		this.closed = false;
		this.current = this.current.withCleanShutdown(false);
		this.log.reopen();
		return this;
	}

	@Override
	public MetaStore meta() {
		return this.meta;
	}

	@Override
	public LogStore log() {
		return this.log;
	}

	@Override
	public void close() {
		this.current = this.current.withCleanShutdown(true);
		this.closed = true;
		this.log.close();
	}

	private final class MemoryMeta implements MetaStore {

		@Override
		public Meta current() {
			return MemoryStorage.this.current;
		}

		@Override
		public void store(Meta meta) throws IOException {
			if (MemoryStorage.this.closed) {
				throw new IOException("The store is closed");
			}
			HardStateRules.check(current().hardState(), meta.hardState());
			SnapshotRules.checkStore(current(), meta);
			MemoryStorage.this.current = meta.withCleanShutdown(false);
		}

	}

}
