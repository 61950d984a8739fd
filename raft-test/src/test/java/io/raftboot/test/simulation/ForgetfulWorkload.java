package io.raftboot.test.simulation;

import java.util.Optional;
import java.util.random.RandomGenerator;

import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.test.linearizability.Model;
import io.raftboot.test.linearizability.RegisterModel.Request;
import io.raftboot.test.linearizability.RegisterModel.Response;
import org.jspecify.annotations.Nullable;

/** Registers whose machine leaves everything out of its snapshots. */
final class ForgetfulWorkload
		implements Workload<ForgetfulWorkload.ForgetfulMachine, Optional<String>, Request, Response> {

	private final RegisterWorkload registers = new RegisterWorkload();

	@Override
	public ForgetfulMachine newMachine() {
		return new ForgetfulMachine();
	}

	@Override
	public Request next(RandomGenerator random) {
		return this.registers.next(random);
	}

	@Override
	public byte @Nullable [] command(Request input) {
		return this.registers.command(input);
	}

	@Override
	public Response answer(Request input, byte @Nullable [] result) {
		return this.registers.answer(input, result);
	}

	@Override
	public Response query(ForgetfulMachine machine, Request input) {
		return this.registers.query(machine, input);
	}

	@Override
	public Model<Optional<String>, Request, Response> model() {
		return this.registers.model();
	}

	/** Writes that it has nothing. */
	static final class ForgetfulMachine extends RegisterMachine {

		@Override
		public Snapshot snapshot() {
			return (target) -> target.write(new byte[Integer.BYTES]);
		}

	}

}
