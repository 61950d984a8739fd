package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * A call of a command, before it is written to the log or after it was read from it.
 *
 * @param method what is called
 * @param arguments one for each parameter
 */
record CommandCall(CommandMethod method, @Nullable Object[] arguments) {
}
