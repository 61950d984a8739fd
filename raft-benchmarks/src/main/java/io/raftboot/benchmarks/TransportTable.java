package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.raftboot.benchmarks.report.Format;
import io.raftboot.benchmarks.report.Table;
import io.raftboot.benchmarks.transports.PeerTransport;

/**
 * One workload over several transports, round by round. A ratio is that of one round to
 * plain TCP in the same round; void cells are left out of both.
 */
final class TransportTable {

	private static final ToDoubleFunction<Cell> RATE = (cell) -> cell.load().operationsPerSecond();

	private static final ToDoubleFunction<Cell> P50 = (cell) -> cell.load().latencies().p50() / 1e3;

	private static final ToDoubleFunction<Cell> P99 = (cell) -> cell.load().latencies().p99() / 1e3;

	private static final ToDoubleFunction<Cell> CPU = (cell) -> cell.usage()
		.cpuMicrosPerOperation(cell.load().completed());

	private final String title;

	private final Map<PeerTransport, List<Cell>> rounds = new EnumMap<>(PeerTransport.class);

	TransportTable(String title) {
		this.title = title;
	}

	/** Adds the next round of a transport. */
	void add(PeerTransport transport, Cell cell) {
		this.rounds.computeIfAbsent(transport, (key) -> new ArrayList<>()).add(cell);
	}

	Table toTable() {
		Table table = new Table(this.title, "transport", "ops/s", "/ tcp", "p50 µs", "/ tcp", "p99 µs", "/ tcp",
				"CPU µs/op", "/ tcp", "lowest", "highest", "state");
		this.rounds.forEach((transport, cells) -> {
			List<Double> cpu = ratios(cells, CPU);
			table.row(transport.toString(), Format.whole(median(values(cells, RATE))), ratio(cells, RATE),
					Format.whole(median(values(cells, P50))), ratio(cells, P50),
					Format.whole(median(values(cells, P99))), ratio(cells, P99),
					Format.decimal(median(values(cells, CPU))), Format.ratio(median(cpu)),
					Format.ratio(cpu.isEmpty() ? Double.NaN : cpu.get(0)),
					Format.ratio(cpu.isEmpty() ? Double.NaN : cpu.get(cpu.size() - 1)), state(cells));
		});
		return table.note("Medians of the rounds. / tcp: the median of each round's ratio to plain TCP in the same "
				+ "round, of CPU with the lowest and highest. CPU is that of all three nodes and the caller.");
	}

	private String ratio(List<Cell> cells, ToDoubleFunction<Cell> value) {
		return Format.ratio(median(ratios(cells, value)));
	}

	private List<Double> ratios(List<Cell> cells, ToDoubleFunction<Cell> value) {
		List<Cell> plain = this.rounds.getOrDefault(PeerTransport.TCP, List.of());
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < Math.min(cells.size(), plain.size()); i++) {
			if (cells.get(i).wrong() == null && plain.get(i).wrong() == null) {
				ratios.add(value.applyAsDouble(cells.get(i)) / value.applyAsDouble(plain.get(i)));
			}
		}
		ratios.sort(null);
		return ratios;
	}

	private static List<Double> values(List<Cell> cells, ToDoubleFunction<Cell> value) {
		return cells.stream().filter((cell) -> cell.wrong() == null).mapToDouble(value).sorted().boxed().toList();
	}

	private static double median(List<Double> sorted) {
		return sorted.isEmpty() ? Double.NaN
				: (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

	private static String state(List<Cell> cells) {
		return cells.stream().filter((cell) -> cell.wrong() != null).findFirst().map(Cell::state).orElse("ok");
	}

}
