package io.raftboot.benchmarks.limits;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/** Round trips of 64 bytes between two threads over loopback TCP. */
final class PingPongProbe {

	private static final int MESSAGE_BYTES = 64;

	private static final int WARMUP_ROUNDS = 5_000;

	Rate measure(Duration duration) throws Exception {
		try (Workers workers = new Workers(); Loopback loopback = new Loopback()) {
			workers.start("pong", () -> echo(loopback.server()));
			Histogram histogram = ping(loopback.client(), duration);
			loopback.client().shutdownOutput();
			workers.join();
			return new Rate(histogram.getTotalCount() * 1e9 / duration.toNanos(), Latencies.of(histogram));
		}
	}

	private static void echo(SocketChannel channel) throws IOException {
		ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
		try {
			while (true) {
				Loopback.receive(channel, message);
				Loopback.send(channel, message);
			}
		}
		catch (EOFException ex) {
			// The other end has seen enough
		}
	}

	private static Histogram ping(SocketChannel channel, Duration duration) throws IOException {
		ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
		for (int i = 0; i < WARMUP_ROUNDS; i++) {
			Loopback.send(channel, message);
			Loopback.receive(channel, message);
		}
		Histogram histogram = Latencies.histogram();
		long begin = System.nanoTime();
		long before = begin;
		while (before - begin < duration.toNanos()) {
			Loopback.send(channel, message);
			Loopback.receive(channel, message);
			long now = System.nanoTime();
			Latencies.record(histogram, now - before);
			before = now;
		}
		return histogram;
	}

}
