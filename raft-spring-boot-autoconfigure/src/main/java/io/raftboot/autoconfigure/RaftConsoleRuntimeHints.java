package io.raftboot.autoconfigure;

import io.raftboot.console.RaftConsole;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image needs of the {@link RaftConsole}. */
final class RaftConsoleRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		RaftConsole.registerHints(hints);
	}

}
