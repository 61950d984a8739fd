package io.raftboot.test.linearizability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.raftboot.test.linearizability.RegisterModel.Cas;
import io.raftboot.test.linearizability.RegisterModel.Read;
import io.raftboot.test.linearizability.RegisterModel.Request;
import io.raftboot.test.linearizability.RegisterModel.Response;
import io.raftboot.test.linearizability.RegisterModel.Write;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Small random histories, right and wrong ones, judged by the checker and by trying every
 * order.
 */
class BruteForceComparisonTests {

	private static final int HISTORIES = 20_000;

	private final RegisterModel model = new RegisterModel();

	private final LinearizabilityChecker checker = new LinearizabilityChecker(Duration.ofSeconds(30));

	@Test
	void theCheckerAgreesWithTryingEveryOrder() {
		Random random = new Random(7);
		int linearizable = 0;
		for (int i = 0; i < HISTORIES; i++) {
			List<Operation<Request, Response>> operations = randomHistory(random);
			boolean expected = anyOrderExplains(operations, this.model.initial());
			assertThat(this.checker.check(this.model, operations).isLinearizable()).as("%s", operations)
				.isEqualTo(expected);
			linearizable += expected ? 1 : 0;
		}
		assertThat(linearizable).as("a good mix").isBetween(HISTORIES / 10, HISTORIES - HISTORIES / 10);
	}

	private static List<Operation<Request, Response>> randomHistory(Random random) {
		int size = 2 + random.nextInt(5);
		List<Long> times = new ArrayList<>();
		for (long time = 1; time <= 2L * size; time++) {
			times.add(time);
		}
		Collections.shuffle(times, random);
		List<Operation<Request, Response>> operations = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			long one = times.get(2 * i);
			long other = times.get(2 * i + 1);
			boolean unknown = random.nextInt(5) == 0;
			Request request = randomRequest(random);
			Response response = unknown ? null : randomResponse(request, random);
			operations.add(new Operation<>("c" + i, request, response, Math.min(one, other),
					unknown ? Operation.NEVER : Math.max(one, other)));
		}
		return operations;
	}

	private static Request randomRequest(Random random) {
		return switch (random.nextInt(3)) {
			case 0 -> new Read("x");
			case 1 -> new Write("x", randomValue(random));
			default -> new Cas("x", randomValue(random), randomValue(random));
		};
	}

	private static Response randomResponse(Request request, Random random) {
		if (request instanceof Write write) {
			return new Response(true, write.value());
		}
		if (request instanceof Cas cas && random.nextBoolean()) {
			return new Response(true, cas.value());
		}
		return new Response(!(request instanceof Cas), random.nextInt(4) == 0 ? null : randomValue(random));
	}

	private static String randomValue(Random random) {
		return random.nextBoolean() ? "a" : "b";
	}

	private boolean anyOrderExplains(List<Operation<Request, Response>> left, Optional<String> state) {
		if (left.stream().allMatch(Operation::unknown)) {
			return true;
		}
		long firstReturn = left.stream().mapToLong(Operation::returned).min().orElseThrow();
		for (Operation<Request, Response> next : left) {
			Optional<String> after = (next.invoked() < firstReturn)
					? this.model.step(state, next.input(), next.output()) : null;
			if (after != null) {
				List<Operation<Request, Response>> rest = new ArrayList<>(left);
				rest.remove(next);
				if (anyOrderExplains(rest, after)) {
					return true;
				}
			}
		}
		return false;
	}

}
