package io.raftboot.test.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.raftboot.test.linearizability.Model;
import io.raftboot.test.linearizability.RegisterModel;
import io.raftboot.test.linearizability.RegisterModel.Cas;
import io.raftboot.test.linearizability.RegisterModel.Read;
import io.raftboot.test.linearizability.RegisterModel.Request;
import io.raftboot.test.linearizability.RegisterModel.Response;
import io.raftboot.test.linearizability.RegisterModel.Write;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and compare-and-set of registers. Every value is written once only, so
 * that a write that happened twice shows. New registers take the place of old ones, which
 * keeps the history of each short enough to be checked.
 */
public final class RegisterWorkload implements Workload<RegisterMachine, Optional<String>, Request, Response> {

	private static final int REGISTERS = 3;

	private static final int OPERATIONS_PER_GENERATION = 60;

	/** Values that were written lately, for compare-and-set to meet one now and then. */
	private final String[] latest = new String[REGISTERS];

	private long operations;

	/** How long values are at most: some runs are to fill their logs quickly. */
	private int paddingMax = -1;

	@Override
	public RegisterMachine newMachine() {
		return new RegisterMachine();
	}

	@Override
	public Request next(RandomGenerator random) {
		if (this.paddingMax < 0) {
			this.paddingMax = 1 + ((random.nextInt(3) == 0) ? random.nextInt(2_000) : random.nextInt(60));
		}
		long number = this.operations++;
		int register = random.nextInt(REGISTERS);
		String key = "r" + number / OPERATIONS_PER_GENERATION + "." + register;
		int kind = random.nextInt(10);
		if (kind < 4) {
			return new Read(key);
		}
		String expected = this.latest[register];
		String value = "v" + number + "x".repeat(random.nextInt(this.paddingMax));
		this.latest[register] = value;
		return (kind < 8 || expected == null) ? new Write(key, value) : new Cas(key, expected, value);
	}

	@Override
	public byte @Nullable [] command(Request input) {
		String command = null;
		if (input instanceof Write write) {
			command = write.key() + " " + write.value();
		}
		else if (input instanceof Cas cas) {
			command = cas.key() + " " + cas.expected() + " " + cas.value();
		}
		return (command != null) ? command.getBytes(StandardCharsets.UTF_8) : null;
	}

	@Override
	public Response answer(Request input, byte @Nullable [] result) {
		String text = new String(result, StandardCharsets.UTF_8);
		String value = text.substring(1);
		return new Response(text.charAt(0) == '+', value.equals("null") ? null : value);
	}

	@Override
	public Response query(RegisterMachine machine, Request input) {
		return new Response(true, machine.get(input.key()));
	}

	@Override
	public Model<Optional<String>, Request, Response> model() {
		return new RegisterModel();
	}

}
