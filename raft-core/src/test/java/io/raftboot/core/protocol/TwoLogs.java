package io.raftboot.core.protocol;

import java.util.ArrayDeque;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import io.raftboot.core.protocol.RecordingOutput.Truncate;

import static io.raftboot.core.protocol.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

/** A new leader and one follower whose log differs, until it does no more. */
final class TwoLogs {

	final GivenNode leader;

	final GivenNode follower;

	/** The lowest index from which on the follower gave up entries, 0 if none. */
	long truncatedFrom;

	private final ArrayDeque<AppendEntries> sent = new ArrayDeque<>();

	/** The leader wins the term after this one. */
	TwoLogs(long term, long[] leaderTerms, long[] followerTerms) {
		this.leader = GivenNode.ofThree(term, null, leaderTerms).leader();
		this.follower = GivenNode.ofThree(term, null, followerTerms);
	}

	/** How often the follower refused until its log was the leader's. */
	int converge() {
		int refusals = 0;
		collect();
		while (!this.sent.isEmpty()) {
			this.follower.step(this.sent.remove());
			for (Truncate truncate : this.follower.effects(Truncate.class)) {
				this.truncatedFrom = truncate.index();
			}
			List<Message> answers = this.follower.sentTo("a");
			answers = answers.isEmpty() ? this.follower.sentAfterPersistTo("a") : answers;
			AppendResponse answer = (AppendResponse) answers.get(0);
			refusals += answer.success() ? 0 : 1;
			this.leader.step(new AppendResponse(id("b"), answer.term(), answer.success(), answer.matchIndex(),
					answer.hintIndex(), answer.hintTerm(), answer.round()));
			collect();
		}
		assertThat(this.follower.core.lastIndex()).isEqualTo(this.leader.core.lastIndex());
		for (long i = 1; i <= this.leader.core.lastIndex(); i++) {
			assertThat(this.follower.core.termOf(i)).isEqualTo(this.leader.core.termOf(i));
		}
		return refusals;
	}

	private void collect() {
		for (SendEntries send : this.leader.effects(SendEntries.class)) {
			if (send.to().value().equals("b")) {
				long previous = send.header().previousIndex();
				long[] terms = new long[(int) (send.lastIndex() - previous)];
				for (int i = 0; i < terms.length; i++) {
					terms[i] = this.leader.core.termOf(previous + 1 + i);
				}
				this.sent.add(send.header().withEntries(Entries.of(previous + 1, terms)));
			}
		}
	}

}
