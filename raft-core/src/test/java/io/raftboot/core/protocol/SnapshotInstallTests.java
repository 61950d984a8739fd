package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.Configuration;
import io.raftboot.core.protocol.RecordingOutput.InstallSnapshot;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.SendSnapshot;
import io.raftboot.core.protocol.RecordingOutput.Truncate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Raft §7, figure 13: log compaction and snapshots that are sent to followers. */
class SnapshotInstallTests {

	private static final ConfigurationEntry FOUR = new ConfigurationEntry(Entries.CLUSTER, voting("a b c d"));

	private static SnapshotMeta snapshot(long index, long term) {
		return new SnapshotMeta(index, term, 2, FOUR);
	}

	/** Sends one when "it has discarded the next log entry it needs to send". */
	@Nested
	class TheLeader {

		/** Term 4; b has all 6 entries, c nothing yet; the log begins behind entry 4. */
		private final GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3)
			.leaderWithB()
			.propose(2)
			.persisted()
			.acknowledge("b", 6)
			.compacted(5, 5);

		@Test
		void keepsTheTermOfTheLastEntryItLetGo() {
			assertThat(this.node.core.baseIndex()).isEqualTo(4);
			assertThat(this.node.core.termOf(4)).isEqualTo(4);
			assertThat(this.node.core.termOf(3)).isZero();
			assertThat(this.node.core.lastIndex()).isEqualTo(6);
		}

		/** S49. */
		@Test
		void sendsASnapshotOnceToWhoNeedsAnEntryThatIsGone() {
			refusedByC();
			assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
			assertThat(this.node.peer("c").state()).isEqualTo("SNAPSHOT");
			assertThat(refusedByC().effects(SendSnapshot.class)).isEmpty();
		}

		@Test
		void sendsNothingElseMeanwhileButHeartbeats() {
			refusedByC();
			assertThat(this.node.propose(1).sentTo("c")).isEmpty();
			this.node.elapse(SETTINGS.heartbeatIntervalNanos());
			assertThat(this.node.sentTo("c")).hasOnlyElementsOfType(Heartbeat.class).hasSize(1);
			this.node.step(new HeartbeatResponse(id("c"), 4, this.node.latestRound(), 1));
			assertThat(this.node.sentTo("c")).isEmpty();
			assertThat(this.node.effects(SendSnapshot.class)).isEmpty();
		}

		@Test
		void goesOnBehindTheSnapshotWhenThePeerHasIt() {
			refusedByC().step(new AppendResponse(id("c"), 4, true, 5, 0, 0, 0));
			assertThat(this.node.peer("c").state()).isEqualTo("REPLICATE");
			assertThat(this.node.effects(SendEntries.class)).extracting((send) -> send.header().previousIndex())
				.containsExactly(5L);
		}

		@Test
		void takesALateAnswerOfLowReachForNoSnapshot() {
			refusedByC().acknowledge("c", 1);
			assertThat(this.node.peer("c").state()).isEqualTo("SNAPSHOT");
			assertThat(this.node.effects(SendSnapshot.class)).isEmpty();
		}

		/** S55: the log was compacted again while the snapshot was on its way. */
		@Test
		void sendsTheNextOneToWhoHasTheFirstButNotWhereTheLogBeginsNow() {
			refusedByC().compacted(6, 7).step(new AppendResponse(id("c"), 4, true, 5, 0, 0, 0));
			assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
			this.node.step(new AppendResponse(id("c"), 4, true, 6, 0, 0, 0));
			assertThat(this.node.peer("c").state()).isEqualTo("REPLICATE");
		}

		@Test
		void triesAgainAfterAFailureWhenThePeerShowsThatItIsAlive() {
			refusedByC();
			this.node.core.onSnapshotFailed(id("c"), this.node.nowNanos);
			assertThat(this.node.elapse(200 * MILLIS).effects(SendSnapshot.class)).isEmpty();
			this.node.step(new HeartbeatResponse(id("c"), 4, this.node.latestRound(), 1));
			assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
		}

		@Test
		void triesAgainWhenThePeerIsConnectedAgain() {
			refusedByC().disconnected("c").connected("c");
			assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("c")));
		}

		/** The answer was lost, or the peer knew no leader when it had the snapshot. */
		@Test
		void asksAPeerThatSeemsToHaveItWithoutHavingSaidSo() {
			refusedByC().step(new HeartbeatResponse(id("c"), 4, this.node.latestRound(), 5));
			assertThat(this.node.sentTo("c")).hasOnlyElementsOfType(AppendEntries.class)
				.extracting("previousIndex")
				.containsExactly(5L);
			assertThat(this.node.peer("c").state()).isEqualTo("SNAPSHOT");
			this.node.acknowledge("c", 5);
			assertThat(this.node.peer("c").state()).isEqualTo("REPLICATE");
		}

		@Test
		void doesNotBelieveALongLogThatDiffers() {
			refusedByC().step(new HeartbeatResponse(id("c"), 4, this.node.latestRound(), 9));
			this.node.step(new AppendResponse(id("c"), 4, false, 6, 3, 2, this.node.latestRound()));
			assertThat(this.node.peer("c").state()).isEqualTo("SNAPSHOT");
			assertThat(this.node.effects(SendSnapshot.class)).isEmpty();
		}

		@Test
		void disturbsNobodyThatKeepsUp() {
			this.node.propose(1);
			assertThat(this.node.effects(SendEntries.class)).extracting(SendEntries::to).contains(id("b"));
			assertThat(this.node.peer("b").state()).isEqualTo("REPLICATE");
		}

		@Test
		void sendsOneToALearnerThatIsNew() {
			this.node.change(members("a b c", "", "d", "")).connected("d");
			this.node.step(new AppendResponse(id("d"), 4, false, 7, 0, 0, this.node.latestRound()));
			assertThat(this.node.effects(SendSnapshot.class)).containsExactly(new SendSnapshot(id("d")));
		}

		private GivenNode refusedByC() {
			return this.node.step(new AppendResponse(id("c"), 4, false, 3, 1, 1, this.node.latestRound()));
		}

	}

	@Nested
	class TheFollower {

		/** S45: "stale or duplicate". */
		@Test
		void ignoresOneThatIsNotAheadOfWhatItCommittedAndSaysHowFarItIs() {
			GivenNode node = follower(1, 3, 3, 3).step(append("b", 3, 4, 3, 4, Entries.of(5)))
				.received(snapshot(3, 3), "b");
			assertThat(node.effects()).hasSize(1);
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new AppendResponse(id("a"), 3, true, 4, 0, 0, 0));
			assertThat(node.core.commitIndex()).isEqualTo(4);
			assertThat(node.core.membership()).isEqualTo(voting("a b c"));
		}

		/** Figure 13, 6: "retain log entries following it and reply". */
		@Test
		void keepsItsLogIfItHasTheEntryTheSnapshotEndsWith() {
			GivenNode node = follower(1, 3, 3, 3).received(snapshot(3, 3), "b");
			assertThat(node.effects(InstallSnapshot.class)).isEmpty();
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(3));
			assertThat(node.core.lastIndex()).isEqualTo(4);
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new AppendResponse(id("a"), 3, true, 3, 0, 0, 0));
		}

		@Test
		void keepsItsLogIfItEndsWithTheSameEntry() {
			GivenNode node = follower(1, 3, 3, 3).received(snapshot(4, 3), "b");
			assertThat(node.effects(InstallSnapshot.class)).isEmpty();
			assertThat(node.core.baseIndex()).isZero();
			assertThat(node.core.commitIndex()).isEqualTo(4);
		}

		/** Figure 13, 7 and 8: "discard the entire log, reset state machine". */
		@Test
		void replacesAShorterLog() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b");
			assertThat(node.effects(InstallSnapshot.class)).containsExactly(new InstallSnapshot(1, snapshot(9, 3)));
			assertThat(node.core.lastIndex()).isEqualTo(9);
			assertThat(node.core.lastTerm()).isEqualTo(3);
			assertThat(node.core.baseIndex()).isEqualTo(9);
			assertThat(node.core.commitIndex()).isEqualTo(9);
			assertThat(node.core.durableIndex()).isEqualTo(9);
		}

		@Test
		void replacesALongerLogThatDiffers() {
			GivenNode node = follower(1, 2, 2, 2, 2).received(snapshot(3, 3), "b");
			assertThat(node.effects(InstallSnapshot.class)).hasSize(1);
			assertThat(node.effects(Truncate.class)).isEmpty();
			assertThat(node.core.lastIndex()).isEqualTo(3);
			assertThat(node.core.termOf(3)).isEqualTo(3);
		}

		/** "Load the snapshot's cluster configuration." S51: with its index. */
		@Test
		void takesOverTheConfigurationWithItsIndex() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b");
			assertThat(node.effects(Configuration.class)).containsExactly(new Configuration(2, FOUR));
			assertThat(node.core.membership()).isEqualTo(FOUR.membership());
			assertThat(node.core.membershipIndex()).isEqualTo(2);
		}

		@Test
		void answersOnlyWhenAllBeforeIsDurable() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b");
			assertThat(node.sentTo("b")).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new AppendResponse(id("a"), 3, true, 9, 0, 0, 0));
			assertThat(node.effects().indexOf(node.effects(InstallSnapshot.class).get(0)))
				.isLessThan(node.effects().size() - 1);
		}

		@Test
		void answersNobodyWhoDoesNotLeadAnyMore() {
			GivenNode node = follower(1).step(heartbeat("c", 5, 0)).received(snapshot(9, 3), "b");
			assertThat(node.effects(InstallSnapshot.class)).as("it is committed all the same").hasSize(1);
			assertThat(node.sentAfterPersistTo("b")).isEmpty();
		}

		@Test
		void goesOnBehindIt() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b")
				.step(append("b", 3, 9, 3, 10, Entries.of(10, 3)));
			assertThat(node.effects(Append.class)).hasSize(1);
			assertThat(node.effects(Commit.class)).containsExactly(new Commit(10));
		}

		/** S47: what the snapshot took the place of is committed, so it matches. */
		@Test
		void takesALateAppendThatBeginsInFrontOfIt() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b")
				.step(append("b", 3, 6, 2, 9, Entries.of(7, 3, 3, 3, 3)));
			assertThat(node.effects(Append.class)).extracting((append) -> append.batch().firstIndex())
				.containsExactly(10L);
			node.step(append("b", 3, 1, 1, 9, Entries.of(2, 3, 3)));
			assertThat(node.effects(Append.class)).isEmpty();
			assertThat(node.sentAfterPersistTo("b")).containsExactly(new AppendResponse(id("a"), 3, true, 3, 0, 0, 1));
			assertThat(node.core.commitIndex()).isEqualTo(9);
		}

		/** The report of a write to the old log says nothing about the new one. */
		@Test
		void countsNoEarlierWriteForTheNewLog() {
			GivenNode node = follower(1).step(append("b", 3, 1, 1, 0, Entries.of(2, 2, 2, 2)))
				.received(snapshot(3, 3), "b");
			node.step(append("b", 3, 3, 3, 3, Entries.of(4, 3)));
			node.core.onPersisted(1, node.nowNanos);
			assertThat(node.core.durableIndex()).isEqualTo(3);
			assertThat(node.persisted().core.durableIndex()).isEqualTo(4);
		}

		@Test
		void refusesWithNoHintBelowTheBase() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b")
				.step(append("b", 3, 12, 3, 9, Entries.of(13, 3)));
			assertThat(node.sentTo("b")).containsExactly(new AppendResponse(id("a"), 3, false, 12, 9, 3, 1));
		}

		@Test
		void votesByTheSnapshotsLastEntry() {
			GivenNode node = follower(1).received(snapshot(9, 3), "b").persisted().elapse(500 * MILLIS);
			assertThat(node.step(voteRequest("c", 4, 3, 8)).sentAfterPersistTo("c"))
				.containsExactly(new VoteResponse(id("a"), 4, false, 11));
			assertThat(node.persisted().step(voteRequest("d", 4, 3, 9)).core.votedFor()).isEqualTo(id("d"));
		}

		@Test
		void endsACampaignWithIt() {
			GivenNode node = GivenNode.ofThree(3, null, 1).candidate().received(snapshot(9, 3), "b");
			assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
			assertThat(node.core.commitIndex()).isEqualTo(9);
		}

		private GivenNode follower(long... terms) {
			return GivenNode.ofThree(3, null, terms).step(heartbeat("b", 3, 0));
		}

	}

	/** What a snapshot stands for, and what may go once it is durable. */
	@Nested
	class OwnSnapshots {

		/** S51: the committed configuration, not the latest. */
		@Test
		void carryTheConfigurationThatWasCommittedThere() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().change(members("a b c", "", "d", ""));
			assertThat(node.core.membershipIndex()).isEqualTo(3);
			assertThat(node.core.snapshotMeta(2)).isEqualTo(new SnapshotMeta(2, 4, 1, Entries.voters("a", "b", "c")));
			node.persisted().acknowledge("b", 3);
			assertThat(node.core.snapshotMeta(3).membershipIndex()).isEqualTo(3);
		}

		@Test
		void areOfCommittedEntriesOnly() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1);
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.snapshotMeta(3));
		}

		@Test
		void coverAllThatGoes() {
			GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1).persisted().acknowledge("b", 3);
			SnapshotMeta meta = node.core.snapshotMeta(2);
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.onSnapshotTaken(meta, 4));
		}

		/** S58: the configuration before an uncommitted one is still known. */
		@Test
		void leaveWhatAnUncommittedConfigurationFallsBackTo() {
			GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3)
				.step(append("b", 3, 3, 3, 3, Entries.configuration(3, 4, FOUR)))
				.persisted()
				.compacted(3, 4);
			assertThat(node.core.membership()).isEqualTo(FOUR.membership());
			node.step(append("c", 4, 3, 3, 3, Entries.of(4, 4)));
			assertThat(node.core.membership()).isEqualTo(voting("a b c"));
			assertThat(node.core.membershipIndex()).isEqualTo(1);
		}

	}

	/** S52, restart: the newest snapshot, and a log that reaches it. */
	@Nested
	class AfterARestart {

		@Test
		void whatTheSnapshotCoversIsCommitted() {
			GivenNode node = restarted(TermIndex.behind(9, 3), snapshot(9, 3));
			assertThat(node.core.commitIndex()).isEqualTo(9);
			assertThat(node.core.lastIndex()).isEqualTo(9);
			assertThat(node.core.durableIndex()).isEqualTo(9);
			assertThat(node.core.membership()).isEqualTo(FOUR.membership());
		}

		@Test
		void aLogThatReachesFurtherIsKept() {
			TermIndex log = TermIndex.behind(5, 3);
			log.append(3, 12);
			GivenNode node = restarted(log, snapshot(9, 3));
			assertThat(node.core.baseIndex()).isEqualTo(5);
			assertThat(node.core.lastIndex()).isEqualTo(12);
			assertThat(node.core.commitIndex()).isEqualTo(9);
		}

		@Test
		void aLogThatDoesNotReachItIsRefused() {
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> restarted(TermIndex.behind(5, 3), snapshot(9, 3)));
			assertThatExceptionOfType(InvariantViolation.class)
				.isThrownBy(() -> restarted(TermIndex.behind(12, 3), snapshot(9, 3)));
		}

		@Test
		void itOwesAPromiseLikeAnyNodeThatTookPart() {
			GivenNode node = restarted(TermIndex.behind(9, 3), snapshot(9, 3)).elapse(499 * MILLIS);
			assertThat(node.step(voteRequest("b", 4, 9, 9)).core.votedFor()).isNull();
		}

		private GivenNode restarted(TermIndex log, SnapshotMeta snapshot) {
			return GivenNode.with(SETTINGS,
					new InitialState(id("a"), 11, new HardState(3, null), log, List.of(), List.of(), snapshot));
		}

	}

}
