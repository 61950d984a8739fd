package io.raftboot.spring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.raftboot.core.node.Consistency;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReplicatedInterfaceReaderTests {

	@Nested
	class Accepts {

		@Test
		void commandsQueriesAndDefaultMethods() throws Exception {
			ReplicatedInterface methods = read(Good.class);
			assertThat(methods.find(Good.class.getMethod("add", String.class))).isInstanceOf(CommandMethod.class);
			assertThat(methods.find(Good.class.getMethod("marked"))).isInstanceOf(CommandMethod.class);
			assertThat(methods.find(Good.class.getMethod("local"))).isNull();
			assertThat(methods.find(Good.class.getMethod("get", String.class))).isInstanceOfSatisfying(
					QueryMethod.class, (query) -> assertThat(query.consistency()).isEqualTo(Consistency.LINEARIZABLE));
			assertThat(methods.find(Good.class.getMethod("get", int.class))).isInstanceOfSatisfying(QueryMethod.class,
					(query) -> assertThat(query.consistency()).isEqualTo(Consistency.LOCAL));
		}

		@Test
		void typeVariablesThatTheClassNames() throws Exception {
			ReplicatedInterface methods = ReplicatedInterfaceReader
				.read(ResolvableType.forClass(Users.class).as(Repository.class), new JacksonPayloadFormat());
			CommandMethod put = (CommandMethod) methods.find(Repository.class.getMethod("put", Object.class));
			assertThat(put).isNotNull();
			assertThat(put.resultCodec().decode(ByteBuffer.wrap("[{\"name\":\"a\"}]".getBytes())))
				.isEqualTo(List.of(new User("a")));
		}

		@Test
		void anInterfaceThatNarrowsAGenericOne() throws Exception {
			ReplicatedInterface methods = read(UserRepository.class);
			assertThat(methods.find(UserRepository.class.getMethod("put", User.class)))
				.isInstanceOf(CommandMethod.class);
		}

		@Test
		void overloadsWithNamesOfTheirOwn() {
			ReplicatedInterface methods = read(NamedOverloads.class);
			assertThat(methods.command("add").method().getParameterCount()).isOne();
			assertThat(methods.command("add2").method().getParameterCount()).isEqualTo(2);
		}

	}

	@Nested
	class Refuses {

		@Test
		void methodsWithoutMark() {
			refuses(Unmarked.class, "The method Unmarked.get is marked neither with @RaftCommand nor with @RaftQuery",
					"Mark it, or make it a default method");
		}

		@Test
		void methodsWithBothMarks() {
			refuses(Both.class, "The method Both.add is marked with both @RaftCommand and @RaftQuery.",
					"Keep @RaftCommand if it changes anything");
		}

		@Test
		void staticMethods() {
			refuses(Static.class, "The method Static.add is static, but marked.", "Remove the mark");
		}

		@Test
		void overloadsOfTheSameName() {
			refuses(Overloads.class,
					"The method Overloads.add and another method are both the command 'add' in the log.",
					"@RaftCommand(name = \"add2\")");
		}

		@Test
		void namesThatAreTooLong() {
			refuses(LongName.class, "The method LongName.add has a name of 256 bytes in the log.",
					"Choose a name of 1 to 255 bytes");
		}

		@Test
		void checkedExceptionsOfCommands() {
			refuses(Checked.class,
					"The method Checked.add is a command that declares the checked exception java.io.IOException, which "
							+ "no caller would ever get.",
					"callers get a CommandFailedException with its type");
		}

		@Test
		void otherFutures() {
			refuses(OtherFuture.class, "The method OtherFuture.add returns a Future.", "Return a CompletableFuture");
		}

		@Test
		void typesThatDoNotTellWhatToRead() {
			refuses(Wildcard.class, "its parameter 1 is of type java.util.List<?>, which does not tell what to read",
					"Name a concrete type");
			refuses(Raw.class, "its result is of type java.util.List, which does not tell", "Name a concrete type");
			refuses(AnyObject.class, "its parameter 2 is of type java.lang.Object, which does not tell",
					"Name a concrete type");
			refuses(GenericMethod.class, "its parameter 1 is of type T, which does not tell", "Name a concrete type");
			refuses(Repository.class, "its parameter 1 is of type T, which does not tell",
					"class Users implements Repository<User>");
			refuses(RawFuture.class, "its result is of type ", "Name a concrete type");
		}

		@Test
		void typesThatCannotBeWrittenAndRead() {
			refuses(Open.class,
					"its parameter 1 of type " + OpenType.class.getName().replace('$', '.')
							+ " cannot be written and read: JSON cannot tell which class to read",
					PayloadFormat.class.getName());
			refuses(OpenList.class, "JSON cannot tell which class to read for " + OpenType.class.getName(),
					"Change the type");
		}

	}

	private static ReplicatedInterface read(Class<?> type) {
		return ReplicatedInterfaceReader.read(ResolvableType.forClass(type), new JacksonPayloadFormat());
	}

	private static void refuses(Class<?> type, String message, String action) {
		assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> read(type))
			.satisfies((ex) -> assertThat(ex.getMessage().replace('$', '.')).contains(message.replace('$', '.')))
			.satisfies((ex) -> assertThat(ex.action()).contains(action));
	}

	record User(String name) {
	}

	interface OpenType {

	}

	interface Good extends Comparator<String> {

		@RaftCommand
		void add(String name);

		@RaftCommand
		default CompletableFuture<Void> marked() {
			return CompletableFuture.completedFuture(null);
		}

		default void local() {
			add("local");
		}

		@RaftQuery
		String get(String name) throws IOException;

		@RaftQuery(consistency = Consistency.LOCAL)
		Object get(int index);

		@Override
		default int compare(String one, String other) {
			return one.compareTo(other);
		}

		static void ignored() {
		}

	}

	interface Repository<T> {

		@RaftCommand
		List<T> put(T value);

	}

	interface UserRepository extends Repository<User> {

		@Override
		List<User> put(User user);

	}

	abstract static class Users implements Repository<User> {

	}

	interface NamedOverloads {

		@RaftCommand
		void add(String name);

		@RaftCommand("add2")
		void add(String name, int by);

	}

	interface Unmarked {

		@RaftCommand
		void add();

		int get();

	}

	interface Both {

		@RaftCommand
		@RaftQuery
		void add();

	}

	interface Static {

		@RaftCommand
		static void add() {
		}

	}

	interface Overloads {

		@RaftCommand
		void add(String name);

		@RaftCommand
		void add(int number);

	}

	interface LongName {

		String TEN = "0123456789";

		String FIFTY = TEN + TEN + TEN + TEN + TEN;

		@RaftCommand(name = FIFTY + FIFTY + FIFTY + FIFTY + FIFTY + "012345")
		void add();

	}

	interface Checked {

		@RaftCommand
		void add() throws IOException;

	}

	interface OtherFuture {

		@RaftCommand
		Future<String> add();

	}

	interface Wildcard {

		@RaftCommand
		void add(List<?> values);

	}

	@SuppressWarnings("rawtypes")
	interface Raw {

		@RaftCommand
		List add();

	}

	interface AnyObject {

		@RaftCommand
		void add(String name, Object value);

	}

	interface GenericMethod {

		@RaftCommand
		<T> void add(T value);

	}

	@SuppressWarnings("rawtypes")
	interface RawFuture {

		@RaftCommand
		CompletableFuture add();

	}

	interface Open {

		@RaftCommand
		void add(OpenType value);

	}

	interface OpenList {

		@RaftCommand
		void add(List<OpenType> value);

	}

}
