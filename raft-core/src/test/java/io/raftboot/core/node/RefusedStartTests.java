package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Starts that cannot be: each has a reason of its own, and changes nothing. */
class RefusedStartTests extends SnapshottingNode {

	private static final NodeId SELF = NodeId.of("solo");

	@Test
	void anAddressOfAnotherMachine() {
		RaftNode node = node(options().bind("192.0.2.1:7000").build(), new RecordingMachine());
		assertRefused(node, Reason.ADDRESS_UNUSABLE, "Cannot listen on 192.0.2.1:7000: this machine has no such");
	}

	@Test
	void aFullDisk() {
		FragileDisk disk = new FragileDisk();
		disk.full = true;
		DiskNode node = DiskNode.of(SELF, List.of(), this.directory.resolve("data"), disk);
		assertRefused(node.node(), Reason.DISK_FULL, "data cannot be used: the disk is full: No space left for");
		disk.full = false;
		node.start().close();
	}

	@Test
	void aDirectoryWithoutPermission() {
		Disk disk = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] { Disk.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("createDirectories")) {
						throw new AccessDeniedException(arguments[0].toString());
					}
					return method.invoke(Disk.system(), arguments);
				});
		DiskNode node = DiskNode.of(SELF, List.of(), this.directory.resolve("data"), disk);
		assertRefused(node.node(), Reason.DIRECTORY_UNUSABLE,
				"Data directory " + node.directory() + " cannot be used: no permission for " + node.directory());
	}

	@Test
	void dataOfALaterVersion() throws IOException {
		start(NONE).close();
		Path meta = this.directory.resolve("data/default/meta");
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(meta)).order(ByteOrder.LITTLE_ENDIAN);
		for (int copy = 0; copy < bytes.capacity(); copy += 2048) {
			bytes.putInt(copy + 4, 2);
			bytes.putInt(copy + 508, checksum(bytes.array(), copy, 508));
		}
		Files.write(meta, bytes.array());
		assertRefused(node(options().build(), this.machine), Reason.UNSUPPORTED_VERSION,
				meta + " cannot be read: it is of version 2; this node reads version 1");
		assertThat(meta).hasBinaryContent(bytes.array());
		assertThat(DataDirectory.owner(this.directory.resolve("data"))).isNull();
	}

	@Test
	void aSnapshotOfALaterVersion() throws IOException {
		start(NONE).close();
		String name = "00000000000000000042-00000000000000000007.snap";
		Path file = this.directory.resolve("data/default/snap").resolve(name);
		try (InputStream golden = getClass().getResourceAsStream("/golden/snapshot-1/" + name)) {
			ByteBuffer bytes = ByteBuffer.wrap(golden.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
			bytes.putInt(4, 2);
			// Mixed as snapshots carry it
			bytes.putInt(12, Integer.rotateLeft(checksum(bytes.array(), 0, 12), 13) + 0x5bd1e995);
			Files.write(file, bytes.array());
		}
		assertRefused(node(options().build(), this.machine), Reason.UNSUPPORTED_VERSION,
				name + " cannot be used: it is of version 2");
		assertThat(file).exists();
	}

	@Test
	void aStateMachineThatDoesNotOpen() {
		assertRefused(node(options().build(), new Unopened()), Reason.STATE_MACHINE,
				"A state machine cannot be opened: java.lang.IllegalStateException: no database on purpose");
	}

	@Test
	void aStateMachineThatDoesNotTakeOverItsState() {
		start(NONE);
		write(10);
		this.node.snapshot().join();
		this.node.close();
		assertRefused(node(options().build(), new Unreadable()), Reason.STATE_MACHINE,
				"cannot be restored from the snapshot", "another layout on purpose");
	}

	@Test
	void aStateMachineThatIsAheadOfTheLog() {
		assertRefused(node(options().build(), new ForwardingMachine(this.machine, 77)), Reason.STATE_MACHINE_AHEAD,
				"applied entry 77", "log ends at 0");
	}

	@Test
	void theOwnerOfADirectoryIsKnownBeforeAStart() throws IOException {
		Path data = this.directory.resolve("data");
		assertThat(DataDirectory.owner(data)).isNull();
		start(NONE);
		assertThat(DataDirectory.owner(data)).isEqualTo(SELF);
		this.node.close();
		assertThat(DataDirectory.owner(data)).isEqualTo(SELF);
		Files.write(data.resolve("default/meta"), new byte[10]);
		assertThat(DataDirectory.owner(data)).isNull();
	}

	private RaftNodeOptions.Builder options() {
		return RaftNodeOptions.builder("solo").dataDirectory(this.directory.resolve("data"));
	}

	private static RaftNode node(RaftNodeOptions options, StateMachine machine) {
		return new RaftNode(options, Map.of("default", machine));
	}

	private static void assertRefused(RaftNode node, Reason reason, String... texts) {
		assertThatExceptionOfType(RaftStartException.class).isThrownBy(node::start)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(texts));
		assertThat(node.status().state()).isEqualTo(NodeState.STOPPED);
	}

	private static int checksum(byte[] bytes, int offset, int length) {
		CRC32C crc = new CRC32C();
		crc.update(bytes, offset, length);
		return (int) crc.getValue();
	}

	private static final class Unopened implements StateMachine {

		@Override
		public long appliedIndex() {
			throw new IllegalStateException("no database on purpose");
		}

		@Override
		public byte[] commit(CommitContext context, ByteBuffer command) {
			return new byte[0];
		}

		@Override
		public void reset(long index, InputStream source) {
		}

	}

	private static final class Unreadable implements StateMachine {

		@Override
		public byte[] commit(CommitContext context, ByteBuffer command) {
			return new byte[0];
		}

		@Override
		public void reset(long index, InputStream source) throws IOException {
			throw new IOException("another layout on purpose");
		}

	}

}
