package io.raftboot.console;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.raftboot.actuate.RecentRaftEvents;
import org.jspecify.annotations.Nullable;

/**
 * What the page of the console shows, in one answer. What is not known is null. Moments
 * are by the clock of the node that answers.
 *
 * @param node the node that answers
 * @param clusterId identity of the cluster, null before its first leader gave it one
 * @param now when it answered
 * @param operations whether it carries out operations
 * @param state RUNNING, STOPPED or FAILED
 * @param leader who leads as far as this node knows
 * @param term its term
 * @param quorum whether it has contact to a majority, or to a leader
 * @param problems why this node is not healthy, in sentences
 * @param changing whether the cluster is on its way from one set of voters to another
 * @param members every member as it says of itself, in the order of their ids
 * @param terms terms this node has seen since it started, the oldest first
 * @param events what happened on this node since it started, the oldest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ConsoleState(String node, @Nullable String clusterId, Instant now, boolean operations, String state,
		@Nullable String leader, long term, boolean quorum, List<String> problems, boolean changing,
		List<Member> members, List<TermHistory.Term> terms, List<RecentRaftEvents.Event> events) {

	/**
	 * A member.
	 *
	 * @param id who
	 * @param address where the others reach it
	 * @param self whether it is the node that answers
	 * @param kind VOTER, LEARNER, JOINING, or NONE if it is no member
	 * @param role its role, null if it did not answer
	 * @param leader the leader it knows
	 * @param term its term
	 * @param log its log, null if it did not answer
	 * @param lagEntries entries of the leader's log that it does not have, null while
	 * nobody knows
	 * @param problem why it did not answer, null if it did
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	record Member(String id, String address, boolean self, String kind, @Nullable String role, @Nullable String leader,
			@Nullable Long term, @Nullable Log log, @Nullable Long lagEntries, @Nullable String problem) {
	}

	/**
	 * A member's log.
	 *
	 * @param first lowest index kept
	 * @param last highest index
	 * @param durable up to here it is on the member's disk
	 * @param commit up to here it is known to be committed
	 * @param applied up to here the state machines are
	 * @param snapshot what the newest snapshot stands for
	 * @param bytes its size
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	record Log(long first, long last, long durable, long commit, long applied, @Nullable Long snapshot, long bytes) {
	}

}
