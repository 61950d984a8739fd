package io.raftboot.core.transport.tcp;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

import io.netty.channel.nio.NioIoHandler;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of the transport's channels, run by the node's loop.
 * <p>
 * Sleepers are woken at the selector itself, not through Netty: its NIO handler answers a
 * wake-up of its own with one more, so that each would cost a second trip through the
 * loop. For the same reason other threads hand no tasks to this loop, but for those that
 * do the sums of a TLS handshake, a few times per connection.
 */
final class TcpLoop extends MovableEventLoop {

	private static final long MILLISECOND_NANOS = 1_000_000L;

	/** Tasks (mostly writes to be continued) may hold up a poll for that long. */
	private static final long TASKS_NANOS_MAX = MILLISECOND_NANOS;

	/** A turn of the node's loop without a write takes less. */
	private static final long MOMENT_NANOS = 20_000L;

	private final SleepFlag sleep = new SleepFlag();

	private final CapturingProvider selectors;

	private boolean askedJustNow;

	private long askedNanos;

	TcpLoop() {
		this(new CapturingProvider(SelectorProvider.provider()));
	}

	private TcpLoop(CapturingProvider selectors) {
		super(NioIoHandler.newFactory(selectors));
		this.selectors = selectors;
	}

	/**
	 * Runs what is ready; returns how much that was. If the system was asked only a
	 * moment ago that is left out, but not twice in a row: the caller, if it has nothing
	 * else to do, sleeps next, which asks as well.
	 * @param nowNanos of {@link System#nanoTime}
	 */
	int poll(long nowNanos) {
		if (this.askedJustNow && nowNanos - this.askedNanos < MOMENT_NANOS) {
			this.askedJustNow = false;
			return runTasks(TASKS_NANOS_MAX);
		}
		this.askedJustNow = true;
		this.askedNanos = nowNanos;
		return runReady(TASKS_NANOS_MAX);
	}

	/** Sleeps until there is I/O or a wake-up, or the time is over, and runs the I/O. */
	void sleep(long nanos) {
		if (nanos <= 0 || !this.sleep.tryToSleep()) {
			return;
		}
		try {
			// The selector counts in milliseconds, and Netty rounds to the nearest
			long millis = Math.min((nanos + MILLISECOND_NANOS - 1) / MILLISECOND_NANOS, 1_000_000L);
			waitAndRun(millis * MILLISECOND_NANOS, TASKS_NANOS_MAX);
			this.askedJustNow = true;
			this.askedNanos = System.nanoTime();
		}
		finally {
			this.sleep.awake();
		}
	}

	void wakeUp() {
		if (this.sleep.notifySleeper()) {
			this.selectors.wakeUp();
		}
	}

	/** Closes all channels and the selector. */
	void close() {
		closeAll();
	}

	@Override
	boolean mayWait() {
		return this.sleep.asleep();
	}

	/** Remembers the selector that Netty opens, and the next one if it makes it anew. */
	private static final class CapturingProvider extends SelectorProvider {

		private final SelectorProvider delegate;

		private volatile @Nullable Selector selector;

		CapturingProvider(SelectorProvider delegate) {
			this.delegate = delegate;
		}

		void wakeUp() {
			Selector selector = this.selector;
			if (selector != null) {
				selector.wakeup();
			}
		}

		@Override
		public AbstractSelector openSelector() throws IOException {
			AbstractSelector opened = this.delegate.openSelector();
			this.selector = opened;
			return opened;
		}

		@Override
		public DatagramChannel openDatagramChannel() throws IOException {
			return this.delegate.openDatagramChannel();
		}

		@Override
		public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
			return this.delegate.openDatagramChannel(family);
		}

		@Override
		public Pipe openPipe() throws IOException {
			return this.delegate.openPipe();
		}

		@Override
		public ServerSocketChannel openServerSocketChannel() throws IOException {
			return this.delegate.openServerSocketChannel();
		}

		@Override
		public SocketChannel openSocketChannel() throws IOException {
			return this.delegate.openSocketChannel();
		}

	}

}
