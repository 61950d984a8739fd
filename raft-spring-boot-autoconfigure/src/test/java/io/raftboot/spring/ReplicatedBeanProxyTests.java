package io.raftboot.spring;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.raftboot.core.node.Committed;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftBusyException;
import io.raftboot.core.node.RaftException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommitContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class ReplicatedBeanProxyTests {

	private final RaftNode node = mock(RaftNode.class);

	private final CompletableFuture<Committed> proposed = new CompletableFuture<>();

	private final SubmittedCommands commands = SubmittedCommands.endingAs(this.proposed, this.node);

	private final ShelfMachine bean = new ShelfMachine();

	private final Shelf proxy = proxy(this.bean);

	@BeforeEach
	void prepare() {
		given(this.node.query(any(), any())).willAnswer((invocation) -> {
			try {
				return CompletableFuture.completedFuture(invocation.<Callable<?>>getArgument(1).call());
			}
			catch (Exception ex) {
				return CompletableFuture.failedFuture(ex);
			}
		});
	}

	@Nested
	class Commands {

		@Test
		void goToTheLogOfTheirMachineAndAnswerWithItsResult() {
			complete("{\"title\":\"b\"}");
			assertThat(ReplicatedBeanProxyTests.this.proxy.put("a", List.of(new Book("b")))).contains(new Book("b"));
			assertThat(command()).isEqualTo("\1\3put" + "\3\0\0\0\"a\"" + "\17\0\0\0[{\"title\":\"b\"}]");
			assertThat(ReplicatedBeanProxyTests.this.bean.calls).isZero();
		}

		@Test
		void withoutResultAnswerNothing() {
			complete(null);
			ReplicatedBeanProxyTests.this.proxy.clear();
			assertThat(command()).isEqualTo("\1\5clear");
		}

		@Test
		void ofBoxedResultsMayAnswerNull() {
			complete(null);
			assertThat(ReplicatedBeanProxyTests.this.proxy.count()).isNull();
		}

		@Test
		void withAFutureDoNotWait() {
			CompletableFuture<Book> future = ReplicatedBeanProxyTests.this.proxy.later("a");
			assertThat(future).isNotDone();
			complete("{\"title\":\"b\"}");
			assertThat(future).isCompletedWithValue(new Book("b"));
		}

		@Test
		void failWithTheExceptionOfTheEngineItself() {
			CommandFailedException failure = new CommandFailedException("some.Type");
			ReplicatedBeanProxyTests.this.proposed.completeExceptionally(failure);
			assertThatExceptionOfType(CommandFailedException.class)
				.isThrownBy(ReplicatedBeanProxyTests.this.proxy::clear)
				.isSameAs(failure);
		}

		@Test
		void withAFutureFailWithTheExceptionOfTheEngineItself() {
			CompletableFuture<Book> future = ReplicatedBeanProxyTests.this.proxy.later("a");
			AtomicReference<Throwable> seen = new AtomicReference<>();
			future.whenComplete((result, failure) -> seen.set(failure));
			RaftBusyException failure = new RaftBusyException("full");
			ReplicatedBeanProxyTests.this.proposed.completeExceptionally(failure);
			assertThat(seen.get()).isSameAs(failure);
		}

		@Test
		void sayThatTheyTookEffectWhenTheirResultCannotBeRead() {
			complete("5");
			assertThatExceptionOfType(RaftException.class)
				.isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.put("a", List.of()))
				.withMessageContaining("'put' at index 3 took effect, but its result cannot be read");
			assertThatException().isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.later("a").join())
				.withCauseInstanceOf(RaftException.class);
		}

		@Test
		void whoseArgumentsCannotBeWrittenAreNotSent() {
			assertThatIllegalArgumentException().isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.keep(new Loop()))
				.withMessageContaining("Argument 1 of Shelf.keep");
			assertThat(ReplicatedBeanProxyTests.this.commands.options()).isEmpty();
		}

		@Test
		void amidAnotherCommandAreRefusedInsteadOfWaitingForThemselves() {
			RaftCommit.place()[0] = mock(CommitContext.class);
			try {
				assertThatIllegalStateException().isThrownBy(ReplicatedBeanProxyTests.this.proxy::clear)
					.withMessageContaining("A state machine calls its own methods, not the proxy");
			}
			finally {
				RaftCommit.place()[0] = null;
			}
		}

	}

	@Nested
	class Queries {

		@Test
		void askTheBeanAtTheirConsistency() throws IOException {
			assertThat(ReplicatedBeanProxyTests.this.proxy.find("a")).isEqualTo(new Book("a"));
			then(ReplicatedBeanProxyTests.this.node).should().query(eq(Consistency.LINEARIZABLE), any());
			assertThat(ReplicatedBeanProxyTests.this.proxy.find(5)).isEqualTo(new Book("5"));
			then(ReplicatedBeanProxyTests.this.node).should().query(eq(Consistency.LOCAL), any());
		}

		@Test
		void withAFutureAnswerItsValue() {
			assertThat(ReplicatedBeanProxyTests.this.proxy.findLater("a")).isCompletedWithValue(new Book("a"));
		}

		@Test
		void throwWhatTheBeanThrows() {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.find("io"))
				.withMessage("io");
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.find("no"));
			assertThatExceptionOfType(StackOverflowError.class)
				.isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.find("error"));
			assertThatExceptionOfType(UndeclaredThrowableException.class)
				.isThrownBy(() -> ReplicatedBeanProxyTests.this.proxy.find(-1))
				.withCauseInstanceOf(IOException.class);
		}

		@Test
		void withAFutureFailWithWhatTheBeanThrows() {
			assertThatException().isThrownBy(ReplicatedBeanProxyTests.this.proxy.findLater("io")::join)
				.withCauseInstanceOf(IOException.class);
			assertThatException().isThrownBy(ReplicatedBeanProxyTests.this.proxy.findLater("failed")::join)
				.withCauseInstanceOf(UnsupportedOperationException.class);
		}

	}

	@Nested
	class OtherMethods {

		@Test
		void withABodyRunHere() {
			complete("null");
			assertThat(ReplicatedBeanProxyTests.this.proxy.putOne(new Book("b"))).isEqualTo("stored b");
			assertThat(command()).isEqualTo("\1\3put" + "\3\0\0\0\"b\"" + "\17\0\0\0[{\"title\":\"b\"}]");
		}

		@Test
		void throwTheirOwnExceptions() {
			assertThatExceptionOfType(IOException.class).isThrownBy(ReplicatedBeanProxyTests.this.proxy::fail);
		}

		@Test
		void ofObjectAreTheProxysOwn() {
			Shelf proxy = ReplicatedBeanProxyTests.this.proxy;
			assertThat(proxy).isEqualTo(proxy)
				.isNotEqualTo(proxy(new ShelfMachine()))
				.hasSameHashCodeAs(proxy)
				.hasToString("Shelf of the replicated state machine 'shelf'");
		}

	}

	private Shelf proxy(ShelfMachine bean) {
		ReplicatedMachines machines = new ReplicatedMachines(List.of(ReplicatedMachine.of(bean)));
		ReplicatedInterface methods = ReplicatedInterfaceReader.read(ResolvableType.forClass(Shelf.class),
				new JacksonPayloadFormat());
		return (Shelf) ReplicatedBeanProxy.create(methods, "shelf", () -> bean,
				() -> new RaftTemplate(this.node, machines));
	}

	private void complete(@Nullable String json) {
		byte[] result = (json != null) ? json.getBytes(StandardCharsets.UTF_8) : null;
		this.proposed.complete(new Committed(3, 1, result));
	}

	private String command() {
		List<String> sent = this.commands.to("shelf", StandardCharsets.ISO_8859_1);
		assertThat(sent).hasSize(1);
		return sent.get(0);
	}

	record Book(String title) {
	}

	static class Loop {

		public Loop self() {
			return this;
		}

		public Loop getSelf() {
			return this;
		}

	}

	interface Shelf {

		@RaftCommand
		Optional<Book> put(String place, List<Book> books);

		@RaftCommand
		void clear();

		@RaftCommand
		@Nullable Integer count();

		@RaftCommand
		CompletableFuture<Book> later(String place);

		@RaftCommand
		void keep(Loop loop);

		@RaftQuery
		Book find(String place) throws IOException;

		@RaftQuery(consistency = Consistency.LOCAL)
		Book find(int place);

		@RaftQuery
		CompletableFuture<Book> findLater(String place);

		default String putOne(Book book) {
			put(book.title(), List.of(book));
			return "stored " + book.title();
		}

		default void fail() throws IOException {
			throw new IOException("fail");
		}

	}

	@RaftStateMachine("shelf")
	static class ShelfMachine implements Shelf, ReplicatedState<String> {

		private int calls;

		@Override
		public Optional<Book> put(String place, List<Book> books) {
			this.calls++;
			return Optional.empty();
		}

		@Override
		public void clear() {
			this.calls++;
		}

		@Override
		public @Nullable Integer count() {
			return this.calls;
		}

		@Override
		public CompletableFuture<Book> later(String place) {
			return CompletableFuture.completedFuture(new Book(place));
		}

		@Override
		public void keep(Loop loop) {
		}

		@Override
		public Book find(String place) throws IOException {
			return switch (place) {
				case "io" -> throw new IOException("io");
				case "no" -> throw new UnsupportedOperationException();
				case "error" -> throw new StackOverflowError();
				default -> new Book(place);
			};
		}

		@Override
		public Book find(int place) {
			if (place < 0) {
				ReplicatedBeanProxyTests.<RuntimeException>sneak(new IOException("sneaked"));
			}
			return new Book(String.valueOf(place));
		}

		@Override
		public CompletableFuture<Book> findLater(String place) {
			return switch (place) {
				case "io" -> CompletableFuture.failedFuture(new IOException("io"));
				case "failed" -> throw new UnsupportedOperationException();
				default -> CompletableFuture.completedFuture(new Book(place));
			};
		}

		@Override
		public String capture() {
			return "";
		}

		@Override
		public void restore(String state) {
		}

	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable failure) throws X {
		throw (X) failure;
	}

}
