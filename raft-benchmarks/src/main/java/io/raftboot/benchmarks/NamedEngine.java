package io.raftboot.benchmarks;

/**
 * What another process says of an engine.
 *
 * @param name as {@code --engine} takes it
 * @param settings for the report
 * @param durable whether it forces before it acknowledges
 */
record NamedEngine(String name, String settings, boolean durable) {

	String toLine() {
		return this.name + "\t" + this.durable + "\t" + this.settings.replaceAll("\\s+", " ");
	}

	static NamedEngine parse(String line) {
		String[] parts = line.split("\t", 3);
		return new NamedEngine(parts[0], parts[2], Boolean.parseBoolean(parts[1]));
	}

}
