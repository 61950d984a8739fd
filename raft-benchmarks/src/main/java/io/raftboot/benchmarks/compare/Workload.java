package io.raftboot.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.raftboot.benchmarks.report.Format;

/**
 * What an engine is asked to do.
 *
 * @param kind what
 * @param size payload in bytes; election timeout in milliseconds for a failover
 * @param outstanding operations outstanding; how often for a failover; how many entries
 * an empty node has to catch up with
 */
public record Workload(Kind kind, int size, int outstanding) {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Duration CATCH_UP_TIMEOUT = Duration.ofMinutes(6);

	/** All that are compared. */
	public static List<Workload> all() {
		List<Workload> all = new ArrayList<>();
		for (int payload : new int[] { 16, 256, 4096 }) {
			for (int outstanding : new int[] { 1, 16, 256, 1024 }) {
				all.add(new Workload(Kind.WRITE, payload, outstanding));
			}
		}
		for (int outstanding : new int[] { 16, 256 }) {
			all.add(new Workload(Kind.FORWARDED_WRITE, 256, outstanding));
			all.add(new Workload(Kind.READ, 8, outstanding));
			all.add(new Workload(Kind.FOLLOWER_READ, 8, outstanding));
			all.add(new Workload(Kind.MIXED, 256, outstanding));
		}
		all.add(new Workload(Kind.FAILOVER, 500, 5));
		all.add(new Workload(Kind.FAILOVER, 150, 5));
		all.add(new Workload(Kind.CATCH_UP, 256, 100_000));
		return all;
	}

	/** For a first look. */
	public static List<Workload> few() {
		return List.of(new Workload(Kind.WRITE, 256, 1), new Workload(Kind.WRITE, 256, 256),
				new Workload(Kind.READ, 8, 256), new Workload(Kind.FAILOVER, 150, 2));
	}

	/** For people. */
	public String describe() {
		return switch (this.kind) {
			case WRITE -> this.size + " B, " + this.outstanding + " outstanding";
			case FORWARDED_WRITE -> this.size + " B through a follower, " + this.outstanding + " outstanding";
			case READ -> "on the leader, " + this.outstanding + " outstanding";
			case FOLLOWER_READ -> "on a follower, " + this.outstanding + " outstanding";
			case MIXED -> "one write of " + this.size + " B after nine reads, " + this.outstanding + " outstanding";
			case FAILOVER -> "election timeout " + this.size + " - " + 2 * this.size + " ms";
			case CATCH_UP -> Format.whole(this.outstanding) + " entries of " + this.size + " B";
		};
	}

	/** After this an engine will not end it any more. */
	public Duration timeout() {
		return (this.kind == Kind.CATCH_UP) ? CATCH_UP_TIMEOUT : TIMEOUT;
	}

	/** Whether it keeps an engine busy for a while. */
	public boolean isLoad() {
		return this.kind != Kind.FAILOVER && this.kind != Kind.CATCH_UP;
	}

	/** What {@link #toWord} gave of each, with commas between them. */
	public static List<Workload> parseAll(String words) {
		return Arrays.stream(words.split(",")).map(Workload::parse).toList();
	}

	/** As one word. */
	public String toWord() {
		return this.kind + ":" + this.size + ":" + this.outstanding;
	}

	/** What {@link #toWord} gave. */
	public static Workload parse(String word) {
		String[] parts = word.split(":");
		if (parts.length != 3) {
			throw new IllegalArgumentException("A workload is kind:size:outstanding, not '" + word + "'");
		}
		return new Workload(Kind.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
	}

	/** What is done. */
	public enum Kind {

		/** Proposals on the leader. */
		WRITE("Writes"),

		/** Proposals on a follower. */
		FORWARDED_WRITE("Writes through a follower"),

		/** Linearizable reads on the leader. */
		READ("Linearizable reads on the leader"),

		/** Linearizable reads on a follower. */
		FOLLOWER_READ("Linearizable reads on a follower"),

		/** Both, on the leader. */
		MIXED("Nine linearizable reads to one write"),

		/** The leader is closed. */
		FAILOVER("Leader closed, to the first commit of another"),

		/** A node starts for the first time when the others have a log. */
		CATCH_UP("An empty node catches up");

		private final String title;

		Kind(String title) {
			this.title = title;
		}

		public String title() {
			return this.title;
		}

	}

}
