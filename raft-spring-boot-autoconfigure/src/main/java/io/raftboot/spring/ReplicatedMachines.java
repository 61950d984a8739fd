package io.raftboot.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.raftboot.core.statemachine.StateMachine;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

/** The replicated services of an application by their replicated names. */
public final class ReplicatedMachines {

	private final Map<String, ReplicatedMachine> machines;

	/**
	 * Collects machines of different names.
	 * @param machines at least one
	 */
	public ReplicatedMachines(Collection<ReplicatedMachine> machines) {
		Assert.notEmpty(machines, "'machines' must not be empty");
		Map<String, ReplicatedMachine> byName = new LinkedHashMap<>();
		for (ReplicatedMachine machine : machines) {
			ReplicatedMachine other = byName.put(machine.name(), machine);
			if (other != null) {
				throw new StateMachineDefinitionException(
						"The beans '" + other.beanName() + "' and '" + machine.beanName()
								+ "' have the same replicated name '" + machine.name() + "'.",
						"Give each state machine a name of its own, for example @RaftStateMachine(\""
								+ machine.beanName()
								+ "\"). A name that is already in use with data must stay as it is.");
			}
		}
		this.machines = Collections.unmodifiableMap(byName);
	}

	/**
	 * Finds the beans marked with {@link RaftStateMachine}; makes them where they do not
	 * exist yet.
	 * @param beanFactory where they are
	 * @param format how their commands and results become bytes
	 * @return the machines
	 * @throws StateMachineDefinitionException if one cannot be replicated
	 */
	public static ReplicatedMachines find(ConfigurableListableBeanFactory beanFactory, PayloadFormat format) {
		return new ReplicatedMachines(new ReplicatedMachineFinder(beanFactory, format).find());
	}

	/** All of them, in the order of their beans. */
	public Collection<ReplicatedMachine> all() {
		return this.machines.values();
	}

	/** What the engine feeds, by name. */
	public Map<String, StateMachine> stateMachines() {
		Map<String, StateMachine> result = new LinkedHashMap<>();
		this.machines.forEach((name, machine) -> result.put(name, machine.stateMachine()));
		return result;
	}

	ReplicatedMachine named(String name) {
		ReplicatedMachine machine = this.machines.get(name);
		if (machine == null) {
			throw new IllegalArgumentException(
					"There is no state machine '" + name + "', only " + this.machines.keySet());
		}
		return machine;
	}

	/** The only one, or the one with the default name. */
	ReplicatedMachine primary() {
		if (this.machines.size() == 1) {
			return this.machines.values().iterator().next();
		}
		ReplicatedMachine machine = this.machines.get(RaftStateMachine.DEFAULT_NAME);
		if (machine == null) {
			throw new IllegalStateException(
					"Say which state machine is meant by on(name), one of " + this.machines.keySet());
		}
		return machine;
	}

}
