package io.raftboot.core.transport.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up away from the loop, for a name service may take many seconds to answer.
 * Nothing is remembered here: a peer that moved is found at the next attempt, as soon as
 * the JVM's own cache allows.
 */
final class AddressResolver implements AutoCloseable {

	private static final int THREADS_MAX = 16;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, THREADS_MAX, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), AddressResolver::thread);

	private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

	private final Runnable wakeUp;

	/**
	 * @param wakeUp called by any thread when there are answers to {@link #deliver}
	 */
	AddressResolver(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	/**
	 * Starts a look-up.
	 * @param attempt which one of several addresses to take
	 * @param then told the address by {@link #deliver}, or null if there is none
	 */
	void resolve(HostPort address, int attempt, Consumer<@Nullable InetSocketAddress> then) {
		try {
			this.executor.execute(() -> {
				InetSocketAddress found = lookUp(address, attempt);
				this.answers.add(() -> then.accept(found));
				this.wakeUp.run();
			});
		}
		catch (RejectedExecutionException ex) {
			this.answers.add(() -> then.accept(null));
			this.wakeUp.run();
		}
	}

	/** Loop: hands out the answers so far; returns how many. */
	int deliver() {
		int count = 0;
		for (Runnable answer = this.answers.poll(); answer != null; answer = this.answers.poll()) {
			answer.run();
			count++;
		}
		return count;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private static @Nullable InetSocketAddress lookUp(HostPort address, int attempt) {
		try {
			InetAddress[] all = InetAddress.getAllByName(address.host());
			return new InetSocketAddress(all[Math.floorMod(attempt, all.length)], address.port());
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "raft-resolver");
		thread.setDaemon(true);
		return thread;
	}

}
