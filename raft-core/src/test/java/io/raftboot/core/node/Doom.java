package io.raftboot.core.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.raftboot.core.model.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What became of a {@link DoomedNode}.
 *
 * @param killed whether it came to the step at which it was to be killed
 * @param changes of its disk, in order; the last is the one at which it was killed
 * @param acknowledged how many commands its machine had when it last acknowledged one, 0
 * if it did not
 * @param snapshotIndex index of the snapshot it acknowledged, 0 if it did not
 */
record Doom(boolean killed, List<String> changes, int acknowledged, long snapshotIndex) {

	private static final int KILLED = 128 + 9;

	/**
	 * Starts such a process and sends it SIGKILL when it asks for it. Returns when it has
	 * ended.
	 * @param armedBy what the text of a change has to contain for the steps to be counted
	 * from there
	 * @param count commands that are there, or that there are to become
	 */
	static Doom meet(DoomedNode.Life life, Path directory, String id, List<Peer> peers, String armedBy, KillPoint point,
			int count) {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
				DoomedNode.class.getName(), life.name(), directory.toString(), id,
				peers.stream().map((peer) -> peer.id().value() + "=" + peer.address()).collect(Collectors.joining(",")),
				armedBy, String.valueOf(point.step()), point.when().name(), String.valueOf(count));
		List<String> other = new ArrayList<>();
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
				return read(process, output, point, other);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Doom read(Process process, BufferedReader output, KillPoint point, List<String> other)
			throws IOException, InterruptedException {
		boolean killed = false;
		List<String> changes = new ArrayList<>();
		int acknowledged = 0;
		long snapshotIndex = 0L;
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			String text = line.startsWith(DoomedNode.MARK) ? line.substring(DoomedNode.MARK.length()) : "";
			if (text.equals(KillingDisk.KILL_ME)) {
				killed = true;
				process.toHandle().destroyForcibly(); // leaves the pipe open
			}
			else if (text.startsWith(DoomedNode.ACKNOWLEDGED)) {
				acknowledged = Integer.parseInt(text.substring(DoomedNode.ACKNOWLEDGED.length()));
			}
			else if (text.startsWith(DoomedNode.SNAPSHOT)) {
				snapshotIndex = Long.parseLong(text.substring(DoomedNode.SNAPSHOT.length()));
			}
			else if (!text.isEmpty()) {
				changes.add(text);
			}
			else {
				other.add(line);
			}
		}
		assertThat(process.waitFor())
			.as("end of the process to be killed %s, after %s, which said %s", point, changes, other)
			.isEqualTo(killed ? KILLED : 0);
		return new Doom(killed, changes, acknowledged, snapshotIndex);
	}

	/** The change at which it was killed. */
	String lastChange() {
		return this.changes.isEmpty() ? "none" : this.changes.get(this.changes.size() - 1);
	}

	/** The same without the numbers in names. */
	static String kindOf(String change) {
		return change.replaceAll("[0-9a-f]{16,20}(-[0-9a-f]{16,20})?", "*");
	}

}
