package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

/**
 * Zeros in front of the frames to come: as long as they last, a force has no file size
 * and no new blocks to write, and a full disk is met before a frame is begun. In steps,
 * because filling a whole segment at once holds up the forces meanwhile, and one by one
 * costs each of them. Not before large frames: there the bytes cost more than what else a
 * force has to write when the file grows. The steps are left out where a file was filled
 * ahead of its use.
 */
final class ZeroFill {

	private static final int STEPS = 16;

	private static final long STEP_BYTES_MAX = 1024 * 1024;

	private static final long FILLED_FRAME_BYTES_MAX = 256 * 1024;

	private static final int CHUNK_BYTES = 256 * 1024;

	/** Small, as forces of others wait for it meanwhile. */
	static final int PIECE_BYTES = 64 * 1024;

	private static final int BLOCK_BYTES_MAX = 4096;

	private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES + BLOCK_BYTES_MAX)
		.alignedSlice(BLOCK_BYTES_MAX)
		.slice(0, CHUNK_BYTES)
		.asReadOnlyBuffer();

	private ZeroFill() {
	}

	/**
	 * Where the zeros end that are needed for data up to here.
	 * @param bytesMax size of the file
	 */
	static long endFor(long dataEnd, long bytesMax) {
		long step = Math.max(FileWindow.SECTOR_BYTES, Math.min(bytesMax / STEPS, STEP_BYTES_MAX));
		return Math.min(bytesMax, (dataEnd + step - 1) / step * step);
	}

	/**
	 * Whether a frame of this size is cheaper written where no zeros are.
	 * @param bytesMax size of the file
	 */
	static boolean isWasteFor(int frameBytes, long bytesMax) {
		return frameBytes >= Math.max(FileWindow.SECTOR_BYTES, Math.min(bytesMax / STEPS, FILLED_FRAME_BYTES_MAX));
	}

	/**
	 * Writes zeros over this range, which must hold no data.
	 * @throws DiskFullException if there is no room for them
	 */
	static void write(LogDirectory directory, DiskFile file, long from, long to) throws IOException {
		ByteBuffer zeros = ZEROS.duplicate();
		try {
			for (long at = from; at < to; at += zeros.capacity()) {
				file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), to - at)), at);
			}
		}
		catch (IOException ex) {
			throw translate(directory, to - from, ex);
		}
	}

	/**
	 * Writes a piece of zeros to a file that no frame was written to yet, past the cache
	 * if it can.
	 * @param max where to stop at the latest
	 * @return where they end
	 * @throws DiskFullException if there is no room for them
	 */
	static long writeAhead(LogDirectory directory, DiskFile file, long from, long max) throws IOException {
		int bytes = (int) Math.min(PIECE_BYTES, max - from);
		try {
			file.writeDirect(ZEROS.duplicate().limit(bytes), from);
			return from + bytes;
		}
		catch (IOException ex) {
			throw translate(directory, bytes, ex);
		}
	}

	/** Not every system says "no space left" in English: the free space tells as well. */
	private static IOException translate(LogDirectory directory, long bytes, IOException failure) {
		boolean full = failure instanceof DiskFullException;
		try {
			full |= directory.disk().usableBytes(directory.path()) < bytes;
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return full ? noRoom(directory, bytes, failure) : failure;
	}

	/**
	 * Makes sure that so much could be written, by what the disk says.
	 * @throws DiskFullException if not
	 */
	static void checkRoom(LogDirectory directory, long bytes) throws IOException {
		long usable = directory.disk().usableBytes(directory.path());
		if (usable < bytes) {
			throw noRoom(directory, bytes, new IOException("only " + usable + " bytes are left"));
		}
	}

	static DiskFullException noRoom(LogDirectory directory, long bytes, IOException cause) {
		return new DiskFullException("No room for a log segment in " + directory.path() + ", where " + bytes
				+ " bytes are needed: " + cause.getMessage(), cause);
	}

}
