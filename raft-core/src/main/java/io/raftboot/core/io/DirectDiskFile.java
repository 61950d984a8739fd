package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import com.sun.nio.file.ExtendedOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that takes whole blocks past the cache of the operating system: what is forced
 * right away and not read again soon need not be copied there, which costs more than all
 * else about a large write. The block in which a write begins is written with what it
 * held in front of it, the same bytes as before. Everything else goes the usual way. For
 * one writer.
 */
final class DirectDiskFile implements DiskFile {

	private static final Logger logger = LoggerFactory.getLogger(DirectDiskFile.class);

	/** Of Java: "false" switches it off, for a file system that does not do it well. */
	static final String PROPERTY = "io.raftboot.direct-writes";

	private static final int BLOCK_BYTES_MIN = 512;

	/** Larger ones would cost more for small writes than the cache does. */
	private static final int BLOCK_BYTES_MAX = 4096;

	private final DiskFile file;

	/** The same file. */
	private final Blocks direct;

	private final int blockBytes;

	/** The block written last. */
	private final byte[] block;

	/** Where it is in the file, negative if none is known. */
	private long blockPosition = -1L;

	/** Whether a write went past the cache: what fails then is the disk. */
	private boolean works;

	private boolean refused;

	DirectDiskFile(DiskFile file, Blocks direct, int blockBytes) {
		this.file = file;
		this.direct = direct;
		this.blockBytes = blockBytes;
		this.block = new byte[blockBytes];
	}

	/**
	 * Whether it is not switched off.
	 * @throws IllegalArgumentException if the property says neither
	 */
	static boolean isWanted() {
		String value = System.getProperty(PROPERTY, "true");
		return switch (value) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException(
					"The Java property " + PROPERTY + " is '" + value + "': set it to true or false");
		};
	}

	/**
	 * Opens a file for direct writes, too.
	 * @param file the same file, closed with this one
	 * @return null if system, file system or Java cannot do that
	 */
	static @Nullable DiskFile open(Path path, DiskFile file) {
		try {
			long blockBytes = Files.getFileStore(path).getBlockSize();
			if (blockBytes < BLOCK_BYTES_MIN || blockBytes > BLOCK_BYTES_MAX || Long.bitCount(blockBytes) != 1) {
				return null;
			}
			return new DirectDiskFile(file,
					new SystemDiskFile(FileChannel.open(path, StandardOpenOption.WRITE, directOption())),
					(int) blockBytes);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			logger.debug("{} is written through the cache of the operating system", path, ex);
			return null;
		}
	}

	/** In a method of its own: the module that has it may be missing. */
	private static OpenOption directOption() {
		return ExtendedOpenOption.DIRECT;
	}

	@Override
	public int blockBytes() {
		return this.blockBytes;
	}

	@Override
	public void writeDirect(ByteBuffer source, long position) throws IOException {
		int lead = (int) (position & (this.blockBytes - 1));
		if (this.refused || !fits(source, position, lead) || !knowsLead(position - lead, lead)) {
			write(source, position);
			return;
		}
		int start = source.position() - lead;
		int end = source.limit();
		if (lead > 0) {
			source.put(start, this.block, 0, lead);
		}
		if (writeBlocks(source.position(start), position - lead)) {
			this.blockPosition = position - lead + (end - start) - this.blockBytes;
			source.get(end - this.blockBytes, this.block);
		}
		else {
			write(source.position(start + lead), position);
		}
	}

	private boolean fits(ByteBuffer source, long position, int lead) {
		return source.isDirect() && source.hasRemaining() && source.position() >= lead
				&& ((position + source.remaining()) & (this.blockBytes - 1)) == 0
				&& source.alignmentOffset(source.position() - lead, this.blockBytes) == 0;
	}

	/**
	 * Reads the block if it is not the one written last; false if the file ends there.
	 */
	private boolean knowsLead(long position, int lead) throws IOException {
		if (lead == 0 || position == this.blockPosition) {
			return true;
		}
		this.blockPosition = -1L;
		return this.file.read(ByteBuffer.wrap(this.block, 0, lead), position) == lead;
	}

	/**
	 * False if this is not to be had here after all, and nothing is known of the bytes.
	 */
	private boolean writeBlocks(ByteBuffer source, long position) throws IOException {
		try {
			this.direct.write(source, position);
			this.works = true;
			return true;
		}
		catch (IOException ex) {
			this.blockPosition = -1L;
			if (this.works || ex instanceof DiskFullException) {
				throw ex;
			}
			logger.debug("This file is written through the cache of the operating system from here on", ex);
			this.refused = true;
			return false;
		}
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		if (position < this.blockPosition + this.blockBytes && position + source.remaining() > this.blockPosition) {
			this.blockPosition = -1L;
		}
		this.file.write(source, position);
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return this.file.read(target, position);
	}

	@Override
	public void force() throws IOException {
		this.file.force();
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public void truncate(long size) throws IOException {
		this.blockPosition = -1L;
		this.file.truncate(size);
	}

	@Override
	public void close() throws IOException {
		try (Blocks direct = this.direct) {
			this.file.close();
		}
	}

	/** Takes whole blocks of memory that begins with one. */
	interface Blocks extends Closeable {

		void write(ByteBuffer source, long position) throws IOException;

	}

}
