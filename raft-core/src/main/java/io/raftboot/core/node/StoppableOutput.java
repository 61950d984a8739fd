package io.raftboot.core.node;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Ends a long write when the node stops, since its thread is never interrupted. */
final class StoppableOutput extends OutputStream {

	private final OutputStream target;

	private final BooleanSupplier stopping;

	StoppableOutput(OutputStream target, BooleanSupplier stopping) {
		this.target = target;
		this.stopping = stopping;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		if (this.stopping.getAsBoolean()) {
			throw new IOException("The node is stopping");
		}
		this.target.write(source, offset, length);
	}

	@Override
	public void flush() throws IOException {
		this.target.flush();
	}

}
