/**
 * The levels of the API that take commands as values, measured beside the bytes of the
 * engine.
 */
@NullMarked
package io.raftboot.benchmarks.typed;

import org.jspecify.annotations.NullMarked;
