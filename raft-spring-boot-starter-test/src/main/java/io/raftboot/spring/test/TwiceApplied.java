package io.raftboot.spring.test;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

import io.raftboot.spring.JacksonPayloadFormat;
import io.raftboot.spring.PayloadFormat;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.ReplicatedBeanRegistrar;
import io.raftboot.spring.ReplicatedMachine;
import io.raftboot.spring.ReplicatedMachines;
import io.raftboot.spring.ReplicatedService;
import io.raftboot.test.statemachine.DoubleApply;

import org.springframework.context.support.GenericApplicationContext;

/**
 * A state machine without a cluster and without an application, for unit tests. What it
 * is asked goes the way of the real one: commands and results through JSON, exceptions as
 * {@link io.raftboot.core.statemachine.CommandFailedException}. Every command is applied
 * to two copies, and ends with an {@link AssertionError} if they differ afterwards: in
 * what they answer, in their digests, or, for a replicated bean, in their state
 * ({@link DoubleApply}). That finds clocks, randomness and orders of hashes in commands.
 */
public final class TwiceApplied {

	private TwiceApplied() {
	}

	/**
	 * A replicated bean.
	 * @param <T> its interface
	 * @param type its interface, with marked methods
	 * @param machines makes a bean marked with
	 * {@link io.raftboot.spring.RaftStateMachine}, called twice; the two must share
	 * nothing
	 * @return the proxy as it would be injected, for one thread at a time
	 */
	public static <T> T bean(Class<T> type, Supplier<? extends T> machines) {
		GenericApplicationContext context = new GenericApplicationContext();
		register(context, machines.get());
		context.registerBean(ReplicatedBeanRegistrar.class);
		context.registerBean(PayloadFormat.class, () -> new JacksonPayloadFormat());
		context.registerBean(RaftOperations.class, () -> {
			ReplicatedMachine first = ReplicatedMachines
				.find(context.getDefaultListableBeanFactory(), context.getBean(PayloadFormat.class))
				.all()
				.iterator()
				.next();
			return new LocalOperations(first,
					twice(first, ReplicatedMachine.of(machines.get())).comparingSnapshotsEvery(1));
		});
		context.refresh();
		return context.getBean(type);
	}

	private static <B> void register(GenericApplicationContext context, B machine) {
		@SuppressWarnings("unchecked")
		Class<B> type = (Class<B>) machine.getClass();
		context.registerBean("machine", type, () -> machine);
	}

	/**
	 * A replicated service.
	 * @param <S> its class
	 * @param machines makes a service marked with
	 * {@link io.raftboot.spring.RaftStateMachine}, called twice; the two must share
	 * nothing
	 * @return takes its commands, for one thread at a time; queries see the first copy
	 */
	public static <S extends ReplicatedService<?, ?>> RaftOperations service(Supplier<S> machines) {
		ReplicatedMachine first = ReplicatedMachine.of(machines.get());
		return new LocalOperations(first, twice(first, ReplicatedMachine.of(machines.get())));
	}

	private static DoubleApply<?> twice(ReplicatedMachine first, ReplicatedMachine second) {
		Iterator<ReplicatedMachine> copies = List.of(first, second).iterator();
		return DoubleApply.of(() -> copies.next().stateMachine());
	}

}
