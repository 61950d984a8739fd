package io.raftboot.test.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;
import io.raftboot.test.disk.FaultyDisk.Operation;

/** A file of a {@link FaultyDisk}, open in one process. */
final class FaultyFile implements DiskFile {

	private final FaultyDisk disk;

	private final Inode inode;

	private final int processNumber;

	private final boolean writable;

	private final int blockBytes;

	private boolean closed;

	FaultyFile(FaultyDisk disk, Inode inode, int processNumber, boolean writable, int blockBytes) {
		this.disk = disk;
		this.inode = inode;
		this.processNumber = processNumber;
		this.writable = writable;
		this.blockBytes = blockBytes;
	}

	@Override
	public int blockBytes() {
		return this.blockBytes;
	}

	/** Whole blocks, if the bytes end with one: what a crash tears is more than they. */
	@Override
	public void writeDirect(ByteBuffer source, long position) throws IOException {
		synchronized (this.disk) {
			int lead = (int) (position % this.blockBytes);
			if ((position + source.remaining()) % this.blockBytes != 0 || position > this.inode.size()) {
				write(source, position);
				return;
			}
			if (source.position() < lead || !source.isDirect()
					|| source.alignmentOffset(source.position() - lead, this.blockBytes) != 0) {
				throw new IllegalArgumentException(source + " has not its blocks where the file has them: " + position);
			}
			ByteBuffer blocks = ByteBuffer.allocate(lead + source.remaining());
			this.inode.read(blocks.limit(lead), position - lead);
			write(blocks.clear().position(lead).put(source).flip(), position - lead);
		}
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		synchronized (this.disk) {
			check();
			if (!this.writable) {
				throw new NonWritableChannelException();
			}
			this.disk.countChange();
			writeWhatFits(source, position);
			try {
				this.disk.fail(Operation.WRITE, this.inode.path());
				this.disk.failForRoom(this.inode.path());
			}
			catch (IOException ex) {
				long end = Inode.sectorStart(position + source.remaining() / 2);
				source.limit(source.position() + (int) Math.max(0, end - position));
				this.inode.write(source, position);
				throw ex;
			}
			this.inode.write(source, position);
		}
	}

	/** Like a system call, which takes a part before it says that there is no room. */
	private void writeWhatFits(ByteBuffer source, long position) throws IOException {
		try {
			this.disk.checkRoom(Math.max(0, position + source.remaining() - this.inode.size()));
		}
		catch (DiskFullException ex) {
			long end = Inode.sectorStart(this.inode.size() + this.disk.usableBytes(this.inode.path()));
			source.limit(source.position() + (int) Math.max(0, end - position));
			this.inode.write(source, position);
			throw ex;
		}
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		synchronized (this.disk) {
			check();
			return this.inode.read(target, position);
		}
	}

	@Override
	public void force() throws IOException {
		synchronized (this.disk) {
			check();
			this.disk.countForce();
			try {
				this.disk.fail(Operation.FORCE, this.inode.path());
			}
			catch (IOException ex) {
				this.inode.failForce();
				throw ex;
			}
			this.inode.force();
		}
	}

	@Override
	public long size() throws IOException {
		synchronized (this.disk) {
			check();
			return this.inode.size();
		}
	}

	@Override
	public void truncate(long size) throws IOException {
		synchronized (this.disk) {
			check();
			this.inode.truncate(size);
		}
	}

	@Override
	public void close() {
		synchronized (this.disk) {
			this.closed = true;
		}
	}

	private void check() throws IOException {
		this.disk.checkAlive(this.processNumber);
		if (this.closed) {
			throw new ClosedChannelException();
		}
	}

}
