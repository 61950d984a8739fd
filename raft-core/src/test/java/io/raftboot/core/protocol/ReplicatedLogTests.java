package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Raft §5.3, §7: a log that begins behind a snapshot of entry 4, term 2, up to 6. */
class ReplicatedLogTests {

	private final RecordingOutput output = new RecordingOutput();

	private final ReplicatedLog log = log();

	private ReplicatedLog log() {
		TermIndex terms = TermIndex.behind(4, 2);
		terms.append(3, 6);
		InitialState state = new InitialState(id("a"), 11, new HardState(3, null), terms, List.of(), List.of(),
				new SnapshotMeta(4, 2, 1, Entries.voters("a", "b", "c")));
		return new ReplicatedLog(state, new PersistTracker(6), new MembershipTracker(state, this.output), this.output);
	}

	/** "If two entries have the same index and term, the logs agree up to there." */
	@Test
	void matchesByTermFromItsBaseOn() {
		assertThat(this.log.matches(3, 6)).isTrue();
		assertThat(this.log.matches(2, 6)).isFalse();
		assertThat(this.log.matches(2, 4)).isTrue();
		assertThat(this.log.matches(1, 4)).as("the base is known").isFalse();
		assertThat(this.log.matches(3, 7)).as("there is none").isFalse();
		assertThat(this.log.matches(0, 7)).as("there is none").isFalse();
	}

	@Test
	void whatASnapshotTookThePlaceOfMatchesEveryLeadersLog() {
		assertThat(this.log.matches(1, 3)).isTrue();
		assertThat(this.log.matches(0, 0)).isTrue();
	}

	@Test
	void onlyEntriesOfTheLogAreCommitted() {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.log.commitTo(7));
		this.log.commitTo(6);
		assertThat(this.output.drain()).containsExactly(new Commit(6));
		this.log.commitTo(5);
		this.log.commitTo(6);
		assertThat(this.output.drain()).isEmpty();
	}

	@Test
	void entriesAreAppendedWithoutGapOrOverlap() {
		for (int first : new int[] { 6, 8 }) {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> this.log.append(Entries.of(first, 3), 0));
		}
		this.log.append(Entries.of(7, 3, 4, 4), 0);
		assertThat(this.log.termOf(7)).isEqualTo(3);
		assertThat(this.log.termOf(8)).isEqualTo(4);
		assertThat(this.log.lastIndex()).isEqualTo(9);
	}

	/** Raft §5.4.1, with the snapshot's term where the log has no entries. */
	@Test
	void theLaterLastTermWinsThenTheLongerLog() {
		assertThat(this.log.isUpToDate(3, 6)).isTrue();
		assertThat(this.log.isUpToDate(3, 5)).isFalse();
		assertThat(this.log.isUpToDate(2, 99)).isFalse();
		assertThat(this.log.isUpToDate(4, 1)).isTrue();
	}

	/** What one leader showed to match says nothing of the next one's log. */
	@Test
	void isVerifiedForOneTermAtATime() {
		this.log.verified(3, 6);
		this.log.verified(3, 5);
		this.log.commitVerified(4, 6);
		assertThat(this.log.commitIndex()).isEqualTo(4);
		this.log.verified(4, 5);
		this.log.commitVerified(4, 6);
		assertThat(this.log.commitIndex()).as("no higher than this term's").isEqualTo(5);
		this.log.verified(4, 6);
		this.log.verified(4, 5);
		this.log.commitVerified(4, 9);
		assertThat(this.log.commitIndex()).as("a late message takes nothing back").isEqualTo(6);
	}

	@Test
	void aSnapshotIsOfCommittedEntriesThatAreKnown() {
		this.log.commitTo(5);
		assertThat(this.log.snapshotMeta(4).term()).isEqualTo(2);
		assertThat(this.log.snapshotMeta(5).term()).isEqualTo(3);
		for (long index : new long[] { 3, 6 }) {
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.log.snapshotMeta(index));
		}
	}

	@Test
	void onlyWhatASnapshotOfCommittedEntriesCoversIsLetGo() {
		this.log.commitTo(5);
		SnapshotMeta five = this.log.snapshotMeta(5);
		SnapshotMeta six = new SnapshotMeta(6, 3, 1, five.configuration());
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.log.compact(five, 7));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.log.compact(six, 6));
		this.log.compact(five, 6);
		assertThat(this.log.baseIndex()).isEqualTo(5);
		assertThat(this.log.snapshotIndex()).isEqualTo(5);
	}

	/** An own snapshot may end up behind one that was received meanwhile. */
	@Test
	void anOlderSnapshotDoesNotTakeThePlaceOfANewerOne() {
		SnapshotMeta four = this.log.snapshotMeta(4);
		this.log.commitTo(6);
		this.log.compact(this.log.snapshotMeta(6), 5);
		this.log.compact(four, 5);
		assertThat(this.log.snapshotIndex()).isEqualTo(6);
		assertThat(this.log.baseIndex()).isEqualTo(4);
	}

}
