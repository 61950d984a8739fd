package io.raftboot.core.transport.tcp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;
import org.jspecify.annotations.Nullable;

/**
 * An event loop for Netty's channels that has no thread: whoever runs it owns it until
 * another thread does, never two at once, and what one has done must happen before what
 * the next one does. Netty's own loop of this kind belongs to one thread for life.
 */
class MovableEventLoop extends AbstractScheduledEventExecutor implements IoEventLoop {

	private final IoHandler handler;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Promise<Void> termination = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

	private final Wait noWait = new Wait(false);

	private final Wait wait = new Wait(true);

	private boolean initialized;

	private volatile @Nullable Thread owner;

	private volatile boolean closing;

	private volatile boolean closed;

	MovableEventLoop(IoHandlerFactory handlers) {
		this.handler = handlers.newHandler(this);
	}

	/** Makes the calling thread the owner. */
	final void own() {
		Thread current = Thread.currentThread();
		if (this.owner != current) {
			this.owner = current;
			ThreadExecutorMap.setCurrentExecutor(this);
		}
	}

	/**
	 * Runs the I/O that is ready and tasks, for not much longer than that; returns how
	 * much that was.
	 */
	final int runReady(long tasksNanosMax) {
		return run(this.noWait, tasksNanosMax);
	}

	/**
	 * The same, and waits for I/O before. Netty's handler counts in milliseconds and
	 * rounds to the nearest.
	 */
	final int waitAndRun(long waitNanosMax, long tasksNanosMax) {
		this.wait.nanosMax = waitNanosMax;
		return run(this.wait, tasksNanosMax);
	}

	/** Whether it may wait; asked by the owner right before and after each wait. */
	boolean mayWait() {
		return true;
	}

	private int run(Wait context, long tasksNanosMax) {
		if (this.closed) {
			return 0;
		}
		initialize();
		return this.handler.run(context) + runTasks(tasksNanosMax);
	}

	private void initialize() {
		if (!this.initialized) {
			this.initialized = true;
			this.handler.initialize();
		}
	}

	/** Closes all channels, and what they registered with; by the owner. */
	final void closeAll() {
		if (this.closed) {
			return;
		}
		own();
		initialize();
		this.closing = true;
		runTasks(Long.MAX_VALUE);
		this.handler.prepareToDestroy();
		cancelScheduledTasks();
		runTasks(Long.MAX_VALUE);
		this.handler.destroy();
		this.closed = true;
		runTasks(Long.MAX_VALUE);
		ThreadExecutorMap.setCurrentExecutor(null);
		this.termination.trySuccess(null);
	}

	/** Runs tasks only, for not much longer than that; returns how many. */
	final int runTasks(long nanosMax) {
		fetchFromScheduledTaskQueue(this.tasks);
		Runnable task = this.tasks.poll();
		if (task == null) {
			return 0;
		}
		long beganNanos = System.nanoTime();
		int count = 0;
		while (task != null) {
			safeExecute(task);
			count++;
			task = (System.nanoTime() - beganNanos < nanosMax) ? this.tasks.poll() : null;
		}
		return count;
	}

	@Override
	public void execute(Runnable task) {
		if (this.closed && !inEventLoop()) {
			throw new RejectedExecutionException("The transport is closed");
		}
		this.tasks.add(task);
		if (!inEventLoop()) {
			this.handler.wakeup();
		}
	}

	@Override
	public boolean inEventLoop(Thread thread) {
		return this.owner == thread;
	}

	@Override
	public Future<IoRegistration> register(IoHandle handle) {
		Promise<IoRegistration> promise = newPromise();
		if (inEventLoop()) {
			register(handle, promise);
		}
		else {
			execute(() -> register(handle, promise));
		}
		return promise;
	}

	private void register(IoHandle handle, Promise<IoRegistration> promise) {
		try {
			promise.setSuccess(this.handler.register(handle));
		}
		catch (Exception ex) {
			promise.setFailure(ex);
		}
	}

	@Override
	public ChannelFuture register(Channel channel) {
		return register(new DefaultChannelPromise(channel, this));
	}

	@Override
	public ChannelFuture register(ChannelPromise promise) {
		promise.channel().unsafe().register(this, promise);
		return promise;
	}

	@Override
	@Deprecated
	public ChannelFuture register(Channel channel, ChannelPromise promise) {
		channel.unsafe().register(this, promise);
		return promise;
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return this.handler.isCompatible(handleType);
	}

	@Override
	public boolean isIoType(Class<? extends IoHandler> handlerType) {
		return handlerType.isAssignableFrom(this.handler.getClass());
	}

	@Override
	public IoEventLoop next() {
		return this;
	}

	@Override
	public @Nullable IoEventLoopGroup parent() {
		return null;
	}

	@Override
	public boolean isShuttingDown() {
		return this.closing;
	}

	@Override
	public boolean isShutdown() {
		return this.closed;
	}

	@Override
	public boolean isTerminated() {
		return this.termination.isDone();
	}

	@Override
	public Future<?> terminationFuture() {
		return this.termination;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.termination.await(timeout, unit);
	}

	/** Not offered: the transport closes it. */
	@Override
	public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
		throw new UnsupportedOperationException("The transport closes its loop");
	}

	/** Not offered: the transport closes it. */
	@Override
	@Deprecated
	public void shutdown() {
		throw new UnsupportedOperationException("The transport closes its loop");
	}

	/** What Netty's handler asks about the wait that it is called for. */
	private final class Wait implements IoHandlerContext {

		private final boolean waits;

		private long nanosMax;

		Wait(boolean waits) {
			this.waits = waits;
		}

		@Override
		public boolean canBlock() {
			MovableEventLoop loop = MovableEventLoop.this;
			return this.waits && loop.tasks.isEmpty() && !loop.hasScheduledTasks() && loop.mayWait();
		}

		@Override
		public long delayNanos(long currentTimeNanos) {
			return Math.min(this.nanosMax, MovableEventLoop.this.delayNanos(currentTimeNanos, this.nanosMax));
		}

		@Override
		public long deadlineNanos() {
			long next = nextScheduledTaskDeadlineNanos();
			long deadline = getCurrentTimeNanos() + this.nanosMax;
			return (next == -1L) ? deadline : Math.min(next, deadline);
		}

	}

}
