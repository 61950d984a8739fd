package io.raftboot.core.protocol;

import java.util.HashSet;
import java.util.Set;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Configuration;
import io.raftboot.core.protocol.RecordingOutput.Persist;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.preVoteRequest;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;

/** How a cluster begins, and how it never begins twice. */
class BootstrapTests {

	@Nested
	class TheFirstElection {

		@Test
		void needsThePreVoteOfEveryListedPeer() {
			GivenNode node = GivenNode.ofThree(0, null).preCandidate();
			node.step(new PreVoteResponse(id("b"), 0, 1, true));
			assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
			node.step(new PreVoteResponse(id("c"), 0, 1, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
		}

		@Test
		void needsTheVoteOfEveryListedPeer() {
			GivenNode node = GivenNode.ofThree(0, null).candidate().persisted().step(vote("b", 1, true));
			assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(node.step(vote("c", 1, true)).core.role()).isEqualTo(Role.LEADER);
		}

		@Test
		void aNodeOfALivingClusterRefusesAnEmptyCandidate() {
			GivenNode node = GivenNode.ofThree(3, null, 1).step(preVoteRequest("b", 0, 0, 0));
			assertThat(node.sentTo("b")).containsExactly(new PreVoteResponse(id("a"), 3, 1, false));
			assertThat(node.step(preVoteRequest("b", 8, 0, 0)).sentTo("b"))
				.containsExactly(new PreVoteResponse(id("a"), 3, 9, false));
			assertThat(node.step(voteRequest("b", 9, 0, 0)).core.votedFor()).isNull();
		}

		@Test
		void theFirstLeaderWritesTheClustersIdentityAndItsMembersBeforeTheNoOp() {
			GivenNode node = GivenNode.ofThree(0, null).leader();
			assertThat(node.effects(Append.class)).hasSize(1);
			var cursor = node.effects(Append.class).get(0).batch().cursor();
			cursor.next();
			assertThat(cursor.type()).isEqualTo(EntryType.CONFIGURATION);
			ConfigurationEntry entry = ConfigurationEntry.decode(cursor.payload());
			assertThat(entry.clusterId().isNone()).isFalse();
			assertThat(entry.membership().voters()).containsExactly(new Peer(id("a"), "a:1", 11),
					new Peer(id("b"), "b:1", 'b'), new Peer(id("c"), "c:1", 'c'));
			cursor.next();
			assertThat(cursor.type()).isEqualTo(EntryType.NO_OP);
			assertThat(cursor.next()).isFalse();
			assertThat(node.effects(Configuration.class)).containsExactly(new Configuration(1, entry));
			assertThat(node.core.membershipIndex()).isEqualTo(1);
			assertThat(node.core.clusterId()).isEqualTo(entry.clusterId());
		}

		/** Two clusters never take each other for one: both halves are drawn. */
		@Test
		void everyClusterHasAnIdentityOfItsOwn() {
			Set<Long> first = new HashSet<>();
			Set<Long> second = new HashSet<>();
			for (long seed = 0; seed < 50; seed++) {
				GivenNode node = GivenNode.of(new String[] { "a" }, seed, 0, null).elapse(0).persisted();
				first.add(node.core.clusterId().high());
				second.add(node.core.clusterId().low());
			}
			assertThat(first).hasSize(50).doesNotContain(0L);
			assertThat(second).hasSize(50);
		}

		@Test
		void aPeerThatTurnsUpBringsTheNextTryForward() {
			GivenNode node = GivenNode.ofThree(0, null);
			node.core.onConnected(id("b"), node.nowNanos);
			assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isBetween(0L, 290 * MILLIS);
		}

		@Test
		void aPeerThatTurnsUpDuringAPreElectionIsAskedAtOnce() {
			GivenNode node = GivenNode.ofThree(0, null).preCandidate();
			node.core.onConnected(id("c"), node.nowNanos);
			node.elapse(0);
			assertThat(node.sentTo("c")).containsExactly(new PreVoteRequest(id("a"), 0, 1, 0, 0));
		}

	}

	@Nested
	class AStandaloneNode {

		private final GivenNode node = GivenNode.of(new String[] { "a" }, 1, 0, null);

		@Test
		void electsItselfAtOnceWhenItsVoteIsDurable() {
			this.node.elapse(0);
			assertThat(this.node.effects(Persist.class)).containsExactly(new Persist(1, new HardState(1, id("a"))));
			assertThat(this.node.core.role()).isEqualTo(Role.CANDIDATE);
			assertThat(this.node.persisted().core.role()).isEqualTo(Role.LEADER);
		}

		/** S37. */
		@Test
		void commitsOnlyWhatItsDiskHas() {
			this.node.elapse(0).persisted();
			assertThat(this.node.core.commitIndex()).isZero();
			assertThat(this.node.persisted().core.commitIndex()).isEqualTo(2);
			assertThat(this.node.propose(1).core.commitIndex()).isEqualTo(2);
			assertThat(this.node.persisted().core.commitIndex()).isEqualTo(3);
		}

		@Test
		void leadsAgainAtOnceAfterARestart() {
			GivenNode restarted = GivenNode.of(new String[] { "a" }, 1, 1, "a", 1, 1).elapse(0).persisted();
			assertThat(restarted.core.role()).isEqualTo(Role.LEADER);
			assertThat(restarted.core.term()).isEqualTo(2);
		}

	}

	/**
	 * S58, Raft §6: in effect from its append on, and no longer than it is in the log.
	 */
	@Nested
	class AConfiguration {

		private final ConfigurationEntry other = Entries.voters("a", "b", "c", "d");

		@Test
		void takesEffectWhenItIsAppended() {
			GivenNode node = GivenNode.ofThree(3, null, 1)
				.step(append("b", 3, 1, 1, 0, Entries.configuration(3, 2, this.other)));
			assertThat(node.effects(Configuration.class)).containsExactly(new Configuration(2, this.other));
			assertThat(node.core.membership().voters()).hasSize(4);
			assertThat(node.core.commitIndex()).isZero();
		}

		@Test
		void givesWayToTheOneBeforeItWhenItIsTruncated() {
			GivenNode node = GivenNode.ofThree(3, null, 1)
				.step(append("b", 3, 1, 1, 0, Entries.configuration(3, 2, this.other)))
				.step(append("c", 4, 1, 1, 0, Entries.of(2, 4)));
			assertThat(node.effects(Configuration.class))
				.containsExactly(new Configuration(1, Entries.voters("a", "b", "c")));
			assertThat(node.core.membership().voters()).hasSize(3);
		}

		@Test
		void givesWayToTheListWhenItWasTheFirst() {
			GivenNode node = GivenNode.ofThree(0, null)
				.step(append("b", 1, 0, 0, 0, Entries.configuration(1, 1, this.other)))
				.step(append("c", 2, 0, 0, 0, Entries.of(1, 2)));
			assertThat(node.core.membershipIndex()).isZero();
			assertThat(node.core.membership().voters()).hasSize(3);
			assertThat(node.core.clusterId().isNone()).isTrue();
		}

	}

}
