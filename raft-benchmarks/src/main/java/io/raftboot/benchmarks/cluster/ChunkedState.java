package io.raftboot.benchmarks.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * State of a given size that commands overwrite piece by piece, in chunks that are copied
 * only when a capture still needs them: a capture costs a few hundred references. Applied
 * by one thread; a capture may be written by another.
 */
final class ChunkedState {

	private static final int CHUNK_BYTES = 64 << 10;

	private byte[][] chunks;

	private boolean[] shared;

	ChunkedState(int bytes) {
		this.chunks = new byte[Math.max(1, bytes / CHUNK_BYTES)][CHUNK_BYTES];
		this.shared = new boolean[this.chunks.length];
	}

	/** Writes the command where its id says. */
	void apply(long id, ByteBuffer command) {
		int length = Math.min(command.remaining(), CHUNK_BYTES);
		int pieces = CHUNK_BYTES / Math.max(1, length);
		long piece = Math.floorMod(AppliedOperations.scatter(id), (long) this.chunks.length * pieces);
		int chunk = (int) (piece / pieces);
		if (this.shared[chunk]) {
			this.chunks[chunk] = this.chunks[chunk].clone();
			this.shared[chunk] = false;
		}
		command.get(command.position(), this.chunks[chunk], (int) (piece % pieces) * length, length);
	}

	/** The chunks as they are now; they will not change any more. */
	byte[][] capture() {
		Arrays.fill(this.shared, true);
		return this.chunks.clone();
	}

	static void write(byte[][] captured, DataOutputStream target) throws IOException {
		target.writeInt(captured.length);
		for (byte[] chunk : captured) {
			target.write(chunk);
		}
	}

	void read(DataInputStream source) throws IOException {
		this.chunks = new byte[source.readInt()][CHUNK_BYTES];
		this.shared = new boolean[this.chunks.length];
		for (byte[] chunk : this.chunks) {
			source.readFully(chunk);
		}
	}

}
