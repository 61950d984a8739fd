package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent.MembershipChanged;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.protocol.RecordingOutput.Configuration;
import io.raftboot.core.protocol.RecordingOutput.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Raft §6: "a server always uses the latest configuration in its log". */
class MembershipTrackerTests {

	private final RecordingOutput output = new RecordingOutput();

	/** Listed: a, b, c. Entry 3: without c. Entry 6: without b. */
	private final MembershipTracker tracker = tracker(null, at(3, voting("a b")), at(6, voting("a")));

	@Test
	void theLatestIsInEffect() {
		assertThat(this.tracker.index()).isEqualTo(6);
		assertThat(this.tracker.membership()).isEqualTo(voting("a"));
	}

	@Test
	void eachWasInEffectFromItsEntryToTheNext() {
		for (long index = 0; index <= 9; index++) {
			assertThat(this.tracker.at(index).index()).isEqualTo((index < 3) ? 0 : (index < 6) ? 3 : 6);
		}
	}

	@Test
	void truncationBringsBackTheOneBefore() {
		this.tracker.truncateFrom(7);
		assertThat(this.output.drain()).as("nothing changed").isEmpty();
		this.tracker.truncateFrom(6);
		assertThat(this.tracker.membership()).isEqualTo(voting("a b"));
		assertThat(this.output.drain()).containsExactly(new Configuration(3, entry(voting("a b"))),
				new Event(new MembershipChanged(3, voting("a b"))));
		this.tracker.truncateFrom(1);
		assertThat(this.tracker.membership()).isEqualTo(voting("a b c"));
		assertThat(this.tracker.index()).isZero();
	}

	@Test
	void configurationsAreAppendedInOrder() {
		for (long index : new long[] { 5, 6 }) {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> this.tracker.append(index, entry(voting("a"))));
		}
		this.tracker.append(7, entry(voting("a d")));
		assertThat(this.output.drain()).containsExactly(new Configuration(7, entry(voting("a d"))),
				new Event(new MembershipChanged(7, voting("a d"))));
	}

	@Test
	void compactionKeepsWhatIsInEffectThereAndLater() {
		this.tracker.compactTo(5);
		assertThat(this.tracker.at(5).index()).isEqualTo(3);
		this.tracker.truncateFrom(6);
		assertThat(this.tracker.membership()).isEqualTo(voting("a b"));
		assertThat(this.tracker.lastKnown(id("c"))).as("long gone").isNull();
	}

	@Test
	void compactionUpToAConfigurationLeavesItAlone() {
		this.tracker.compactTo(6);
		assertThat(this.tracker.at(6).index()).isEqualTo(6);
		assertThat(this.tracker.lastKnown(id("b"))).isNull();
		this.tracker.compactTo(99);
		assertThat(this.tracker.membership()).isEqualTo(voting("a"));
	}

	/** Its address is needed to reach a leader that is no member any more. */
	@Test
	void aNodeIsKnownAsTheLatestConfigurationNamedIt() {
		Peer moved = Peer.of("b", "elsewhere:1");
		MembershipTracker moving = tracker(null, at(3, Membership.of(List.of(moved))), at(6, voting("a")));
		assertThat(moving.lastKnown(id("b"))).isEqualTo(moved);
		assertThat(moving.lastKnown(id("c"))).isEqualTo(Peer.of("c", "c:1"));
		assertThat(moving.lastKnown(id("x"))).isNull();
	}

	/** What a snapshot says counts from its entry on, older entries no more. */
	@Test
	void aSnapshotsConfigurationTakesThePlaceOfThoseBeforeIt() {
		SnapshotMeta snapshot = new SnapshotMeta(8, 2, 6, entry(voting("a d")));
		assertThat(tracker(snapshot, at(3, voting("a b")), at(6, voting("a"))).membership()).isEqualTo(voting("a d"));
		assertThat(tracker(snapshot, at(6, voting("a")), at(7, voting("d"))).membership()).isEqualTo(voting("d"));
		this.tracker.reset(8, entry(voting("a d")));
		assertThat(this.tracker.at(0).index()).isEqualTo(8);
		assertThat(this.tracker.lastKnown(id("b"))).isNull();
	}

	/**
	 * Thesis 4.2.2: "a server that is not part of its own latest configuration should
	 * still start new elections", until that is committed.
	 */
	@Test
	void whoIsLeftOutMayLeadUntilThatIsCommitted() {
		assertThat(this.tracker.mayLead(id("a"), 6)).as("a voter").isTrue();
		assertThat(this.tracker.mayLead(id("b"), 5)).isTrue();
		assertThat(this.tracker.mayLead(id("b"), 6)).isFalse();
		assertThat(this.tracker.mayLead(id("c"), 5)).as("left out before that").isFalse();
		this.tracker.truncateFrom(6);
		assertThat(this.tracker.mayLead(id("c"), 2)).isTrue();
		this.tracker.truncateFrom(3);
		assertThat(this.tracker.mayLead(id("x"), -1)).as("nothing was before the list").isFalse();
	}

	/** Another voter, now or before, may have been promised something. */
	@Test
	void whoeverHadAnotherVoterBesideItWasNotAloneSinceItsStart() {
		assertThat(this.tracker.isSoleVoterSinceStart(id("a"))).isFalse();
		assertThat(alone(voting("a")).isSoleVoterSinceStart(id("a"))).isTrue();
		assertThat(alone(members("a", "", "b", "c")).isSoleVoterSinceStart(id("a"))).as("no voters").isTrue();
		assertThat(alone(members("a", "a b", "", "")).isSoleVoterSinceStart(id("a"))).as("an outgoing one").isFalse();
		assertThat(alone(voting("b")).isSoleVoterSinceStart(id("a"))).isFalse();
		assertThat(alone(members("", "", "a", "")).isSoleVoterSinceStart(id("a"))).as("it does not vote").isFalse();
	}

	private MembershipTracker alone(Membership membership) {
		return new MembershipTracker(new InitialState(id("a"), 11, new HardState(2, null), TermIndex.behind(9, 2),
				List.of(at(3, membership)), Entries.peers("a")), this.output);
	}

	private MembershipTracker tracker(@Nullable SnapshotMeta snapshot, IndexedConfiguration... configurations) {
		return new MembershipTracker(new InitialState(id("a"), 11, new HardState(2, null), TermIndex.behind(9, 2),
				List.of(configurations), Entries.peers("a", "b", "c"), snapshot), this.output);
	}

	private static IndexedConfiguration at(long index, Membership membership) {
		return new IndexedConfiguration(index, entry(membership));
	}

	private static ConfigurationEntry entry(Membership membership) {
		return new ConfigurationEntry(Entries.CLUSTER, membership);
	}

}
