package io.raftboot.core.node;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;

/**
 * A process of its own with one node in it, which is killed at one of the changes it
 * makes to its disk. What it does and what it acknowledges it tells on standard output, a
 * line each, before it goes on.
 */
final class DoomedNode {

	/** In front of every line that is meant for {@link Doom}. */
	static final String MARK = "@ ";

	/** In front of the text of a command that is acknowledged. */
	static final String ACKNOWLEDGED = "acknowledged ";

	/** In front of the index of an own snapshot that is acknowledged. */
	static final String SNAPSHOT = "snapshot ";

	private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

	private static final int LIFE_SECONDS = 60;

	private static final int LIFE_ENDED = 3;

	private DoomedNode() {
	}

	/**
	 * Lives.
	 * @param arguments which of the lives below, directory, id, {@code id=address,...} of
	 * the peers or nothing, what arms the disk, step and when of the kill, how many
	 * commands there are to become
	 */
	public static void main(String[] arguments) {
		CompletableFuture.delayedExecutor(LIFE_SECONDS, TimeUnit.SECONDS)
			.execute(() -> Runtime.getRuntime().halt(LIFE_ENDED));
		Path directory = Path.of(arguments[1]);
		KillPoint point = new KillPoint(Integer.parseInt(arguments[5]), KillPoint.When.valueOf(arguments[6]));
		KillingDisk disk = new KillingDisk(directory, arguments[4], point, DoomedNode::tell);
		List<Peer> peers = arguments[3].isEmpty() ? List.of()
				: List.of(arguments[3].split(",")).stream().map(DoomedNode::peer).toList();
		int count = Integer.parseInt(arguments[7]);
		try (DiskNode node = DiskNode.of(NodeId.of(arguments[2]), peers, directory, disk)) {
			node.start();
			switch (Life.valueOf(arguments[0])) {
				case TAKE -> take(node, count);
				case INSTALL -> install(node, count);
				case START -> {
				}
			}
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
		Runtime.getRuntime().halt(0);
	}

	/** Takes a snapshot of its own, with writes before, meanwhile, and after it. */
	private static void take(DiskNode node, int count) {
		await("its state", () -> node.machine().texts().size() == count);
		write(node, 3);
		node.machine().snapshotHook = () -> write(node, 3);
		long first = node.node().status().firstIndex();
		SnapshotMeta meta = node.node().snapshot().join();
		tell(SNAPSHOT + meta.index());
		write(node, 2);
		await("a shorter log", () -> node.node().status().firstIndex() > first);
		write(node, 3);
	}

	private static void write(DiskNode node, int count) {
		for (int i = 0; i < count; i++) {
			String text = text(node.machine().texts().size());
			node.node().propose(RaftNode.DEFAULT_MACHINE, bytes(text)).join();
			tell(ACKNOWLEDGED + node.machine().texts().size());
		}
	}

	/** The command that comes after so many. */
	static String text(int count) {
		return "w" + count + "-" + "x".repeat(1000);
	}

	/** Comes to the state of the others and lets go of its old snapshot. */
	private static void install(DiskNode node, int count) {
		Path snapshots = node.directory().resolve("snap");
		await("the state of the others", () -> node.machine().texts().size() >= count);
		await("the old snapshot to go", () -> {
			String[] files = snapshots.toFile().list();
			return files != null && files.length == 1;
		});
	}

	private static Peer peer(String text) {
		int at = text.indexOf('=');
		return Peer.of(text.substring(0, at), text.substring(at + 1));
	}

	/** A pipe keeps what was written to it when the writer is killed. */
	private static void tell(String text) {
		try {
			OUT.write((MARK + text + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	enum Life {

		TAKE, INSTALL, START

	}

}
