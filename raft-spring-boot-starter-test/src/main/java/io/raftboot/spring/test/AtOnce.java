package io.raftboot.spring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does the same to several things at once, each on a thread of its own. */
final class AtOnce {

	private AtOnce() {
	}

	/** Returns, or throws the first failure with the others, when all have ended. */
	static <T> void run(List<T> things, Consumer<T> action) {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			List<CompletableFuture<Void>> ends = new ArrayList<>();
			things.forEach((thing) -> ends.add(CompletableFuture.runAsync(() -> action.accept(thing), threads)));
			join(ends);
		}
		finally {
			threads.shutdown();
		}
	}

	private static void join(List<CompletableFuture<Void>> ends) {
		RuntimeException first = null;
		for (CompletableFuture<Void> end : ends) {
			try {
				end.join();
			}
			catch (CompletionException ex) {
				if (first == null) {
					first = (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
				}
				else {
					first.addSuppressed(ex.getCause());
				}
			}
		}
		if (first != null) {
			throw first;
		}
	}

}
