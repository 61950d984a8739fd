package io.raftboot.core.snapshot;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.raftboot.core.io.Disk;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.SnapshotMeta;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The size of a snapshot is no matter of memory. */
class SnapshotMemoryTests {

	private static final int PIECES = 256;

	private static final byte[] PIECE = new byte[128 * 1024];

	private static final long ALLOCATED_BYTES_MAX = 2L << 20;

	@TempDir
	Path directory;

	@Test
	void aSnapshotIsWrittenReadSentAndReceivedThroughBuffersOfOneSize() throws Exception {
		FileSnapshotStore sender = FileSnapshotStore.open(Disk.system(), this.directory.resolve("sender"));
		FileSnapshotStore receiver = FileSnapshotStore.open(Disk.system(), this.directory.resolve("receiver"));
		long before = allocatedBytes();
		SnapshotFile snapshot = write(sender);
		long contentBytes = read(sender, snapshot);
		send(sender, snapshot, receiver);
		sender.close();
		FileSnapshotStore.open(Disk.system(), this.directory.resolve("sender")).close();
		long allocatedBytes = allocatedBytes() - before;
		assertThat(allocatedBytes).isLessThan(ALLOCATED_BYTES_MAX);
		assertThat(contentBytes).isEqualTo((long) PIECES * PIECE.length);
		assertThat(receiver.newest()).isEqualTo(snapshot);
	}

	private static SnapshotFile write(SnapshotStore store) throws Exception {
		SnapshotMeta meta = new SnapshotMeta(9, 2, 1,
				new ConfigurationEntry(new ClusterId(1, 2), Membership.of(List.of())));
		try (SnapshotWriter writer = store.write(meta)) {
			for (int i = 0; i < PIECES; i++) {
				PIECE[i]++;
				writer.content().write(PIECE);
			}
			return writer.commit();
		}
	}

	private static long read(SnapshotStore store, SnapshotFile snapshot) throws Exception {
		try (SnapshotReader reader = store.read(snapshot); InputStream content = reader.content()) {
			long total = 0;
			for (int read = 0; read >= 0; read = content.read(PIECE)) {
				total += read;
			}
			return total;
		}
	}

	private static void send(SnapshotStore from, SnapshotFile snapshot, SnapshotStore to) throws Exception {
		ByteBuffer chunk = ByteBuffer.allocate(256 * 1024);
		try (SnapshotReader reader = from.read(snapshot);
				SnapshotReceiver receiver = to.receive(9, 2, snapshot.totalBytes(), snapshot.checksum())) {
			for (long at = 0; !receiver.isComplete(); at += chunk.limit()) {
				reader.read(at, chunk.clear());
				receiver.write(at, chunk.flip());
			}
			receiver.commit();
		}
	}

	private static long allocatedBytes() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

}
