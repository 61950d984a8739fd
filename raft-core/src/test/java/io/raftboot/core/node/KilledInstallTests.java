package io.raftboot.core.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.KillPoint.When;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * S52, P13: the process of a follower is killed (SIGKILL) while it receives and installs
 * a snapshot. The follower led once, without a majority: its log reaches beyond the
 * snapshot, with entries that never were. Whatever the step, the next start finds a
 * snapshot and a log that continues it, never a mixture, and comes to the state of the
 * others. Each life begins with the same directories of all three.
 */
@Timeout(2400)
class KilledInstallTests {

	private static final int AWAY = 2;

	@TempDir
	Path directory;

	private final List<Peer> peers = new ArrayList<>();

	private final List<@Nullable DiskNode> nodes = new ArrayList<>(Collections.nCopies(3, null));

	private Path root;

	private Path template;

	/** What the others have. */
	private List<String> texts;

	private int textsInSnapshot;

	private long oldSnapshotIndex;

	private long snapshotIndex;

	@BeforeEach
	void prepare() throws IOException {
		freePeers();
		this.template = this.directory.resolve("template");
		this.root = this.template;
		startPatient(AWAY);
		start(0);
		start(1);
		for (int i = 0; i < 20; i++) {
			write("first" + i);
		}
		awaitEqual(0, 1, AWAY);
		this.oldSnapshotIndex = snapshot(AWAY);
		write("by the one to go away");
		long common = leadAloneInVain();
		start(0);
		start(1);
		for (int i = 0; i < 80; i++) {
			write("kept" + i + "-" + "x".repeat(8000));
		}
		do {
			awaitEqual(0, 1);
			this.snapshotIndex = snapshot(0);
		}
		while (snapshot(1) != this.snapshotIndex); // an election came in between
		this.textsInSnapshot = machine(0).texts().size();
		await("short logs", () -> node(0).status().firstIndex() > common && node(1).status().firstIndex() > common);
		for (int i = 0; i < 5; i++) {
			write("tail" + i);
		}
		awaitEqual(0, 1);
		this.texts = machine(0).texts();
		closeAll();
		assertThat(StoredState.check(this.template.resolve("n3"), id(AWAY)).lastIndex())
			.isGreaterThan(this.snapshotIndex);
	}

	/** Answers the last index that all have. */
	private long leadAloneInVain() {
		do {
			start(0);
			start(1);
			await("it to lead", this::hasBeenGivenLeadership);
			awaitEqual(0, 1, AWAY);
			close(0);
			close(1);
		}
		while (node(AWAY).status().role() != Role.LEADER);
		long common = node(AWAY).status().lastIndex();
		for (int i = 1; i <= 250; i++) {
			node(AWAY).propose(RaftNode.DEFAULT_MACHINE, bytes("never" + i + "-" + "x".repeat(1000)));
			if (i % 10 == 0) {
				long last = common + i;
				await("them to be in its log", () -> node(AWAY).status().lastIndex() == last);
			}
		}
		close(AWAY);
		return common;
	}

	private boolean hasBeenGivenLeadership() {
		if (node(AWAY).status().role() == Role.LEADER) {
			return true;
		}
		try {
			node(leader()).administration().transferLeadership(id(AWAY)).join();
		}
		catch (CompletionException ex) {
			// it did not take over in time
		}
		return node(AWAY).status().role() == Role.LEADER;
	}

	@AfterEach
	void closeAll() {
		for (int i = 0; i < 3; i++) {
			close(i);
		}
	}

	@Test
	void anInstallMayEndAtSomeSteps() throws IOException {
		new KillSteps("Installing a snapshot", this::live).some(3);
	}

	@Test
	@Tag("long")
	void anInstallMayEndAtEveryStep() throws IOException {
		new KillSteps("Installing a snapshot", this::live).every()
			.haveKilledAt("create snap/*.snap.part", "write snap/*.snap.part", "force snap/*.snap.part",
					"rename to snap/*.snap", "force directory snap", "delete snap/*.snap", "write meta", "force meta",
					"rename to log/*.seg", "delete log/*.seg", "force directory log");
	}

	/** The start after the kill is killed as well. */
	@Test
	@Tag("long")
	void aStartThatCompletesAnInstallMayEndAtEveryStep() throws IOException {
		Path begun = this.directory.resolve("begun");
		for (String last : List.of("rename to snap/*.snap", "write meta", "rename to log/*.seg")) {
			followUntilAfter(last);
			StoredState.copy(this.root.resolve("n3"), begun);
			new KillSteps("Starting after " + last, (point) -> complete(begun, point)).every()
				.haveKilledAt("force directory snap", "write meta", "force meta", "rename to log/*.seg",
						"delete log/*.seg", "force directory log");
			StoredState.delete(begun);
		}
	}

	/** Ends an install after the first change of this kind behind the snapshot's name. */
	private void followUntilAfter(String kind) throws IOException {
		Doom doom = follow(KillPoint.NEVER);
		List<String> changes = doom.changes().stream().map(Doom::kindOf).toList();
		int renamed = changes.indexOf("rename to snap/*.snap");
		int step = renamed + changes.subList(renamed, changes.size()).indexOf(kind) + 1;
		// An election may shift the steps by a few
		for (int attempts = 0; attempts < 10 && !Doom.kindOf(doom.lastChange()).equals(kind); attempts++) {
			doom = follow(new KillPoint(step, When.AFTER));
		}
		assertThat(Doom.kindOf(doom.lastChange())).isEqualTo(kind);
	}

	private Doom live(KillPoint point) throws IOException {
		Doom doom = meet(point);
		StoredState state = StoredState.check(this.root.resolve("n3"), id(AWAY));
		assertThat(state.snapshotIndex()).isIn(this.oldSnapshotIndex, this.snapshotIndex);
		start(AWAY);
		List<String> atStart = machine(AWAY).texts();
		assertThat(atStart).isEqualTo(this.texts.subList(0, atStart.size()));
		awaitEqual(0, 1, AWAY);
		assertThat(machine(AWAY).texts()).isEqualTo(this.texts);
		assertThat(machine(AWAY).resets).isEqualTo((state.snapshotIndex() == this.snapshotIndex)
				? List.of(this.snapshotIndex) : List.of(this.oldSnapshotIndex, this.snapshotIndex));
		write("after");
		awaitEqual(0, 1, AWAY);
		close(AWAY);
		start(AWAY);
		awaitEqual(0, 1, AWAY);
		assertThat(machine(AWAY).texts()).hasSizeGreaterThan(this.texts.size())
			.startsWith(this.texts.toArray(new String[0]));
		closeAll();
		return doom;
	}

	/** Has the process live with the others until it is killed; they stop then. */
	private Doom follow(KillPoint point) throws IOException {
		Doom doom = meet(point);
		closeAll();
		return doom;
	}

	private Doom meet(KillPoint point) throws IOException {
		if (this.root != this.template) {
			StoredState.delete(this.root);
		}
		this.root = this.directory.resolve("data");
		StoredState.copy(this.template, this.root);
		start(0);
		start(1);
		return Doom.meet(DoomedNode.Life.INSTALL, this.root.resolve("n3"), "n3", this.peers, ".part", point,
				this.texts.size());
	}

	/** Nobody else is needed for that. */
	private Doom complete(Path begun, KillPoint point) throws IOException {
		StoredState.delete(this.root.resolve("n3"));
		StoredState.copy(begun, this.root.resolve("n3"));
		Doom doom = Doom.meet(DoomedNode.Life.START, this.root.resolve("n3"), "n3", this.peers, "", point, 0);
		StoredState state = StoredState.check(this.root.resolve("n3"), id(AWAY));
		assertThat(state).isEqualTo(
				new StoredState(this.snapshotIndex, state.snapshotTerm(), this.snapshotIndex + 1, this.snapshotIndex));
		for (int i = 0; i < 2; i++) {
			start(AWAY);
			assertThat(machine(AWAY).texts()).isEqualTo(this.texts.subList(0, this.textsInSnapshot));
			assertThat(machine(AWAY).resets).containsExactly(this.snapshotIndex);
			close(AWAY);
		}
		return doom;
	}

	private void freePeers() throws IOException {
		Random random = new Random();
		while (this.peers.size() < 3) {
			// Below the ports that outgoing connections of others are given
			int port = random.nextInt(12_000, 32_000);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				this.peers.add(Peer.of("n" + (this.peers.size() + 1), "127.0.0.1:" + socket.getLocalPort()));
			}
			catch (BindException ex) {
				// taken
			}
		}
	}

	private NodeId id(int i) {
		return this.peers.get(i).id();
	}

	private void start(int i) {
		start(DiskNode.of(id(i), this.peers, this.root.resolve(id(i).value()), Disk.system()), i);
	}

	/** One that goes on leading for a while when nobody answers. */
	private void startPatient(int i) {
		start(DiskNode.of(id(i), this.peers, this.root.resolve(id(i).value()), Disk.system(), Duration.ofSeconds(10)),
				i);
	}

	private void start(DiskNode node, int i) {
		close(i);
		this.nodes.set(i, node.start());
	}

	private void close(int i) {
		DiskNode node = this.nodes.set(i, null);
		if (node != null) {
			node.close();
		}
	}

	private RaftNode node(int i) {
		return Objects.requireNonNull(this.nodes.get(i)).node();
	}

	private RecordingMachine machine(int i) {
		return Objects.requireNonNull(this.nodes.get(i)).machine();
	}

	private long snapshot(int i) {
		return node(i).snapshot().join().index();
	}

	private int leader() {
		await("a leader", () -> leaderNow() >= 0);
		return leaderNow();
	}

	private int leaderNow() {
		for (int i = 0; i < 3; i++) {
			if (this.nodes.get(i) != null && node(i).status().role() == Role.LEADER) {
				return i;
			}
		}
		return -1;
	}

	/** Writes through the leader until it surely had an effect, maybe more than once. */
	private void write(String text) {
		while (true) {
			try {
				node(leader()).propose(RaftNode.DEFAULT_MACHINE, bytes(text)).join();
				return;
			}
			catch (CompletionException ex) {
				if (!(ex.getCause() instanceof RaftException) || ex.getCause() instanceof RaftStoppedException) {
					throw ex;
				}
				LockSupport.parkNanos(5_000_000L);
			}
		}
	}

	private void awaitEqual(int... which) {
		await("equal states", () -> {
			int leader = leaderNow();
			boolean equal = leader >= 0;
			for (int i : which) {
				equal = equal && node(i).status().appliedIndex() == node(leader).status().lastIndex()
						&& machine(i).texts().equals(machine(leader).texts());
			}
			return equal;
		});
	}

}
