package io.raftboot.benchmarks.cluster;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Hears, once and on any thread, how an operation ended: the second argument is null when
 * it was acknowledged. Has the shape that {@code CompletableFuture.whenComplete} takes,
 * so that an adapter adds no object of its own.
 */
@FunctionalInterface
public interface Completion extends BiConsumer<@Nullable Object, @Nullable Throwable> {

}
