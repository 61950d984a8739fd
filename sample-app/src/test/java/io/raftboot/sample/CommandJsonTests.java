package io.raftboot.sample;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The JSON that stands in logs: must stay readable. */
class CommandJsonTests {

	static final List<Arguments> COMMANDS = List.of(
			Arguments.of(new Command.Put("k", "v"), "{\"op\":\"put\",\"key\":\"k\",\"value\":\"v\"}"),
			Arguments.of(new Command.Delete("k"), "{\"op\":\"delete\",\"key\":\"k\"}"),
			Arguments.of(new Command.Cas("k", null, "v"),
					"{\"op\":\"cas\",\"key\":\"k\",\"expected\":null,\"value\":\"v\"}"),
			Arguments.of(new Command.Append("k", "e"), "{\"op\":\"append\",\"key\":\"k\",\"element\":\"e\"}"));

	static final List<Arguments> RESULTS = List.of(
			Arguments.of(new Result(Result.Outcome.DONE, Value.text("v"), 3),
					"{\"outcome\":\"DONE\",\"value\":\"v\",\"revision\":3}"),
			Arguments.of(new Result(Result.Outcome.CONFLICT, Value.list(List.of("a", "b")), 3),
					"{\"outcome\":\"CONFLICT\",\"value\":[\"a\",\"b\"],\"revision\":3}"),
			Arguments.of(new Result(Result.Outcome.NOT_FOUND, null, 0),
					"{\"outcome\":\"NOT_FOUND\",\"value\":null,\"revision\":0}"));

	private final JsonMapper json = JsonMapper.builder().build();

	@ParameterizedTest
	@FieldSource("COMMANDS")
	void commandsStayReadable(Command command, String text) {
		assertThat(this.json.writerFor(Command.class).writeValueAsString(command)).isEqualTo(text);
		assertThat(this.json.readValue(text, Command.class)).isEqualTo(command);
	}

	@ParameterizedTest
	@FieldSource("RESULTS")
	void resultsStayReadable(Result result, String text) {
		assertThat(this.json.writeValueAsString(result)).isEqualTo(text);
		assertThat(this.json.readValue(text, Result.class)).isEqualTo(result);
	}

}
