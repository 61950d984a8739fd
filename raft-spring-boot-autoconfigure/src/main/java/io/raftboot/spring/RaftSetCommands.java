package io.raftboot.spring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Which state machines can be written to by {@code POST /raft/api/set}, and how. For any
 * thread.
 */
public final class RaftSetCommands {

	private final RaftOperations raft;

	private final ReplicatedMachines machines;

	private final Map<String, RaftSetCommand> byMachine = new TreeMap<>();

	/**
	 * Collects what there is: first the beans, then the commands named
	 * {@value RaftSetCommand#NAME} of machines with an interface.
	 * @param raft writes
	 * @param machines the state machines
	 * @param beans what the application has defined
	 * @throws StateMachineDefinitionException if one is for a machine that does not
	 * exist, or two are for the same
	 */
	public RaftSetCommands(RaftOperations raft, ReplicatedMachines machines, List<RaftSetCommand> beans) {
		this.raft = raft;
		this.machines = machines;
		beans.forEach(this::add);
		for (ReplicatedMachine machine : machines.all()) {
			CommandMethod method = setMethod(machine);
			if (method != null) {
				this.byMachine.putIfAbsent(machine.name(), new SetMethod(method));
			}
		}
	}

	private void add(RaftSetCommand bean) {
		String problem;
		try {
			String name = machine(bean.machine()).name();
			if (this.byMachine.putIfAbsent(name, bean) == null) {
				return;
			}
			problem = "there are two for the state machine '" + name + "'";
		}
		catch (NoSetCommandException ex) {
			problem = ex.getMessage();
		}
		throw new StateMachineDefinitionException(
				"A bean of type " + RaftSetCommand.class.getName() + " cannot be used: " + problem + ".",
				"Define one for each state machine that POST /raft/api/set shall reach, and name the machine in machine().");
	}

	private static @Nullable CommandMethod setMethod(ReplicatedMachine machine) {
		if (machine.commandCodec() instanceof CommandCallCodec calls && calls.has(RaftSetCommand.NAME)) {
			CommandMethod method = calls.method(RaftSetCommand.NAME);
			return SetMethod.isPossible(method) ? method : null;
		}
		return null;
	}

	/**
	 * Who takes what is to be set.
	 * @param machineName replicated name of a machine, null for the only one or the one
	 * with the default name
	 * @return where to write to
	 * @throws NoSetCommandException if there is none, with what to do in its message
	 */
	public Target target(@Nullable String machineName) {
		ReplicatedMachine machine = machine(machineName);
		RaftSetCommand command = this.byMachine.get(machine.name());
		if (command == null) {
			throw new NoSetCommandException(
					"State machine '" + machine.name() + "' takes nothing by set: it needs a bean of type "
							+ RaftSetCommand.class.getSimpleName() + ", or a command '" + RaftSetCommand.NAME
							+ "' in its interface (compiled with -parameters). State machines with set: "
							+ this.byMachine.keySet());
		}
		return new Target(this.raft.on(machine.name()), command);
	}

	private ReplicatedMachine machine(@Nullable String name) {
		try {
			return (name != null) ? this.machines.named(name) : this.machines.primary();
		}
		catch (IllegalArgumentException ex) {
			throw new NoSetCommandException(String.valueOf(ex.getMessage()));
		}
		catch (IllegalStateException ex) {
			List<String> names = this.machines.all().stream().map(ReplicatedMachine::name).toList();
			throw new NoSetCommandException(
					"There are several state machines, and none is the default: name one of " + names);
		}
	}

	/**
	 * A state machine and how its commands are made.
	 *
	 * @param raft writes to it
	 * @param command makes commands
	 */
	public record Target(RaftOperations raft, RaftSetCommand command) {
	}

}
