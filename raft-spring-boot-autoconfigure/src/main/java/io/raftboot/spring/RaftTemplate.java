package io.raftboot.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
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
		return new Answer<R>(machine, command).after(propose(machine, command));
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<R> submit(Object command, String key) {
		ReplicatedMachine machine = this.machine.get();
		CompletableFuture<Committed> committed = this.node.get()
			.submit(machine.name(), machine.encodeCommand(command), options(machine, command).withKey(key));
		return new Answer<R>(machine, command).after(committed);
	}

	@Override
	public <R extends @Nullable Object> CompletableFuture<Receipt<R>> submitForReceipt(Object command) {
		ReplicatedMachine machine = this.machine.get();
		return new Answer<Receipt<R>>(machine, command) {

			@Override
			Receipt<R> read(Committed committed) {
				return new Receipt<>(RaftTemplate.<R>result(this.results, this.command, committed), committed.index());
			}

		}.after(propose(machine, command));
	}

	@Override
	public <R extends @Nullable Object> R submitAndWait(Object command) {
		Waiting.checkThread();
		ReplicatedMachine machine = this.machine.get();
		return result(machine.resultCodec(command), command, Waiting.forCommand(propose(machine, command), null));
	}

	@Override
	public <R extends @Nullable Object> R submitAndWait(Object command, Duration timeout) {
		Waiting.checkThread();
		ReplicatedMachine machine = this.machine.get();
		return result(machine.resultCodec(command), command, Waiting.forCommand(propose(machine, command), timeout));
	}

	private CompletableFuture<Committed> propose(ReplicatedMachine machine, Object command) {
		return this.node.get().submit(machine.name(), machine.encodeCommand(command), options(machine, command));
	}

	private CommandOptions options(ReplicatedMachine machine, Object command) {
		int version = machine.commandVersion(command);
		CommandOptions options = (version > 1) ? CommandOptions.DEFAULTS.withVersion(version) : CommandOptions.DEFAULTS;
		return this.roomWait.isZero() ? options : options.withRoomWait(this.roomWait);
	}

	@SuppressWarnings("unchecked")
	private static <R extends @Nullable Object> R result(@Nullable PayloadCodec codec, Object command,
			Committed committed) {
		try {
			return (R) ReplicatedMachine.decodeResult(codec, committed.result());
		}
		catch (RuntimeException ex) {
			throw new RaftException("The command '" + name(command) + "' at index " + committed.index()
					+ " took effect, but its result cannot be read (written by another version?)", ex);
		}
	}

	private static String name(Object command) {
		return (command instanceof CommandCall call) ? call.method().name() : command.getClass().getSimpleName();
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

	/** What a caller waits for, read from the bytes when the command has ended. */
	private static class Answer<T extends @Nullable Object> extends CompletableFuture<T>
			implements BiConsumer<@Nullable Committed, @Nullable Throwable> {

		/** Found beforehand: by now the command has left the caches of the processor. */
		final @Nullable PayloadCodec results;

		final Object command;

		Answer(ReplicatedMachine machine, Object command) {
			this.results = machine.resultCodec(command);
			this.command = command;
		}

		CompletableFuture<T> after(CompletableFuture<Committed> call) {
			call.whenComplete(this);
			return this;
		}

		T read(Committed committed) {
			return result(this.results, this.command, committed);
		}

		@Override
		public void accept(@Nullable Committed committed, @Nullable Throwable failure) {
			if (committed == null) {
				completeExceptionally(Waiting.unwrap(Objects.requireNonNull(failure)));
				return;
			}
			T read;
			try {
				read = read(committed);
			}
			catch (Throwable ex) {
				completeExceptionally(ex);
				return;
			}
			complete(read);
		}

	}

}
