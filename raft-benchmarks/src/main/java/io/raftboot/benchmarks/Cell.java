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

	/** The same numbers, void for this reason. */
	Cell withWrong(@Nullable String reason) {
		return new Cell(this.kind, this.outstanding, this.load, this.usage, reason);
	}

	/** For the last column of a table. */
	String state() {
		return state(this.wrong);
	}

	static String state(@Nullable String wrong) {
		return (wrong != null) ? "VOID: " + wrong : "ok";
	}

}
