package io.raftboot.test.linearizability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.test.linearizability.RegisterModel.Cas;
import io.raftboot.test.linearizability.RegisterModel.Read;
import io.raftboot.test.linearizability.RegisterModel.Request;
import io.raftboot.test.linearizability.RegisterModel.Response;
import io.raftboot.test.linearizability.RegisterModel.Write;
import io.raftboot.test.linearizability.Verdict.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LinearizabilityCheckerTests {

	private final List<Operation<Request, Response>> operations = new ArrayList<>();

	private final LinearizabilityChecker checker = new LinearizabilityChecker(Duration.ofSeconds(10));

	private void write(String value, long invoked, long returned) {
		add(new Write("x", value), new Response(true, value), invoked, returned);
	}

	private void unknownWrite(String value, long invoked) {
		add(new Write("x", value), null, invoked, Operation.NEVER);
	}

	private void read(@Nullable String value, long invoked, long returned) {
		add(new Read("x"), new Response(true, value), invoked, returned);
	}

	private void cas(@Nullable String expected, String value, boolean done, @Nullable String after, long invoked,
			long returned) {
		add(new Cas("x", expected, value), new Response(done, after), invoked, returned);
	}

	private void add(Request request, @Nullable Response response, long invoked, long returned) {
		String client = "c" + this.operations.size();
		this.operations.add(new Operation<>(client, request, response, invoked, returned));
	}

	private Verdict check() {
		return this.checker.check(new RegisterModel(), this.operations);
	}

	private void assertLinearizable() {
		assertThat(check()).isEqualTo(new Verdict(Outcome.LINEARIZABLE, ""));
	}

	private void assertNotLinearizable() {
		assertThat(check().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
	}

	@Test
	void nothingIsLinearizable() {
		assertLinearizable();
	}

	@Nested
	class OneAfterTheOther {

		@Test
		void aReadSeesTheWriteBefore() {
			write("a", 1, 2);
			read("a", 3, 4);
			write("b", 5, 6);
			read("b", 7, 8);
			assertLinearizable();
		}

		@Test
		void aReadMissesTheWriteBefore() {
			write("a", 1, 2);
			read(null, 3, 4);
			assertNotLinearizable();
		}

		@Test
		void aReadSeesAnOverwrittenValue() {
			write("a", 1, 2);
			write("b", 3, 4);
			read("a", 5, 6);
			assertNotLinearizable();
		}

		@Test
		void aReadSeesWhatNobodyWrote() {
			write("a", 1, 2);
			read("z", 3, 4);
			assertNotLinearizable();
		}

		@Test
		void aReadSeesTheFuture() {
			read("a", 1, 2);
			write("a", 3, 4);
			assertNotLinearizable();
		}

		@Test
		void aCasMeetsWhatIsThere() {
			cas(null, "a", true, "a", 1, 2);
			cas("b", "c", false, "a", 3, 4);
			cas("a", "c", true, "c", 5, 6);
			read("c", 7, 8);
			assertLinearizable();
		}

		@Test
		void aCasThatShouldHaveFailed() {
			write("a", 1, 2);
			cas("b", "c", true, "c", 3, 4);
			assertNotLinearizable();
		}

		@Test
		void aCasThatShouldHaveSucceeded() {
			write("a", 1, 2);
			cas("a", "c", false, "a", 3, 4);
			assertNotLinearizable();
		}

	}

	@Nested
	class AtTheSameTime {

		@Test
		void aReadMaySeeTheValueBeforeOrAfter() {
			write("a", 1, 10);
			read(null, 2, 3);
			read("a", 4, 5);
			assertLinearizable();
		}

		@Test
		void aReadMayNotGoBack() {
			write("a", 1, 10);
			read("a", 2, 3);
			read(null, 4, 5);
			assertNotLinearizable();
		}

		@Test
		void twoReadersMustAgreeOnTheOrder() {
			write("a", 1, 20);
			write("b", 2, 20);
			read("a", 3, 4);
			read("b", 5, 6);
			read("a", 7, 8);
			assertNotLinearizable();
		}

		@Test
		void onlyOneOfTwoCasWins() {
			cas(null, "a", true, "a", 1, 10);
			cas(null, "b", true, "b", 2, 11);
			assertNotLinearizable();
		}

		@Test
		void aLostUpdateIsFound() {
			write("0", 1, 2);
			cas("0", "1", true, "1", 3, 10);
			cas("0", "2", true, "2", 4, 11);
			read("2", 12, 13);
			assertNotLinearizable();
		}

		@Test
		void operationsThatTouchOverlap() {
			write("a", 1, 2);
			read(null, 2, 3);
			assertLinearizable();
		}

	}

	@Nested
	class WithUnknownOutcomes {

		@Test
		void anUnknownWriteMayHaveHappened() {
			unknownWrite("a", 1);
			read("a", 2, 3);
			assertLinearizable();
		}

		@Test
		void anUnknownWriteMayNeverHappen() {
			write("b", 1, 2);
			unknownWrite("a", 3);
			read("b", 4, 5);
			read("b", 6, 7);
			assertLinearizable();
		}

		@Test
		void anUnknownWriteMayHappenLate() {
			write("b", 1, 2);
			unknownWrite("a", 3);
			read("b", 4, 5);
			write("c", 6, 7);
			read("a", 8, 9);
			assertLinearizable();
		}

		@Test
		void anUnknownWriteHappensOnlyOnce() {
			unknownWrite("a", 1);
			read("a", 2, 3);
			write("b", 4, 5);
			read("a", 6, 7);
			assertNotLinearizable();
		}

		@Test
		void anUnknownWriteDoesNotHappenBeforeItsInvocation() {
			read("a", 1, 2);
			unknownWrite("a", 3);
			assertNotLinearizable();
		}

		@Test
		void anUnknownCasMayExplainALaterOne() {
			write("0", 1, 2);
			add(new Cas("x", "0", "1"), null, 3, Operation.NEVER);
			cas("0", "2", false, "1", 4, 5);
			assertLinearizable();
		}

		@Test
		void manyUnknownWritesDoNotMakeTheSearchEndless() {
			for (int i = 0; i < 200; i++) {
				unknownWrite("u" + i, 10L * i + 1);
				write("w" + i, 10L * i + 2, 10L * i + 3);
				read((i % 3 == 0) ? "u" + i : "w" + i, 10L * i + 4, 10L * i + 5);
			}
			assertLinearizable();
		}

		@Test
		void unknownWritesThatAllHappenLateDoNotMakeTheSearchEndless() {
			for (int i = 0; i < 40; i++) {
				unknownWrite("u" + i, i + 1);
			}
			for (int i = 0; i < 1000; i++) {
				write("w" + i, 10L * i + 101, 10L * i + 105);
				read("w" + i, 10L * i + 106, 10L * i + 109);
				read("w" + i, 10L * i + 107, 10L * i + 108);
			}
			for (int i = 39; i >= 0; i--) {
				read("u" + i, 20_000 - 2L * i, 20_001 - 2L * i);
			}
			assertLinearizable();
		}

	}

	@Nested
	class Keys {

		@Test
		void eachKeyIsCheckedByItself() {
			add(new Write("x", "a"), new Response(true, "a"), 1, 2);
			add(new Read("y"), new Response(true, null), 3, 4);
			assertLinearizable();
		}

		@Test
		void theExplanationNamesTheKeyAndWhatHasNoPlace() {
			add(new Write("good", "a"), new Response(true, "a"), 1, 2);
			add(new Write("bad", "b"), new Response(true, "b"), 3, 4);
			add(new Read("bad"), new Response(true, null), 5, 6);
			assertThat(check().explanation()).contains("Partition 'bad': 1 of 2 operations explained")
				.contains("state after them: Optional[b]")
				.contains("no place for one of:\n  [5, 6] c2: Read[key=bad] -> Response[done=true, value=null]");
		}

	}

	@Nested
	class Limits {

		@Test
		void anEndlessSearchEndsUndecided() {
			// All writes overlap and the read sees none of them: every order is tried.
			for (int i = 0; i < 40; i++) {
				write("w" + i, i + 1, 100 + i);
			}
			read("other", 50, 99);
			long startNanos = System.nanoTime();
			Verdict verdict = new LinearizabilityChecker(Duration.ofMillis(200)).check(new RegisterModel(),
					LinearizabilityCheckerTests.this.operations);
			assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
			assertThat(verdict.isLinearizable()).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
		}

		@Test
		void anOperationDoesNotReturnBeforeItsInvocation() {
			assertThatIllegalArgumentException().isThrownBy(() -> read("a", 2, 1));
			assertThatIllegalArgumentException().isThrownBy(() -> add(new Read("x"), null, 1, 2));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> add(new Read("x"), new Response(true, "a"), 1, Operation.NEVER));
		}

	}

}
