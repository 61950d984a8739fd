package io.raftboot.core.node;

import java.util.List;
import java.util.function.Consumer;

import io.raftboot.core.model.CommandKey;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The leader's side of forwarding: takes commands in and tells the origin where they were
 * appended, or that they surely were not. Loop thread only.
 */
final class ForwardIntake {

	private final RaftCore core;

	private final Transport transport;

	private final Machines machines;

	private final int commandBytesMax;

	private final NodeId self;

	ForwardIntake(NodeId self, RaftCore core, Transport transport, Machines machines, int commandBytesMax) {
		this.self = self;
		this.core = core;
		this.transport = transport;
		this.machines = machines;
		this.commandBytesMax = commandBytesMax;
	}

	/** Makes proposals of forwarded commands. */
	void onRequest(ForwardRequest request, long deadlineNanos, Consumer<Proposal> proposals) {
		List<ForwardRequest.Command> commands = request.commands();
		for (int i = 0; i < commands.size(); i++) {
			long requestId = request.firstRequestId() + i;
			ForwardRequest.Command command = commands.get(i);
			Machine machine = this.machines.receiver(command.machine());
			String problem = problem(command);
			if (machine == null) {
				respond(request.from(), requestId, 1, ForwardResponse.Status.NOT_READY, 0L,
						"State machine '" + command.machine() + "' is not on every member yet: the leader, node "
								+ this.self + ", does not have it");
			}
			else if (problem != null) {
				respond(request.from(), requestId, 1, ForwardResponse.Status.REJECTED, 0L, problem);
			}
			else {
				proposals.accept(Proposal.forwarded(machine, command, deadlineNanos, request.from(), requestId));
			}
		}
	}

	/** Why it must not get into the log, null if it may. */
	private @Nullable String problem(ForwardRequest.Command command) {
		if (command.payload().remaining() > this.commandBytesMax) {
			return "The leader takes commands of at most " + this.commandBytesMax + " bytes";
		}
		try {
			if (command.machine().isEmpty()) {
				EngineMachine.read(command.payload());
			}
			if (command.key() != null) {
				CommandKey.decode(command.key());
			}
			return null;
		}
		catch (IllegalArgumentException ex) {
			return "The leader cannot read it: " + ex.getMessage();
		}
	}

	/**
	 * Tells the origins of a batch's commands where they stand; runs of one origin share
	 * a message.
	 */
	void appended(Proposal[] proposals) {
		int start = -1;
		for (int i = 0; i < proposals.length; i++) {
			if (start >= 0 && !continues(proposals[i - 1], proposals[i])) {
				respondAppended(proposals, start, i);
				start = -1;
			}
			if (start < 0 && proposals[i].origin != null) {
				start = i;
			}
		}
		if (start >= 0) {
			respondAppended(proposals, start, proposals.length);
		}
	}

	private static boolean continues(Proposal previous, Proposal next) {
		return next.origin != null && next.origin.equals(previous.origin) && next.requestId == previous.requestId + 1;
	}

	private void respondAppended(Proposal[] proposals, int start, int end) {
		this.core.awaitElsewhere(proposals[end - 1].index);
		Proposal first = proposals[start];
		respond(first.origin, first.requestId, end - start, ForwardResponse.Status.APPENDED, first.index, "");
	}

	/**
	 * Tells the origin that a command was not appended because this node does not lead.
	 */
	void refuse(Proposal proposal) {
		respond(proposal.origin, proposal.requestId, 1, ForwardResponse.Status.NOT_LEADER, 0L, "");
	}

	void restoring(Proposal proposal, String reason) {
		respond(proposal.origin, proposal.requestId, 1, ForwardResponse.Status.RESTORING, 0L, reason);
	}

	void notReady(Proposal proposal, String reason) {
		respond(proposal.origin, proposal.requestId, 1, ForwardResponse.Status.NOT_READY, 0L, reason);
	}

	void reject(Proposal proposal, String reason) {
		respond(proposal.origin, proposal.requestId, 1, ForwardResponse.Status.REJECTED, 0L, reason);
	}

	void busy(Proposal proposal, String reason) {
		respond(proposal.origin, proposal.requestId, 1, ForwardResponse.Status.BUSY, 0L, reason);
	}

	private void respond(@Nullable NodeId origin, long requestId, int count, ForwardResponse.Status status,
			long firstIndex, String message) {
		if (origin != null) {
			this.transport.send(origin,
					new ForwardResponse(this.self, this.core.term(), requestId, count, status, firstIndex, message));
		}
	}

}
