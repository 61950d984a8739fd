package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which state machines each member has, as it said in its latest handshake with this
 * process, and what follows for this node's: {@link Machine#commandVersion}.
 * <p>
 * A machine is let into the log when every member has said that it has it. From its first
 * applied entry on the log itself says that all had it, so that a member which is down
 * for good does not hold up a cluster that was restarted meanwhile. Loop thread only.
 */
final class MachineCatalogue {

	private static final Logger logger = LoggerFactory.getLogger(MachineCatalogue.class);

	/** Strangers on their way in are noted, too; so many of them and no more. */
	private static final int NODES_MAX = 256;

	private final NodeId self;

	private final Supplier<Membership> memberships;

	private final Machine[] machines;

	private final Map<NodeId, Hello> hellos = new HashMap<>();

	/** The configuration that the verdicts are for. */
	private @Nullable Membership membership;

	private boolean outdated = true;

	private long revision;

	private List<RaftStatus.MachineStatus> statuses = List.of();

	MachineCatalogue(NodeId self, Supplier<Membership> memberships, Machines machines) {
		this.self = self;
		this.memberships = memberships;
		this.machines = machines.all();
		for (Machine machine : this.machines) {
			machine.commandVersion = 0; // what an earlier start of the node knew
		}
	}

	/** A node that was welcomed said this of itself. */
	void heard(Hello remote) {
		if (this.hellos.size() >= NODES_MAX) {
			this.hellos.keySet().removeIf((id) -> this.memberships.get().member(id) == null);
		}
		Hello before = this.hellos.put(remote.nodeId(), remote);
		if (before == null || before.incarnation() != remote.incarnation()
				|| !before.machines().equals(remote.machines())) {
			this.outdated = true;
			sayWhatIsMissing(remote);
		}
	}

	private void sayWhatIsMissing(Hello remote) {
		for (Machine machine : this.machines) {
			if (remote.commandVersion(machine.name) == 0) {
				logger.warn("{}: node {} does not have the state machine '{}': {}", this.self, remote.nodeId(),
						machine.name, machine.initialised ? "it stops at the entries for it in the log"
								: "commands for it are refused until every member has it");
			}
		}
	}

	/**
	 * Takes in what was heard, applied, or changed in the membership since the last call;
	 * each turn of the loop, before anything is proposed.
	 */
	void refresh() {
		Membership current = this.memberships.get();
		boolean changed = this.outdated || current != this.membership;
		for (Machine machine : this.machines) {
			changed |= machine.commandVersion == 0 && machine.initialised;
		}
		if (changed) {
			this.outdated = false;
			this.membership = current;
			this.revision++;
			judge(current.members());
		}
	}

	private void judge(List<Peer> members) {
		List<RaftStatus.MachineStatus> verdicts = new ArrayList<>(this.machines.length);
		for (Machine machine : this.machines) {
			int version = version(machine, members);
			if (version != machine.commandVersion) {
				logger.info("{}: state machine '{}' {}", this.self, machine.name,
						(version > 0) ? "takes commands up to version " + version : "takes no commands for now");
				machine.commandVersion = version;
			}
			verdicts.add(new RaftStatus.MachineStatus(machine.name, machine.advertised.commandVersion(), version,
					(version > 0) ? null : whyNot(machine, members)));
		}
		this.statuses = List.copyOf(verdicts);
	}

	/** 0 if it must not be in the log yet. */
	private int version(Machine machine, List<Peer> members) {
		if (members.isEmpty()) {
			return 0;
		}
		int lowest = machine.advertised.commandVersion();
		for (Peer member : members) {
			if (!member.id().equals(this.self)) {
				Hello hello = hello(member);
				int version = (hello != null) ? hello.commandVersion(machine.name) : 0;
				if (version == 0 && !machine.initialised) {
					return 0;
				}
				lowest = Math.min(lowest, Math.max(1, version));
			}
		}
		return lowest;
	}

	/** What this member said of itself, if it was this one and not its lost disk. */
	@Nullable Hello hello(Peer member) {
		Hello hello = this.hellos.get(member.id());
		boolean same = hello != null && (member.incarnation() == 0L || member.incarnation() == hello.incarnation());
		return same ? hello : null;
	}

	private String whyNot(Machine machine, List<Peer> members) {
		if (members.isEmpty()) {
			return "this node is not in a cluster yet";
		}
		List<NodeId> without = new ArrayList<>();
		List<NodeId> unknown = new ArrayList<>();
		for (Peer member : members) {
			if (!member.id().equals(this.self)) {
				Hello hello = hello(member);
				if (hello == null) {
					unknown.add(member.id());
				}
				else if (hello.commandVersion(machine.name) == 0) {
					without.add(member.id());
				}
			}
		}
		String text = without.isEmpty() ? "" : without + " without it";
		if (!unknown.isEmpty()) {
			text += (text.isEmpty() ? "" : ", ") + unknown + " not heard of since node " + this.self + " started";
		}
		return text;
	}

	/** Grows with everything that {@link #refresh} finds. */
	long revision() {
		return this.revision;
	}

	/** Why a command of this version of a machine is not taken. */
	MachineNotReadyException refusal(Machine machine, int commandVersion) {
		if (machine.commandVersion > 0) {
			return new MachineNotReadyException("A command of version " + commandVersion + " of state machine '"
					+ machine.name + "' waits until every member can apply it; they all can up to version "
					+ machine.commandVersion);
		}
		return refusal(machine);
	}

	/** Why the commands of a machine are not taken. */
	MachineNotReadyException refusal(Machine machine) {
		return new MachineNotReadyException("State machine '" + machine.name
				+ "' is not known to be on every member yet: " + whyNot(machine, this.memberships.get().members()));
	}

	/**
	 * The machine that a node has to have because the log has entries for it, and lacks;
	 * null if there is none.
	 */
	@Nullable String missing(Hello remote) {
		for (Machine machine : this.machines) {
			if (machine.initialised && remote.commandVersion(machine.name) == 0) {
				return machine.name;
			}
		}
		return null;
	}

	List<RaftStatus.MachineStatus> statuses() {
		return this.statuses;
	}

}
