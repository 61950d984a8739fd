package io.raftboot.core.node;

import java.util.function.Supplier;

import io.raftboot.core.model.FencingToken;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of something that only leaders may change, and refuses what comes from
 * an older leadership than it has seen. It remembers in memory: one guard per resource,
 * in the process that owns it. A resource that is shared by processes, or outlives one,
 * keeps the token with its data and compares there. For any thread.
 */
public final class FencingGuard {

	private @Nullable FencingToken newest;

	/**
	 * Does this unless a newer token was here. Nothing else passes meanwhile, so that
	 * nothing older takes effect after something newer.
	 * @throws StaleTokenException if a newer token was here; nothing was done
	 */
	public synchronized <T extends @Nullable Object> T run(FencingToken token, Supplier<T> action) {
		FencingToken known = this.newest;
		if (known != null && known.isNewerThan(token)) {
			throw new StaleTokenException(token, known);
		}
		this.newest = token;
		return action.get();
	}

	/** The newest token that was here, null before the first. */
	public synchronized @Nullable FencingToken newest() {
		return this.newest;
	}

}
