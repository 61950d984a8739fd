package io.raftboot.test.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.Committed;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.MachineNotReadyException;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.RestoreInProgressException;
import io.raftboot.core.node.SessionExpiredException;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.test.linearizability.History;
import org.jspecify.annotations.Nullable;

/** Clients that call one node after the other, each one call at a time. */
final class Clients<M extends StateMachine, S, I, O> {

	private static final long PAUSE_AFTER_FAILURE_NANOS = 20_000_000L;

	private final World world;

	private final Cluster cluster;

	private final Workload<M, S, I, O> workload;

	private final SplittableRandom random;

	private final History<I, O> history = new History<>();

	private int calls;

	private int answered;

	private int writesAnswered;

	private int unanswered;

	private boolean ended;

	Clients(World world, Cluster cluster, Workload<M, S, I, O> workload, SplittableRandom random) {
		this.world = world;
		this.cluster = cluster;
		this.workload = workload;
		this.random = random;
	}

	void begin() {
		for (int i = 1; i <= this.world.swarm().clients; i++) {
			next("c" + i, this.random.nextLong(this.world.swarm().thinkNanos));
		}
	}

	/** They ask nothing more. */
	void end() {
		this.ended = true;
	}

	History<I, O> history() {
		return this.history;
	}

	/** Calls that were answered, by result or by error. */
	int answered() {
		return this.answered;
	}

	/** Commands that were answered with their result. */
	int writesAnswered() {
		return this.writesAnswered;
	}

	/** Calls that wait. */
	int unanswered() {
		return this.unanswered;
	}

	private void next(String client, long nanos) {
		this.world.timeline().after(nanos, () -> {
			if (!this.ended) {
				call(client);
			}
		});
	}

	private void call(String client) {
		SimulatedNode node = whomToAsk();
		if (node == null) {
			next(client, PAUSE_AFTER_FAILURE_NANOS);
			return;
		}
		int number = this.calls++;
		this.world.log().event(2_000, number);
		I input = this.workload.next(this.random);
		byte[] command = this.workload.command(input);
		if (command != null) {
			this.world.laws().sent(command);
			Promised promised = Promised.values()[this.random.nextInt(Promised.values().length)];
			new Call(client, input, command, promised, "k" + number).write(node);
		}
		else {
			read(node, new Call(client, input, null, Promised.ONE_ATTEMPT, ""));
		}
	}

	private void read(SimulatedNode node, Call call) {
		call.consistency = this.random.nextInt(3) > 0 ? Consistency.LINEARIZABLE : Consistency.LEASE;
		call.byLeader = node.leads();
		@SuppressWarnings("unchecked") // made by this workload
		M machine = (M) node.machine().target();
		long committed = this.world.laws().committed();
		CompletableFuture<O> answer = node.node().query(call.consistency, () -> {
			this.world.laws().read(node, committed);
			return this.workload.query(machine, call.input);
		});
		answer.whenComplete(call::queried);
		node.whenGone((crashed) -> call.gone(node, crashed));
	}

	/** Some know who leads, or did; nobody can tell that it is paused. */
	private @Nullable SimulatedNode whomToAsk() {
		SimulatedNode leader = (this.random.nextInt(3) == 0) ? this.cluster.pick(SimulatedNode::leads) : null;
		return (leader != null) ? leader : this.cluster.pickUp();
	}

	/** What a client asks for with a command. */
	private enum Promised {

		ONE_ATTEMPT, ONCE, ONCE_BY_KEY

	}

	/** A call under way. */
	private final class Call {

		private static final int ATTEMPTS_MAX = 4;

		private final String client;

		private final I input;

		private final byte @Nullable [] command;

		private final Promised promised;

		private final String key;

		private final History<I, O>.Call recorded;

		private Consistency consistency = Consistency.LINEARIZABLE;

		private boolean byLeader;

		/** Number of the one that counts. */
		private int attempt = 1;

		private boolean uncertain;

		private boolean over;

		Call(String client, I input, byte @Nullable [] command, Promised promised, String key) {
			this.client = client;
			this.input = input;
			this.command = command;
			this.promised = promised;
			this.key = key;
			this.recorded = Clients.this.history.invoke(client, input);
			Clients.this.unanswered++;
		}

		/** Writes by this node, for the first time or again. */
		void write(SimulatedNode node) {
			int attempt = this.attempt;
			this.byLeader = node.leads();
			RaftNode raft = node.node();
			ByteBuffer bytes = ByteBuffer.wrap(this.command);
			CompletableFuture<Committed> answer = switch (this.promised) {
				case ONE_ATTEMPT -> raft.propose(RaftNode.DEFAULT_MACHINE, bytes);
				case ONCE -> raft.submit(RaftNode.DEFAULT_MACHINE, bytes);
				case ONCE_BY_KEY -> raft.submit(RaftNode.DEFAULT_MACHINE, bytes, this.key);
			};
			answer.whenComplete((committed, failure) -> {
				if (attempt == this.attempt) {
					committed(committed, failure);
				}
			});
			node.whenGone((crashed) -> {
				if (attempt == this.attempt) {
					gone(node, crashed);
				}
			});
		}

		/** A client that has a key asks somebody else when it does not know. */
		private boolean asksAgain() {
			if (this.promised != Promised.ONCE_BY_KEY || this.attempt >= ATTEMPTS_MAX) {
				return false;
			}
			this.attempt++;
			this.uncertain = true;
			Clients.this.world.timeline().after(1 + Clients.this.random.nextLong(2 * PAUSE_AFTER_FAILURE_NANOS), () -> {
				SimulatedNode node = whomToAsk();
				if (node != null) {
					count(Transition.ASKED_AGAIN);
					write(node);
				}
				else {
					this.recorded.info();
					end(PAUSE_AFTER_FAILURE_NANOS);
				}
			});
			return true;
		}

		void committed(@Nullable Committed committed, @Nullable Throwable failure) {
			if (this.over) {
				return;
			}
			if (committed == null) {
				failed(failure);
				return;
			}
			try {
				Clients.this.world.laws()
					.acknowledged(committed.index(), committed.term(), ByteBuffer.wrap(this.command).hashCode(),
							Arrays.hashCode(committed.result()));
			}
			catch (BrokenLaw ex) {
				Clients.this.world.laws().broken(ex);
			}
			Clients.this.writesAnswered++;
			if (!this.byLeader) {
				count(Transition.WRITTEN_BY_FORWARD);
			}
			Clients.this.world.log().mix(committed.index() * 31 + Arrays.hashCode(committed.result()));
			this.recorded.ok(Clients.this.workload.answer(this.input, committed.result()));
			end(Clients.this.world.swarm().thinkNanos);
		}

		void queried(@Nullable O output, @Nullable Throwable failure) {
			if (this.over) {
				return;
			}
			if (output == null) {
				failed(failure);
				return;
			}
			boolean lease = this.consistency == Consistency.LEASE;
			count(lease ? Transition.READ_BY_LEASE
					: (this.byLeader ? Transition.READ_BY_INDEX : Transition.READ_BY_FOLLOWER));
			this.recorded.ok(output);
			end(Clients.this.world.swarm().thinkNanos);
		}

		private void failed(@Nullable Throwable failure) {
			Clients.this.world.log().mix(failure.getClass().getSimpleName().hashCode());
			if (failure instanceof OutcomeUnknownException || failure instanceof RaftTimeoutException) {
				count(transition(failure));
				if (asksAgain()) {
					return;
				}
				this.recorded.info();
			}
			else if (failure instanceof NotLeaderException || failure instanceof RaftBusyException
					|| failure instanceof RaftStoppedException || failure instanceof CommandRejectedException
					|| failure instanceof RestoreInProgressException || failure instanceof MachineNotReadyException) {
				count(Transition.NOT_LEADER);
				if (this.uncertain) {
					this.recorded.info();
				}
				else {
					this.recorded.fail();
				}
			}
			else {
				Clients.this.world.laws().broken(new BrokenLaw(this.client + " is told " + failure));
			}
			end(PAUSE_AFTER_FAILURE_NANOS);
		}

		private static Transition transition(Throwable failure) {
			if (failure instanceof SessionExpiredException) {
				return Transition.SESSION_EXPIRED;
			}
			return (failure instanceof OutcomeUnknownException) ? Transition.OUTCOME_UNKNOWN : Transition.TIMED_OUT;
		}

		/** The node it was asked of is no more, and with it the client's process. */
		void gone(SimulatedNode node, boolean crashed) {
			if (this.over) {
				return;
			}
			if (!crashed) {
				throw new BrokenLaw("A call of " + this.client + " was left without an end when " + node.id()
						+ " ended: " + this.input);
			}
			if (this.command != null && asksAgain()) {
				return;
			}
			this.recorded.info();
			end(PAUSE_AFTER_FAILURE_NANOS);
		}

		private void end(long pauseNanos) {
			this.over = true;
			Clients.this.unanswered--;
			Clients.this.answered++;
			next(this.client, 1 + Clients.this.random.nextLong(2 * pauseNanos));
		}

		private void count(Transition transition) {
			Clients.this.world.coverage().count(transition);
		}

	}

}
