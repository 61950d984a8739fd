package io.raftboot.core.log;

import org.jspecify.annotations.Nullable;

/**
 * The first failed write, force or rename of a log and its meta, shared by both. After a
 * failed force the operating system may call the lost pages clean, so that a second force
 * would succeed without the data: nothing is ever retried, and everything later fails.
 */
final class StoreFailure {

	private volatile @Nullable Throwable first;

	/** Passes while nothing has failed. */
	void check() throws StoreFailedException {
		Throwable failure = this.first;
		if (failure != null) {
			throw new StoreFailedException("The store takes nothing any more: " + failure, failure);
		}
	}

	/** Keeps the failure if it is the first; returns what the caller has to throw. */
	synchronized StoreFailedException poison(String what, Throwable failure) {
		if (this.first == null) {
			this.first = failure;
		}
		return new StoreFailedException(what + " failed: " + failure, failure);
	}

	boolean isPoisoned() {
		return this.first != null;
	}

}
