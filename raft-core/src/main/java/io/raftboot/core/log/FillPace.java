package io.raftboot.core.log;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Lets a new file be filled as fast as the log comes along in the one before, a piece
 * after a force now and then: what fills at full speed makes each force meanwhile several
 * times as slow. One thread fills, the log writer says how far it is, and any thread that
 * nobody is to rest any more.
 */
final class FillPace implements Pace {

	private volatile long pieces;

	private volatile boolean hurried;

	private volatile @Nullable Thread filler;

	/** By the filler. */
	private long begun;

	/**
	 * The calling thread fills a file from here on.
	 * @param atOnce without a rest: nothing may come along until there is room again
	 */
	void begin(boolean atOnce) {
		this.begun = atOnce ? Long.MIN_VALUE : 0L;
		this.filler = Thread.currentThread();
	}

	void end() {
		this.filler = null;
		this.hurried = false;
	}

	/** So many bytes of the file may be filled by now, more with each call. */
	void allow(long bytes) {
		long pieces = bytes / ZeroFill.PIECE_BYTES;
		if (pieces != this.pieces) {
			this.pieces = pieces;
			LockSupport.unpark(this.filler);
		}
	}

	/** Somebody waits for the file. */
	void hurry() {
		this.hurried = true;
		LockSupport.unpark(this.filler);
	}

	boolean isHurried() {
		return this.hurried;
	}

	@Override
	public boolean rest() {
		while (!this.hurried && this.begun >= this.pieces) {
			LockSupport.park(this);
		}
		this.begun++;
		return !this.hurried;
	}

}
