package io.raftboot.spring;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.raftboot.core.node.CommandOptions;
import io.raftboot.core.node.Committed;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftException;
import io.raftboot.core.node.RaftNode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link RaftOperations} on the {@link RaftNode} of the application. Safe to be injected
 * everywhere, also into the state machine itself: it looks for the node when it is first
 * used.
 */
public class RaftTemplate implements RaftOperations {

	private final Supplier<RaftNode> node;

	private final Supplier<ReplicatedMachines> machines;

	private final Supplier<ReplicatedMachine> machine;

	private final Duration roomWait;

	/**
	 * Makes a template.
	 * @param node the node
	 * @param machines its state machines
	 */
	public RaftTemplate(RaftNode node, ReplicatedMachines machines) {
		this(() -> node, () -> machines);
	}

	/**
	 * Makes a template for a node that does not exist yet.
	 * @param node asked once, at the first use
	 * @param machines asked once, at the first use
	 */
	public RaftTemplate(Supplier<RaftNode> node, Supplier<ReplicatedMachines> machines) {
		this.node = SingletonSupplier.of(node);
		this.machines = SingletonSupplier.of(machines);
		this.machine = SingletonSupplier.of(() -> this.machines.get().primary());
		this.roomWait = Duration.ZERO;
	}

	private RaftTemplate(RaftTemplate parent, Supplier<ReplicatedMachine> machine, Duration roomWait) {
		this.node = parent.node;
		this.machines = parent.machines;
		this.machine = machine;
		this.roomWait = roomWait;
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<R> submit(Object command) {
		ReplicatedMachine machine = this.machine.get();
		return this.node.get()
			.submit(machine.name(), machine.encodeCommand(command), options(machine, command),
					new AnswerReader<R>(machine, command));
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<R> submit(Object command, String key) {
		ReplicatedMachine machine = this.machine.get();
		return this.node.get()
			.submit(machine.name(), machine.encodeCommand(command), options(machine, command).withKey(key),
					new AnswerReader<R>(machine, command));
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<Receipt<R>> submitForReceipt(Object command) {
		ReplicatedMachine machine = this.machine.get();
		AnswerReader<R> reader = new AnswerReader<>(machine, command);
		return this.node.get()
			.submit(machine.name(), machine.encodeCommand(command), options(machine, command),
					(committed) -> new Receipt<>(reader.apply(committed), committed.index()));
	}

	@Override
	public <R extends @Nullable Object> R submitAndWait(Object command) {
		return submitAndWaitFor(command, null);
	}

	@Override
	public <R extends @Nullable Object> R submitAndWait(Object command, Duration timeout) {
		return submitAndWaitFor(command, timeout);
	}

	// Who waits anyway reads the answer himself, not the applier
	private <R extends @Nullable Object> R submitAndWaitFor(Object command, @Nullable Duration timeout) {
		Waiting.checkThread();
		ReplicatedMachine machine = this.machine.get();
		CompletableFuture<Committed> committed = this.node.get()
			.submit(machine.name(), machine.encodeCommand(command), options(machine, command));
		return new AnswerReader<R>(machine, command).apply(Waiting.forCommand(committed, timeout));
	}

	private CommandOptions options(ReplicatedMachine machine, Object command) {
		int version = machine.commandVersion(command);
		CommandOptions options = (version > 1) ? CommandOptions.DEFAULTS.withVersion(version) : CommandOptions.DEFAULTS;
		return this.roomWait.isZero() ? options : options.withRoomWait(this.roomWait);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> query(Consistency consistency, Callable<T> query) {
		return this.node.get().query(consistency, query);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> queryAfter(long index, Callable<T> query) {
		return this.node.get().query(index, query);
	}

	@Override
	public <T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query) {
		return queryAndWaitFor(consistency, query, null);
	}

	@Override
	public <T extends @Nullable Object> T queryAndWait(Consistency consistency, Callable<T> query, Duration timeout) {
		return queryAndWaitFor(consistency, query, timeout);
	}

	private <T extends @Nullable Object> T queryAndWaitFor(Consistency consistency, Callable<T> query,
			@Nullable Duration timeout) {
		Waiting.checkThread();
		if (!this.machine.get().concurrent()) {
			return Waiting.forQuery(query(consistency, query), timeout);
		}
		Waiting.forQuery(this.node.get().read(consistency), timeout);
		try {
			return query.call();
		}
		catch (Exception ex) {
			throw Waiting.unchecked(ex);
		}
	}

	@Override
	public RaftOperations on(String machineName) {
		ReplicatedMachine machine = this.machines.get().named(machineName);
		return new RaftTemplate(this, () -> machine, this.roomWait);
	}

	@Override
	public RaftOperations waitingForRoom(Duration roomWait) {
		Assert.isTrue(!roomWait.isNegative(), "'roomWait' must not be negative");
		return new RaftTemplate(this, this.machine, roomWait);
	}

	/** Reads what a command was answered. */
	private static final class AnswerReader<R extends @Nullable Object> implements Function<Committed, R> {

		/** Found beforehand: later the command has left the caches of the processor. */
		private final @Nullable PayloadCodec results;

		private final Object command;

		AnswerReader(ReplicatedMachine machine, Object command) {
			this.results = machine.resultCodec(command);
			this.command = command;
		}

		@Override
		@SuppressWarnings("unchecked")
		public R apply(Committed committed) {
			try {
				return (R) ReplicatedMachine.decodeResult(this.results, committed.result());
			}
			catch (RuntimeException ex) {
				throw new RaftException("The command '" + name() + "' at index " + committed.index()
						+ " took effect, but its result cannot be read (written by another version?)", ex);
			}
		}

		private String name() {
			return (this.command instanceof CommandCall call) ? call.method().name()
					: this.command.getClass().getSimpleName();
		}

	}

}
