package io.raftboot.spring;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.raftboot.core.node.CommandOptions;
import io.raftboot.core.node.Committed;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.statemachine.CommitContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RaftTemplateTests {

	private final RaftNode node = mock(RaftNode.class);

	private final CompletableFuture<Committed> proposed = new CompletableFuture<>();

	private final SubmittedCommands commands = SubmittedCommands.endingAs(this.proposed, this.node);

	private final RaftTemplate template = new RaftTemplate(this.node, machines(Store.class, Concurrent.class));

	@Nested
	class Submitting {

		@Test
		void sendsTheCommandToItsMachine() {
			RaftTemplateTests.this.template.submit(new Put("a", 1));
			assertThat(command("default")).isEqualTo("{\"@type\":\"Put\",\"key\":\"a\",\"value\":1}");
			RaftTemplateTests.this.template.on("concurrent").submit("x");
			assertThat(command("concurrent")).isEqualTo("\"x\"");
		}

		@Test
		void completesWithTheTypedResult() {
			CompletableFuture<Answer> future = RaftTemplateTests.this.template.submit(new Put("a", 1));
			assertThat(future).isNotDone();
			complete("{\"previous\":5}");
			assertThat(future).isCompletedWithValue(new Answer(5));
		}

		@Test
		void passesOnForHowLongToWaitForRoom() {
			Duration roomWait = Duration.ofSeconds(3);
			CompletableFuture<String> future = RaftTemplateTests.this.template.waitingForRoom(roomWait)
				.on("concurrent")
				.submit("x");
			complete("\"x\"");
			assertThat(future).isCompletedWithValue("x");
			assertThat(RaftTemplateTests.this.commands.options())
				.containsExactly(CommandOptions.DEFAULTS.withRoomWait(roomWait));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> RaftTemplateTests.this.template.waitingForRoom(Duration.ofMillis(-1)));
		}

		@Test
		void passesTheKeyOn() {
			CompletableFuture<Answer> future = RaftTemplateTests.this.template.submit(new Put("a", 1), "k1");
			complete("{\"previous\":5}");
			assertThat(future).isCompletedWithValue(new Answer(5));
			assertThat(RaftTemplateTests.this.commands.options())
				.containsExactly(CommandOptions.DEFAULTS.withKey("k1"));
		}

		@Test
		void givesAReceiptThatAReadCanWaitFor() {
			CompletableFuture<Receipt<Answer>> future = RaftTemplateTests.this.template
				.submitForReceipt(new Put("a", 1));
			complete("{\"previous\":5}");
			Receipt<Answer> receipt = future.join();
			assertThat(receipt.result()).isEqualTo(new Answer(5));
			Callable<String> query = () -> "fresh";
			given(RaftTemplateTests.this.node.query(receipt.index(), query))
				.willReturn(CompletableFuture.completedFuture("fresh"));
			assertThat(RaftTemplateTests.this.template.queryAfter(receipt.index(), query))
				.isCompletedWithValue("fresh");
		}

		@Test
		void completesWithNullForNoResult() {
			CompletableFuture<@Nullable Answer> future = RaftTemplateTests.this.template.submit(new Put("a", 1));
			RaftTemplateTests.this.proposed.complete(new Committed(3, 1, null));
			assertThat(future).isCompletedWithValue(null);
		}

		@Test
		void failsWithTheExceptionOfTheEngineItself() {
			CompletableFuture<Answer> future = RaftTemplateTests.this.template.submit(new Put("a", 1));
			AtomicReference<Throwable> seen = new AtomicReference<>();
			future.whenComplete((result, failure) -> seen.set(failure));
			RaftBusyException failure = new RaftBusyException("full");
			RaftTemplateTests.this.proposed.completeExceptionally(failure);
			assertThat(seen.get()).isSameAs(failure);
		}

		@Test
		void refusesACommandOfAnotherType() {
			assertThatIllegalArgumentException().isThrownBy(() -> RaftTemplateTests.this.template.submit("text"))
				.withMessageContaining("'default' takes commands of")
				.withMessageContaining("not java.lang.String");
			assertThatIllegalArgumentException().isThrownBy(() -> RaftTemplateTests.this.template.submit(null));
			assertThat(RaftTemplateTests.this.commands.options()).isEmpty();
		}

		@Test
		void saysThatACommandTookEffectWhenItsResultCannotBeRead() {
			CompletableFuture<Answer> future = RaftTemplateTests.this.template.submit(new Put("a", 1));
			complete("{\"unknown\":5}");
			assertThat(future).isCompletedExceptionally();
			assertThatException().isThrownBy(future::join)
				.havingCause()
				.isInstanceOf(RaftException.class)
				.withMessageContaining("took effect");
		}

	}

	@Nested
	class SubmittingAndWaiting {

		@Test
		void returnsTheTypedResult() {
			complete("{\"previous\":5}");
			Answer answer = RaftTemplateTests.this.template.submitAndWait(new Put("a", 1));
			assertThat(answer).isEqualTo(new Answer(5));
			Answer again = RaftTemplateTests.this.template.submitAndWait(new Put("a", 1), Duration.ofSeconds(5));
			assertThat(again).isEqualTo(new Answer(5));
		}

		@Test
		void throwsTheExceptionOfTheEngineItself() {
			NotLeaderException failure = new NotLeaderException(null);
			RaftTemplateTests.this.proposed.completeExceptionally(failure);
			assertThatException().isThrownBy(() -> RaftTemplateTests.this.template.submitAndWait(new Put("a", 1)))
				.isSameAs(failure);
		}

		@Test
		void givesUpInTime() {
			assertThatExceptionOfType(RaftTimeoutException.class)
				.isThrownBy(() -> RaftTemplateTests.this.template.submitAndWait(new Put("a", 1), Duration.ofMillis(5)));
		}

		@Test
		void doesNotKnowTheOutcomeWhenInterrupted() {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> RaftTemplateTests.this.template.submitAndWait(new Put("a", 1)));
			assertThat(Thread.interrupted()).isTrue();
		}

	}

	@Nested
	class Querying {

		@Test
		void runsOnTheNode() {
			CompletableFuture<Object> answer = CompletableFuture.completedFuture("answer");
			given(RaftTemplateTests.this.node.query(eq(Consistency.LINEARIZABLE), any())).willReturn(answer);
			assertThat(RaftTemplateTests.this.template.query(Consistency.LINEARIZABLE, () -> "other")).isSameAs(answer);
			assertThat(RaftTemplateTests.this.template.queryAndWait(Consistency.LINEARIZABLE, () -> "other"))
				.isEqualTo("answer");
		}

		@Test
		void runsOnTheThreadOfTheCallerForAConcurrentMachine() {
			CompletableFuture<Long> read = new CompletableFuture<>();
			given(RaftTemplateTests.this.node.read(Consistency.LEASE)).willReturn(read);
			RaftOperations concurrent = RaftTemplateTests.this.template.on("concurrent");
			assertThatExceptionOfType(RaftTimeoutException.class)
				.isThrownBy(() -> concurrent.queryAndWait(Consistency.LEASE, () -> {
					throw new AssertionError("not before the read may be answered");
				}, Duration.ofMillis(5)));
			read.complete(7L);
			assertThat(concurrent.queryAndWait(Consistency.LEASE, Thread::currentThread))
				.isSameAs(Thread.currentThread());
		}

		@Test
		void throwsWhatTheQueryThrows() {
			IllegalStateException failure = new IllegalStateException();
			given(RaftTemplateTests.this.node.query(any(), any())).willReturn(CompletableFuture.failedFuture(failure));
			assertThatException()
				.isThrownBy(() -> RaftTemplateTests.this.template.queryAndWait(Consistency.LOCAL, () -> "x"))
				.isSameAs(failure);
		}

		@Test
		void wrapsACheckedException() {
			given(RaftTemplateTests.this.node.read(any())).willReturn(CompletableFuture.completedFuture(1L));
			assertThatExceptionOfType(UndeclaredThrowableException.class).isThrownBy(
					() -> RaftTemplateTests.this.template.on("concurrent").queryAndWait(Consistency.LOCAL, () -> {
						throw new IOException("x");
					}))
				.withCauseInstanceOf(IOException.class);
		}

	}

	@Test
	void theNodeIsLookedUpOnceAtTheFirstUse() {
		AtomicInteger lookups = new AtomicInteger();
		RaftTemplate lazy = new RaftTemplate(() -> {
			lookups.incrementAndGet();
			return this.node;
		}, () -> machines(Store.class));
		assertThat(lookups).hasValue(0);
		lazy.submit(new Put("a", 1));
		lazy.submit(new Put("b", 1));
		assertThat(lookups).hasValue(1);
	}

	private void complete(String json) {
		this.proposed.complete(new Committed(3, 1, json.getBytes(StandardCharsets.UTF_8)));
	}

	private String command(String machine) {
		List<String> sent = this.commands.to(machine, StandardCharsets.UTF_8);
		assertThat(sent).hasSize(1);
		return sent.get(0);
	}

	private static ReplicatedMachines machines(Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return ReplicatedMachines.find(context.getBeanFactory(), new JacksonPayloadFormat());
		}
	}

	sealed interface Command permits Put {

	}

	record Put(String key, int value) implements Command {
	}

	record Answer(int previous) {
	}

	@RaftStateMachine
	static class Store implements ReplicatedService<Command, Answer> {

		@Override
		public Answer commit(Command command, CommitContext context) {
			return new Answer(0);
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	@RaftStateMachine(value = "concurrent", concurrent = true)
	static class Concurrent implements ReplicatedService<String, String> {

		@Override
		public String commit(String command, CommitContext context) {
			return command;
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

}
