package io.raftboot.benchmarks;

import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.meter.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One measured combination.
 *
 * @param kind payload bytes of writes, or what kind of read
 * @param outstanding operations outstanding
 * @param load what the client saw
 * @param usage what the process used
 * @param wrong why the numbers are void, null if they are not
 */
record Cell(String kind, int outstanding, LoadResult load, Usage usage, @Nullable String wrong) {

	/** What tells this combination from others, the same in each round. */
	String key() {
		return this.kind + " x " + this.outstanding;
	}

}
