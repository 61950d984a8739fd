package io.raftboot.core.transport.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpLoopTests {

	private final TcpLoop loop = new TcpLoop();

	@BeforeEach
	void own() {
		this.loop.own();
	}

	@AfterEach
	void close() {
		this.loop.close();
		this.loop.wakeUp();
	}

	private void poll() {
		this.loop.poll(System.nanoTime());
	}

	@Test
	void sleepsAsLongAsItMayAndNotMuchLonger() {
		poll();
		long start = System.nanoTime();
		this.loop.sleep(30_000_000L);
		assertThat(System.nanoTime() - start).isBetween(30_000_000L, 1_000_000_000L);
	}

	@Test
	void sleepsFractionsOfAMillisecondToo() {
		poll();
		long start = System.nanoTime();
		this.loop.sleep(200_000L);
		assertThat(System.nanoTime() - start).isGreaterThan(200_000L);
	}

	@Test
	void neverMissesAWakeUp() throws InterruptedException {
		int rounds = 20_000;
		AtomicInteger produced = new AtomicInteger();
		AtomicInteger consumed = new AtomicInteger();
		Thread producer = new Thread(() -> {
			Random random = new Random(5);
			for (int i = 1; i <= rounds; i++) {
				for (int pause = random.nextInt(300); pause > 0; pause--) {
					Thread.onSpinWait();
				}
				produced.set(i);
				this.loop.wakeUp();
				while (consumed.get() < i && !Thread.currentThread().isInterrupted()) {
					Thread.onSpinWait();
				}
			}
		});
		producer.start();
		long start = System.nanoTime();
		while (consumed.get() < rounds) {
			poll();
			int seen = produced.get();
			if (seen > consumed.get()) {
				consumed.set(seen);
			}
			else {
				long before = System.nanoTime();
				this.loop.sleep(5_000_000_000L);
				if (System.nanoTime() - before > 4_000_000_000L) {
					producer.interrupt();
					throw new AssertionError("Slept through wake-up " + produced.get());
				}
			}
		}
		producer.join();
		assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
	}

	@Test
	void aWakeUpEndsOneSleepOnly() {
		poll();
		this.loop.wakeUp();
		long start = System.nanoTime();
		this.loop.sleep(10_000_000_000L);
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
		start = System.nanoTime();
		this.loop.sleep(20_000_000L);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
	}

	@Test
	void aSleeperThatWasWokenSleepsWellTheNextTime() throws InterruptedException {
		poll();
		Thread waker = new Thread(() -> {
			long until = System.nanoTime() + 20_000_000L;
			while (System.nanoTime() < until) {
				Thread.onSpinWait();
			}
			this.loop.wakeUp();
		});
		waker.start();
		this.loop.sleep(10_000_000_000L);
		waker.join();
		poll();
		long start = System.nanoTime();
		this.loop.sleep(20_000_000L);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
	}

	/** The node's loop may move to another thread from one turn to the next. */
	@Test
	void whoeverRunsItOwnsIt() throws InterruptedException {
		List<Thread> ranOn = new ArrayList<>();
		this.loop.execute(() -> ranOn.add(Thread.currentThread()));
		poll();
		this.loop.schedule(() -> ranOn.add(Thread.currentThread()), 1, TimeUnit.MILLISECONDS);
		Thread other = new Thread(() -> {
			this.loop.own();
			this.loop.execute(() -> ranOn.add(Thread.currentThread()));
			while (ranOn.size() < 3 && !Thread.currentThread().isInterrupted()) {
				this.loop.sleep(1_000_000L);
				poll();
			}
		});
		other.start();
		other.join(10_000L);
		other.interrupt();
		other.join();
		assertThat(ranOn).containsExactly(Thread.currentThread(), other, other);
		assertThat(this.loop.inEventLoop()).isFalse();
		this.loop.own();
		assertThat(this.loop.inEventLoop()).isTrue();
	}

	@Test
	void aTaskOfAnotherThreadEndsASleep() throws InterruptedException {
		poll();
		AtomicInteger ran = new AtomicInteger();
		Thread other = new Thread(() -> this.loop.execute(ran::incrementAndGet));
		other.start();
		long start = System.nanoTime();
		while (ran.get() == 0 && System.nanoTime() - start < 10_000_000_000L) {
			this.loop.sleep(10_000_000_000L);
		}
		other.join();
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
		assertThat(ran).hasValue(1);
	}

	@Test
	void onceClosedItTakesNoTasksOfOthers() throws InterruptedException {
		this.loop.close();
		assertThat(this.loop.isTerminated()).isTrue();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread other = new Thread(() -> {
			try {
				this.loop.execute(() -> {
				});
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
		});
		other.start();
		other.join();
		assertThat(failure.get()).isInstanceOf(RejectedExecutionException.class);
	}

	/** Asking costs as much as a wake-up, and the node's loop does it in each turn. */
	@Test
	void theSystemIsNotAskedTwiceInAMomentAndNotLeftOutTwiceInARow() throws Exception {
		int port = listen();
		this.loop.poll(1_000_000L);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			assertThat(this.loop.poll(1_019_999L)).as(socket.toString()).isZero();
			assertThat(this.loop.poll(1_019_999L)).as(socket.toString()).isPositive();
		}
	}

	@Test
	void aMomentLaterTheSystemIsAskedAgain() throws Exception {
		int port = listen();
		this.loop.poll(1_000_000L);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			assertThat(this.loop.poll(1_020_000L)).as(socket.toString()).isPositive();
		}
	}

	@Test
	void aSleepAsksTheSystemToo() throws Exception {
		int port = listen();
		long before = System.nanoTime();
		this.loop.sleep(1_000_000L);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			// The sleep ended later than that, so that is surely within the moment
			assertThat(this.loop.poll(before)).as(socket.toString()).isZero();
			assertThat(this.loop.poll(before)).as(socket.toString()).isPositive();
		}
	}

	@Test
	void tasksAreRunAllTheSame() {
		AtomicInteger runs = new AtomicInteger();
		this.loop.poll(1_000_000L);
		this.loop.execute(runs::incrementAndGet);
		assertThat(this.loop.poll(1_000_001L)).isOne();
		assertThat(runs).hasValue(1);
	}

	private int listen() throws Exception {
		NioServerSocketChannel listener = new NioServerSocketChannel();
		listener.pipeline().addLast(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object accepted) {
				((Channel) accepted).unsafe().closeForcibly();
			}

		});
		this.loop.register(listener);
		this.loop.poll(0L);
		listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.loop.poll(30_000L);
		return listener.localAddress().getPort();
	}

}
