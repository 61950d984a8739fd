package io.raftboot.actuate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Parts of a {@link RaftView} with an address of their own, and what happened lately. The
 * configuration is a part, too.
 */
public final class RaftPart {

	private RaftPart() {
	}

	/**
	 * Answers {@code /actuator/raft/{group}/{part}}.
	 * @param name peers, configuration, log or events
	 * @return the part, null if there is none of this name
	 */
	static @Nullable OperationResponseBody of(String name, RaftView view, List<RecentRaftEvents.Event> events) {
		return switch (name) {
			case "peers" ->
				new Peers(view.node(), view.leader(), view.term(), view.view(), view.failureTolerance(), view.peers());
			case "configuration" -> view.configuration();
			case "log" -> new Log(view.node(), view.index(), view.lastLogTerm(), view.applyLag(), view.snapshot(),
					view.storage());
			case "events" -> new Events(view.node(), events);
			default -> null;
		};
	}

	/**
	 * The members of the cluster.
	 *
	 * @param node who says so
	 * @param leader id of the leader, null when unknown
	 * @param term current term
	 * @param view LEADER if the numbers of peers are the leader's, else LOCAL
	 * @param failureTolerance how many more voters may fail, known by the leader
	 * @param peers every member, this node first
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Peers(String node, @Nullable String leader, long term, String view,
			@Nullable Integer failureTolerance, List<RaftView.PeerView> peers) implements OperationResponseBody {
	}

	/**
	 * The log of this node.
	 *
	 * @param node this node
	 * @param index positions in the log
	 * @param lastLogTerm term of the last entry
	 * @param applyLag committed entries not applied yet
	 * @param snapshot the latest snapshot
	 * @param storage the log on disk
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Log(String node, RaftView.Index index, long lastLogTerm, long applyLag, RaftView.Snapshot snapshot,
			RaftView.Storage storage) implements OperationResponseBody {
	}

	/**
	 * What happened on this node lately.
	 *
	 * @param node this node
	 * @param events the oldest first
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Events(String node, List<RecentRaftEvents.Event> events) implements OperationResponseBody {
	}

}
