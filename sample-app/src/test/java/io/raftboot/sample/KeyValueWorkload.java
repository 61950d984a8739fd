package io.raftboot.sample;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.sample.KeyValueModel.Request;
import io.raftboot.sample.KeyValueModel.Response;
import io.raftboot.spring.ReplicatedMachine;
import io.raftboot.test.linearizability.Model;
import io.raftboot.test.simulation.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What clients do to the sample under simulation, and what its model lets them be told.
 */
final class KeyValueWorkload implements Workload<StateMachine, KeyValueModel.State, Request, Response> {

	private final Map<StateMachine, KeyValueStateMachine> services = new IdentityHashMap<>();

	private @Nullable ReplicatedMachine latest;

	private int asked;

	@Override
	public StateMachine newMachine() {
		KeyValueStateMachine service = new KeyValueStateMachine(new MemoryKeyValueStore(),
				new SampleProperties(SampleProperties.Store.MEMORY, Map.of()));
		this.latest = ReplicatedMachine.of(service);
		this.services.put(this.latest.stateMachine(), service);
		return this.latest.stateMachine();
	}

	@Override
	public Request next(RandomGenerator random) {
		String key = "k" + this.asked++ / 60 + "." + random.nextInt(3);
		return switch (random.nextInt(6)) {
			case 0 -> Request.of(new Command.Put(key, "v" + this.asked));
			case 1 -> Request.of(new Command.Cas(key, null, "v" + this.asked));
			case 2 -> Request.of(new Command.Append(key, "e" + this.asked));
			case 3 -> Request.of(new Command.Delete(key));
			default -> new Request(key, null);
		};
	}

	@Override
	public byte @Nullable [] command(Request input) {
		return (input.command() != null) ? this.latest.commandCodec().encode(input.command()) : null;
	}

	@Override
	public Response answer(Request input, byte @Nullable [] result) {
		Result told = (Result) this.latest.resultCodec().decode(ByteBuffer.wrap(result));
		int status = switch (told.outcome()) {
			case DONE -> 200;
			case NOT_FOUND -> 404;
			case CONFLICT, TOO_LARGE -> 409;
		};
		return response(status, told.value(), told.revision());
	}

	@Override
	public Response query(StateMachine machine, Request input) {
		Item item = this.services.get(machine).find(input.key());
		return (item != null) ? response(200, item.value(), item.revision()) : response(404, null, 0);
	}

	private static Response response(int status, @Nullable Value value, long revision) {
		return new Response(status, (value != null) ? value.json() : null, revision);
	}

	@Override
	public Model<KeyValueModel.State, Request, Response> model() {
		return new KeyValueModel();
	}

}
