package io.raftboot.benchmarks.report;

import java.util.Locale;

/** Numbers as they stand in the tables. */
public final class Format {

	private Format() {
	}

	/** Whole number with separators. */
	public static String whole(double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : "-";
	}

	/** With one decimal. */
	public static String decimal(double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.1f", value) : "-";
	}

	/** With two decimals. */
	public static String ratio(double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.2f", value) : "-";
	}

	/** Nanoseconds as microseconds. */
	public static String micros(long nanos) {
		return whole(nanos / 1e3);
	}

	/** Nanoseconds as milliseconds. */
	public static String millis(long nanos) {
		return decimal(nanos / 1e6);
	}

}
