package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.RaftEvent.LeaderChanged;
import io.raftboot.core.model.RaftEvent.LeadershipGranted;
import io.raftboot.core.model.RaftEvent.LeadershipRevoked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Three nodes, of which at most one may act as leader. */
@Timeout(120)
class LeadershipTests {

	@TempDir
	Path directory;

	private final List<String> wrong = new CopyOnWriteArrayList<>();

	private @Nullable MemoryCluster cluster;

	@AfterEach
	void close() {
		if (this.cluster != null) {
			this.cluster.close();
		}
		assertThat(this.wrong).isEmpty();
	}

	private void start() {
		this.cluster = new MemoryCluster(this.directory, 3, SnapshotOptions.DEFAULTS);
		for (int i = 0; i < 3; i++) {
			int node = i;
			this.cluster.nodes.get(i)
				.events()
				.subscribe((event) -> granted(node, ((LeadershipGranted) event).token()), 10,
						Set.of(LeadershipGranted.class));
		}
	}

	/** At this moment nobody else may rely on an older leadership. */
	private void granted(int node, FencingToken token) {
		for (int i = 0; i < 3; i++) {
			Leadership other = leadership(i);
			if (i != node && other != null && token.isNewerThan(other.token()) && other.isHeld()) {
				this.wrong.add("n" + (i + 1) + " holds " + other + " while " + token + " is granted");
			}
		}
	}

	/** A node other than this one that can rely on its leadership. */
	private int awaitHolder(int exceptNode) {
		await("a leadership", () -> holder(exceptNode) >= 0);
		return holder(exceptNode);
	}

	private Leadership leadership(int node) {
		return this.cluster.nodes.get(node).leadership();
	}

	private int holder(int exceptNode) {
		for (int i = 0; i < 3; i++) {
			Leadership leadership = leadership(i);
			if (i != exceptNode && leadership != null && leadership.isHeld()) {
				return i;
			}
		}
		return -1;
	}

	@Test
	void isGrantedAndRevokedExactlyOncePerTermWithGrowingTokens() {
		start();
		for (int round = 0; round < 4; round++) {
			int leader = awaitHolder(-1);
			RaftNode node = this.cluster.nodes.get(leader);
			NodeId next = NodeId.of("n" + (1 + (leader + 1) % 3));
			RaftAdministration order = node.administration();
			boolean transfer = round % 2 == 0;
			await("the end of it", () -> {
				(transfer ? order.transferLeadership(next) : order.stepDown()).exceptionally((failure) -> -1L).join();
				return node.leadership() == null;
			});
		}
		awaitHolder(-1);
		this.cluster.close();
		List<FencingToken> granted = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			granted.addAll(takenBack(NodeId.of("n" + (i + 1)), this.cluster.eventsOf.get(i)));
		}
		assertThat(granted).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
		assertThat(granted.stream().map(FencingToken::term)).doesNotHaveDuplicates();
		granted.sort(null);
		assertThat(granted.stream().map(FencingToken::index)).isSorted().doesNotHaveDuplicates();
	}

	/** What was granted, each revoked before the next, and known to be the leader's. */
	private static List<FencingToken> takenBack(NodeId node, List<RaftEvent> events) {
		List<FencingToken> tokens = new ArrayList<>();
		FencingToken held = null;
		LeaderChanged latest = null;
		for (RaftEvent event : events) {
			if (event instanceof LeaderChanged changed) {
				latest = changed;
			}
			else if (event instanceof LeadershipGranted granted) {
				assertThat(held).as("held when %s", granted).isNull();
				assertThat(latest).isEqualTo(new LeaderChanged(node, granted.token().term()));
				held = granted.token();
				tokens.add(held);
			}
			else if (event instanceof LeadershipRevoked revoked) {
				assertThat(revoked.token()).isEqualTo(held);
				held = null;
			}
		}
		assertThat(held).as("never revoked, of %s", events).isNull();
		return tokens;
	}

	/** A transfer is quick; whoever was told of the old lease relies on the clock. */
	@Test
	void isGrantedAfterATransferOnlyWhenTheOldLeaseIsOverByItsHoldersClock() {
		start();
		for (int round = 0; round < 3; round++) {
			int old = awaitHolder(-1);
			Leadership leadership = leadership(old);
			Duration remaining = leadership.remaining();
			long promisedUntil = System.nanoTime() + remaining.toNanos();
			assertThat(remaining).isLessThanOrEqualTo(Duration.ofMillis(360));
			this.cluster.nodes.get(old).administration().transferLeadership(null).join();
			assertThat(leadership.isHeld()).isFalse();
			awaitHolder(old);
			assertThat(System.nanoTime() - promisedUntil).isNotNegative();
		}
	}

	@Test
	void endsByTheClockWhenNobodyAnswers() {
		start();
		int old = awaitHolder(-1);
		Leadership leadership = leadership(old);
		CountDownLatch told = new CountDownLatch(1);
		leadership.onRevoked(told::countDown);
		Set<NodeId> others = Set.of(NodeId.of("n" + (1 + (old + 1) % 3)), NodeId.of("n" + (1 + (old + 2) % 3)));
		this.cluster.network.partition(List.of(Set.of(NodeId.of("n" + (old + 1))), others));
		await("the lease to run out", () -> !leadership.isHeld());
		assertThatExceptionOfType(NotLeaderException.class).isThrownBy(leadership::requireHeld);
		await("the end", () -> told.getCount() == 0);
		assertThat(leadership.isRevoked()).isTrue();
		int next = awaitHolder(old);
		assertThat(leadership(next).token().isNewerThan(leadership.token())).isTrue();
		this.cluster.network.heal();
	}

	/** As if the process was stopped: the loop notices nothing, the clock goes on. */
	@Test
	void isOverBeforeTheNodeItselfRunsAgain() {
		start();
		int old = awaitHolder(-1);
		Leadership leadership = leadership(old);
		CountDownLatch goesOn = new CountDownLatch(1);
		RaftNode node = this.cluster.nodes.get(old);
		NodeId id = NodeId.of("n" + (old + 1));
		try {
			this.cluster.watching = (to, message) -> {
				if (message instanceof Message.Protocol protocol && protocol.from().equals(id)) {
					awaitUninterruptibly(goesOn);
				}
			};
			int next = awaitHolder(old);
			assertThat(node.leadership()).as("its own loop has not noticed").isSameAs(leadership);
			assertThat(leadership.isRevoked()).isFalse();
			assertThat(leadership.isHeld()).isFalse();
			assertThat(this.cluster.eventsOf.get(old)).noneMatch(LeadershipRevoked.class::isInstance);
			await("word of it",
					() -> this.cluster.eventsOf.get(next).stream().anyMatch(LeadershipGranted.class::isInstance));
		}
		finally {
			goesOn.countDown();
		}
		await("the revocation",
				() -> this.cluster.eventsOf.get(old).contains(new LeadershipRevoked(leadership.token())));
		assertThat(leadership.isRevoked()).isTrue();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Whoever leads acts on all that was committed before, not on less. */
	@Test
	void isNotGrantedBeforeWhatWasCommittedIsApplied() {
		start();
		this.cluster.write("before");
		int old = awaitHolder(-1);
		int next = (old + 1) % 3;
		await("the write to be everywhere", () -> this.cluster.machines.get(next).texts().size() == 1);
		CountDownLatch stuck = new CountDownLatch(1);
		RaftNode target = this.cluster.nodes.get(next);
		target.query(Consistency.LOCAL, () -> {
			stuck.await();
			return null;
		});
		try {
			this.cluster.nodes.get(old).administration().transferLeadership(NodeId.of("n" + (next + 1))).join();
			await("the target to lead", () -> target.status().term() > 0 && this.cluster.leader() == next);
			long until = System.nanoTime() + Duration.ofMillis(800).toNanos();
			await("two election timeouts without a grant", () -> {
				assertThat(target.leadership()).isNull();
				return System.nanoTime() > until || this.cluster.leader() != next;
			});
		}
		finally {
			stuck.countDown();
		}
		awaitHolder(-1);
	}

	@Test
	void ofANodeOnItsOwnIsRevokedWhenItStopsAndGrantedAnewAfterATimeout() {
		List<RaftEvent> events = new CopyOnWriteArrayList<>();
		RaftNodeOptions options = RaftNodeOptions.builder("solo")
			.dataDirectory(this.directory.resolve("solo"))
			.electionTimeout(Duration.ofMillis(300))
			.heartbeatInterval(Duration.ofMillis(50))
			.build();
		try (RaftNode node = RaftNode.builder(options)
			.stateMachine(new RecordingMachine())
			.listener(events::add)
			.build()) {
			assertThat(node.leadership()).isNull();
			node.start();
			await("leadership", () -> node.leadership() != null);
			Leadership first = node.leadership();
			node.close();
			assertThat(first.isRevoked()).isTrue();
			assertThat(first.isHeld()).isFalse();
			assertThat(node.leadership()).isNull();
			assertThat(events).contains(new LeadershipRevoked(first.token()));
			long started = System.nanoTime();
			node.start();
			await("leadership", () -> node.leadership() != null);
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
			assertThat(node.leadership().token().isNewerThan(first.token())).isTrue();
		}
	}

}
