package io.raftboot.spring;

import org.springframework.util.Assert;

/** Versions of commands that are values, by {@link CommandVersion} on their classes. */
final class CommandVersions {

	static final int HIGHEST = 0xffff;

	private static final ClassValue<Integer> OF = new ClassValue<>() {

		@Override
		protected Integer computeValue(Class<?> type) {
			CommandVersion version = type.getAnnotation(CommandVersion.class);
			return (version != null) ? version.value() : 1;
		}

	};

	private CommandVersions() {
	}

	static int of(Class<?> commandType) {
		return OF.get(commandType);
	}

	/**
	 * The version of a machine that takes commands of this type.
	 * @throws IllegalArgumentException if a version is none
	 */
	static int highest(Class<?> commandType) {
		int highest = of(commandType);
		Assert.isTrue(highest >= 1 && highest <= HIGHEST,
				() -> "version " + of(commandType) + " of " + commandType.getName() + " is not from 1 to " + HIGHEST);
		if (commandType.isSealed()) {
			for (Class<?> permitted : commandType.getPermittedSubclasses()) {
				highest = Math.max(highest, highest(permitted));
			}
		}
		return highest;
	}

}
