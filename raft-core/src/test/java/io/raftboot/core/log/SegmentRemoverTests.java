package io.raftboot.core.log;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.io.Disk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Deletion on a thread of its own. */
@Timeout(30)
class SegmentRemoverTests {

	private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

	private final StoreFailure failure = new StoreFailure();

	private final CountDownLatch release = new CountDownLatch(1);

	private final LogDirectory directory = new LogDirectory(disk(), Path.of("/log"));

	private final SegmentRemover remover = new SegmentRemover(this.directory,
			new SpareSegments(this.directory, FileStorageOptions.DEFAULTS.withSpareSegments(0)), this.failure, true,
			() -> this.done.add("told"));

	@Test
	void theOldestGoesFirstAndTheDirectoryIsForcedAtTheEnd() throws Exception {
		this.release.countDown();
		this.remover.remove(List.of(segment(1), segment(2)));
		assertThat(List.of(next(), next(), next(), next(), next())).containsExactly("delete 1", "told", "delete 2",
				"told", "force");
		this.remover.close();
	}

	@Test
	void whoeverCallsDoesNotWaitAndAStopLeavesTheRest() throws Exception {
		this.remover.remove(List.of(segment(1), segment(2)));
		assertThat(next()).isEqualTo("delete 1");
		Thread closing = new Thread(this.remover::close);
		closing.start();
		while (closing.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		this.release.countDown();
		closing.join();
		assertThat(this.done).doesNotContain("delete 2");
	}

	@Test
	void aFailureIsToldToWhoeverWritesNext() throws Exception {
		this.release.countDown();
		this.remover.remove(List.of(segment(13)));
		assertThat(next()).isEqualTo("delete 13");
		while (!this.failure.isPoisoned()) {
			Thread.onSpinWait();
		}
		assertThatExceptionOfType(StoreFailedException.class).isThrownBy(this.failure::check);
		this.remover.close();
	}

	private String next() throws InterruptedException {
		return this.done.poll(20, TimeUnit.SECONDS);
	}

	private static Segment segment(long sequence) {
		return new Segment(Path.of("/log/" + sequence), new SegmentHeader(sequence, 1L, 0L, 1L, 0, "n1"), 100L);
	}

	private Disk disk() {
		return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] { Disk.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("forceDirectory")) {
						this.done.add("force");
						return null;
					}
					String name = ((Path) arguments[0]).getFileName().toString();
					this.done.add("delete " + name);
					this.release.await();
					if (name.equals("13")) {
						throw new IOException("on purpose");
					}
					return null;
				});
	}

}
