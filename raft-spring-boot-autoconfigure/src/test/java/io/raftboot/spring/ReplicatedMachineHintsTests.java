package io.raftboot.spring;

import java.io.InputStream;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.raftboot.core.statemachine.CommitContext;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native image is told of state machines. */
class ReplicatedMachineHintsTests {

	@Test
	void aReplicatedBean() {
		RuntimeHints hints = hints(ReplicatedBeanRegistrar.class, Books.class);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Library.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Library.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Shelves.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
		assertReadable(hints, Book.class, Author.class, Loan.class, Receipt.class, Shelf.class, Wide.class,
				Narrow.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(OnlyRead.class)).rejects(hints);
	}

	@Test
	void aReplicatedService() {
		RuntimeHints hints = hints(Service.class);
		assertReadable(hints, Order.class, Buy.class, Sell.class, Outcome.class, Detail.class);
		assertThat(hints.proxies().jdkProxyHints()).isEmpty();
	}

	@Test
	void nothingWithoutAStateMachine() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Author.class)).rejects(hints(Book.class));
	}

	private static void assertReadable(RuntimeHints hints, Class<?>... types) {
		for (Class<?> type : types) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getSimpleName()).accepts(hints);
		}
	}

	private static RuntimeHints hints(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(beans);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return generation.getRuntimeHints();
		}
	}

	record Author(String name) {
	}

	record Book(String title, Author author) {
	}

	record Loan(String reader) {
	}

	record Receipt(long number) {
	}

	record OnlyRead(String text) {
	}

	sealed interface Shelf {

	}

	record Wide(int width) implements Shelf {
	}

	record Narrow(int width) implements Shelf {
	}

	interface Shelves {

		@RaftCommand
		void build(Shelf[] shelves);

	}

	interface Library extends Shelves {

		@RaftCommand
		CompletableFuture<List<Receipt>> lend(Book book, Loan loan);

		@RaftQuery
		OnlyRead read();

	}

	@RaftStateMachine("books")
	static class Books implements Library, ReplicatedState<TreeMap<String, Book>> {

		@Override
		public void build(Shelf[] shelves) {
		}

		@Override
		public CompletableFuture<List<Receipt>> lend(Book book, Loan loan) {
			return CompletableFuture.completedFuture(List.of());
		}

		@Override
		public OnlyRead read() {
			return new OnlyRead("");
		}

		@Override
		public TreeMap<String, Book> capture() {
			return new TreeMap<>();
		}

		@Override
		public void restore(TreeMap<String, Book> state) {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Buy.class), @JsonSubTypes.Type(Sell.class) })
	interface Order {

	}

	record Buy(Detail detail) implements Order {
	}

	record Sell(long amount) implements Order {
	}

	record Detail(String text) {
	}

	record Outcome(boolean done) {
	}

	@RaftStateMachine
	static class Service implements ReplicatedService<Order, Outcome> {

		@Override
		public Outcome commit(Order command, CommitContext context) {
			return new Outcome(true);
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

}
