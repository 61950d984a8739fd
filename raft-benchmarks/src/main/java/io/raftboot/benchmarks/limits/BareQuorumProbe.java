package io.raftboot.benchmarks.limits;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/**
 * A replicated write without a protocol: one thread sends a block to two others over
 * loopback TCP, forces its own file and waits for the first answer; each of the others
 * forces what it receives and answers. What any three-node engine with one write
 * outstanding can at best come near.
 */
final class BareQuorumProbe {

	private static final int MESSAGE_BYTES = 128;

	private static final int WARMUP_WRITES = 200;

	private static final int FOLLOWERS = 2;

	private final Path directory;

	private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);

	/** Answers of each follower, in bytes. */
	private final long[] answered = new long[FOLLOWERS];

	BareQuorumProbe(Path directory) {
		this.directory = directory;
	}

	Latencies measure(Duration duration) throws Exception {
		try (Workers workers = new Workers();
				Loopback first = new Loopback();
				Loopback second = new Loopback();
				Selector answers = Selector.open()) {
			workers.start("bare-follower-1", () -> follow(first.server(), this.directory.resolve("bare-1")));
			workers.start("bare-follower-2", () -> follow(second.server(), this.directory.resolve("bare-2")));
			SocketChannel[] followers = { first.client(), second.client() };
			for (int i = 0; i < FOLLOWERS; i++) {
				followers[i].configureBlocking(false);
				followers[i].register(answers, SelectionKey.OP_READ, i);
			}
			Latencies latencies = lead(followers, answers, duration);
			for (SocketChannel follower : followers) {
				follower.shutdownOutput();
			}
			workers.join();
			return latencies;
		}
	}

	private Latencies lead(SocketChannel[] followers, Selector answers, Duration duration) throws IOException {
		Histogram histogram = Latencies.histogram();
		try (ForcedFile file = new ForcedFile(this.directory.resolve("bare-0"))) {
			long begin = 0;
			long write = 1;
			long before = System.nanoTime();
			while (write <= WARMUP_WRITES || before - begin < duration.toNanos()) {
				for (SocketChannel follower : followers) {
					Loopback.send(follower, this.message);
				}
				file.overwrite();
				awaitAnswer(answers, write);
				long now = System.nanoTime();
				if (write > WARMUP_WRITES) {
					Latencies.record(histogram, now - before);
				}
				else if (write == WARMUP_WRITES) {
					begin = now;
				}
				before = now;
				write++;
			}
		}
		return Latencies.of(histogram);
	}

	/** Waits until one of the followers has answered this write. */
	private void awaitAnswer(Selector answers, long write) throws IOException {
		while (Math.max(this.answered[0], this.answered[1]) < write * MESSAGE_BYTES) {
			answers.select((key) -> {
				int follower = (int) key.attachment();
				this.message.clear();
				try {
					int bytes = ((SocketChannel) key.channel()).read(this.message);
					if (bytes < 0) {
						throw new EOFException("A follower closed the connection");
					}
					this.answered[follower] += bytes;
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	private static void follow(SocketChannel leader, Path path) throws IOException {
		ByteBuffer received = ByteBuffer.allocateDirect(MESSAGE_BYTES);
		try (ForcedFile file = new ForcedFile(path)) {
			while (true) {
				Loopback.receive(leader, received);
				file.overwrite();
				Loopback.send(leader, received);
			}
		}
		catch (EOFException ex) {
			// The leader has seen enough
		}
	}

}
