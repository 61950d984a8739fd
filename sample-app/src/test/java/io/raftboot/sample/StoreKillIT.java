package io.raftboot.sample;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.zaxxer.hikari.HikariDataSource;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that applies commands to the database, replaces and saves it is killed again
 * and again: whatever H2 lost, its items are those of the applied index it tells, so each
 * command touches it exactly once.
 */
@Tag("long")
class StoreKillIT {

	private static final int KILLS = Integer.getInteger("kills", 8);

	private static final int KEYS = 40;

	@TempDir
	Path dataDirectory;

	@Test
	void itemsAndAppliedIndexAlwaysAgree() throws Exception {
		Random random = new Random(1);
		long last = 0;
		for (int kill = 0; kill < KILLS; kill++) {
			Process process = start();
			try {
				awaitProgress(process, last + 200 + random.nextInt(1500));
			}
			finally {
				process.destroyForcibly();
				assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			}
			last = checkedAppliedIndex();
		}
		assertThat(last).isPositive();
	}

	private long checkedAppliedIndex() {
		try (HikariDataSource dataSource = H2Database.open(H2Database.file(this.dataDirectory))) {
			KeyValueStore store = new H2KeyValueStore(dataSource);
			long applied = store.appliedIndex();
			for (int key = 0; key < KEYS; key++) {
				Item item = store.find("k" + key);
				List<String> expected = elements(key, applied);
				assertThat((item != null) ? item.value().items() : List.of()).as("k%d at %d", key, applied)
					.isEqualTo(expected);
			}
			return applied;
		}
	}

	private static List<String> elements(int key, long applied) {
		return LongStream.rangeClosed(1, applied)
			.filter((index) -> index % KEYS == key)
			.mapToObj(Long::toString)
			.toList();
	}

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				Applier.class.getName(), this.dataDirectory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static void awaitProgress(Process process, long index) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith("applied ") && Long.parseLong(line.substring(8)) >= index) {
				return;
			}
		}
		throw new AssertionError("The process ended by itself");
	}

	/** What the items are after the command of an index. */
	private static byte[] state(long index) throws IOException {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		ItemWriter writer = new ItemWriter(target);
		for (String key : IntStream.range(0, KEYS).mapToObj((key) -> "k" + key).sorted().toList()) {
			List<String> elements = elements(Integer.parseInt(key.substring(1)), index);
			if (!elements.isEmpty()) {
				long revision = Long.parseLong(elements.get(elements.size() - 1));
				writer.write(new Item(key, Value.list(elements), revision));
			}
		}
		writer.end();
		return target.toByteArray();
	}

	/**
	 * Applies append commands in runs of random length, from the applied index on. Now
	 * and then its state is replaced by a later one, and all the while another thread
	 * writes captured states and makes the database durable.
	 */
	static final class Applier {

		private static final SynchronousQueue<Captured> CAPTURED = new SynchronousQueue<>();

		private Applier() {
		}

		public static void main(String[] args) {
			HikariDataSource dataSource = H2Database.open(H2Database.file(Path.of(args[0])));
			KeyValueStateMachine machine = new KeyValueStateMachine(new H2KeyValueStore(dataSource),
					new SampleProperties(SampleProperties.Store.H2, Map.of()));
			new Thread(() -> orHalt(() -> save(machine))).start();
			orHalt(() -> apply(machine));
		}

		private static void apply(KeyValueStateMachine machine) throws IOException {
			Random random = new Random();
			for (long index = machine.appliedIndex() + 1;;) {
				int run = 1 + random.nextInt(20);
				if (random.nextInt(40) == 0) {
					index += run;
					machine.reset(index - 1, new ByteArrayInputStream(state(index - 1)));
				}
				else {
					machine.beginBatch();
					for (long last = index + run; index < last; index++) {
						machine.commit(new Command.Append("k" + index % KEYS, Long.toString(index)),
								new Context(index));
					}
					machine.endBatch(index - 1);
				}
				System.out.println("applied " + (index - 1));
				Captured captured = new Captured(index - 1, machine.snapshot());
				if (!CAPTURED.offer(captured)) {
					captured.snapshot.close();
				}
			}
		}

		private static void save(KeyValueStateMachine machine) throws Exception {
			for (;;) {
				Captured captured = CAPTURED.take();
				ByteArrayOutputStream written = new ByteArrayOutputStream();
				try (captured.snapshot) {
					captured.snapshot.writeTo(written);
				}
				if (!Arrays.equals(written.toByteArray(), state(captured.index))) {
					throw new AssertionError("The state captured at " + captured.index + " is another one");
				}
				machine.makeDurable(captured.index);
			}
		}

		private static void orHalt(Work work) {
			try {
				work.run();
			}
			catch (Throwable ex) {
				ex.printStackTrace();
				Runtime.getRuntime().halt(1);
			}
		}

		private interface Work {

			void run() throws Exception;

		}

		private record Captured(long index, Snapshot snapshot) {
		}

		private record Context(long index) implements CommitContext {

			@Override
			public long term() {
				return 1;
			}

			@Override
			public long timeMillis() {
				return 0;
			}

		}

	}

}
