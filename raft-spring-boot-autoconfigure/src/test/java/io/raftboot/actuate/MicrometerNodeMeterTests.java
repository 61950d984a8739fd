package io.raftboot.actuate;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.CallOutcome;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.ElectionOutcome;
import io.raftboot.core.node.SnapshotOperation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerNodeMeterTests {

	private static final NodeId N2 = NodeId.of("n2");

	private static final NodeId N3 = NodeId.of("n3");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerNodeMeter meter = new MicrometerNodeMeter(this.registry, "default");

	@Test
	void callsAreTimedByTheirOutcome() {
		assertThat(this.registry.get("raft.proposals").tags("group", "default", "outcome", "overload").timer().count())
			.isZero();
		this.meter.commandEnded(CallOutcome.OK, 3_000_000L);
		this.meter.commandEnded(CallOutcome.OVERLOAD, 0L);
		this.meter.readEnded(Consistency.LEASE, CallOutcome.OK, 5_000_000L);
		this.meter.readEnded(Consistency.LOCAL, CallOutcome.TIMEOUT, 7_000_000L);
		assertThat(millis("raft.proposals", "outcome", "ok")).isEqualTo(3);
		assertThat(this.registry.get("raft.proposals").tags("outcome", "overload").timer().count()).isOne();
		assertThat(millis("raft.reads", "consistency", "lease", "outcome", "ok")).isEqualTo(5);
		assertThat(millis("raft.reads", "consistency", "local", "outcome", "timeout")).isEqualTo(7);
	}

	@Test
	void theWayOfABatchIsTimed() {
		this.meter.batchCommitted(1_000_000L);
		this.meter.batchApplied(12, 2_000_000L);
		this.meter.sessionsKept(3, 4);
		this.meter.logAppended(3_000_000L);
		this.meter.logForced(4_000_000L);
		assertThat(millis("raft.commit.time")).isEqualTo(1);
		assertThat(millis("raft.apply.time")).isEqualTo(2);
		assertThat(this.registry.get("raft.apply.batch").summary().totalAmount()).isEqualTo(12);
		assertThat(this.registry.get("raft.sessions").gauge().value()).isEqualTo(3);
		assertThat(this.registry.get("raft.session.keys").gauge().value()).isEqualTo(4);
		assertThat(millis("raft.log.append")).isEqualTo(3);
		assertThat(millis("raft.log.fsync")).isEqualTo(4);
	}

	@Test
	void whatIsRareIsCounted() {
		this.meter.electionEnded(ElectionOutcome.PREVOTE_REJECTED, 1_000_000L);
		this.meter.transferEnded(CallOutcome.REJECTED);
		this.meter.snapshotEnded(SnapshotOperation.TAKE, true, 2_000_000L);
		this.meter.snapshotEnded(SnapshotOperation.SEND, false, 3_000_000L);
		assertThat(count("raft.elections", "outcome", "prevote_rejected")).isOne();
		assertThat(count("raft.elections", "outcome", "won")).isZero();
		assertThat(millis("raft.election.time")).isEqualTo(1);
		assertThat(count("raft.leadership.transfers", "outcome", "rejected")).isOne();
		assertThat(millis("raft.snapshot", "operation", "take", "outcome", "ok")).isEqualTo(2);
		assertThat(millis("raft.snapshot", "operation", "send", "outcome", "error")).isEqualTo(3);
	}

	@Test
	void aPeerHasMetersWhileItIsAMember() {
		this.meter.entriesSent(N2, 3, 100);
		assertThat(peersOf(this.registry)).isEmpty();
		this.meter.peers(List.of(N2, N3));
		this.meter.entriesSent(N2, 3, 100);
		this.meter.entriesReplicated(N2, 2_000_000L);
		this.meter.heartbeatAnswered(N3, 1_000_000L);
		this.meter.peers(List.of(N3, N2));
		assertThat(count("raft.replication.entries", "peer", "n2")).isEqualTo(3);
		assertThat(count("raft.replication.bytes", "peer", "n2")).isEqualTo(100);
		assertThat(millis("raft.replication.time", "peer", "n2")).isEqualTo(2);
		assertThat(millis("raft.peer.rtt", "peer", "n3")).isEqualTo(1);
		this.meter.peers(List.of(N3));
		assertThat(peersOf(this.registry)).containsOnly("n3");
		this.meter.entriesSent(N2, 1, 1);
		this.meter.entriesReplicated(N2, 1);
		this.meter.heartbeatAnswered(N2, 1);
		assertThat(peersOf(this.registry)).containsOnly("n3");
	}

	@Test
	void peersAlsoLeaveTheRegistriesOfAComposite() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(this.registry);
		MicrometerNodeMeter several = new MicrometerNodeMeter(composite, "other");
		several.peers(List.of(N2));
		assertThat(peersOf(this.registry)).containsOnly("n2");
		several.peers(List.of());
		assertThat(peersOf(this.registry)).isEmpty();
		assertThat(peersOf(composite)).isEmpty();
	}

	@Test
	void recordingAllocatesNothing() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		MicrometerNodeMeter measured = new MicrometerNodeMeter(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
				"default");
		measured.peers(List.of(N2));
		recordAll(measured, 20_000);
		long before = threads.getCurrentThreadAllocatedBytes();
		recordAll(measured, 20_000);
		long perRound = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;
		assertThat(perRound).isLessThan(16);
	}

	private static void recordAll(MicrometerNodeMeter meter, int rounds) {
		for (int i = 0; i < rounds; i++) {
			meter.commandEnded(CallOutcome.OK, i);
			meter.readEnded(Consistency.LINEARIZABLE, CallOutcome.OK, i);
			meter.batchCommitted(i);
			meter.batchApplied(5, i);
			meter.sessionsKept(i, i);
			meter.logAppended(i);
			meter.logForced(i);
			meter.entriesSent(N2, 5, 100);
			meter.entriesReplicated(N2, i);
			meter.heartbeatAnswered(N2, i);
		}
	}

	private double millis(String name, String... tags) {
		return this.registry.get(name).tags(tags).timer().totalTime(TimeUnit.MILLISECONDS);
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	private static List<String> peersOf(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("peer"))
			.filter((peer) -> peer != null)
			.toList();
	}

}
