package io.raftboot.core.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Ends a long read when the node stops, since its thread is never interrupted. */
final class StoppableInput extends FilterInputStream {

	private final BooleanSupplier stopping;

	StoppableInput(InputStream source, BooleanSupplier stopping) {
		super(source);
		this.stopping = stopping;
	}

	@Override
	public int read() throws IOException {
		check();
		return super.read();
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		check();
		return super.read(target, offset, length);
	}

	private void check() throws IOException {
		if (this.stopping.getAsBoolean()) {
			throw new IOException("The node is stopping");
		}
	}

}
