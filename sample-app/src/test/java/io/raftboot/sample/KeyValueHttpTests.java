package io.raftboot.sample;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What the store answers over HTTP, whatever stands behind it. */
abstract class KeyValueHttpTests {

	HttpApi api;

	String key;

	abstract int port();

	@BeforeEach
	void connect() {
		this.api = new HttpApi(port());
		this.key = "k-" + UUID.randomUUID();
	}

	private HttpApi.Answer put(String body) {
		return this.api.send("PUT", "/kv/" + this.key, body);
	}

	private HttpApi.Answer putText(String text) {
		return put(HttpApi.json("value", text));
	}

	private HttpApi.Answer get() {
		return this.api.send("GET", "/kv/" + this.key, null);
	}

	private HttpApi.Answer delete() {
		return this.api.send("DELETE", "/kv/" + this.key, null);
	}

	private HttpApi.Answer cas(String expected, String text) {
		return this.api.send("POST", "/kv/" + this.key + "/cas", HttpApi.json("expected", expected, "value", text));
	}

	private HttpApi.Answer append(String element) {
		return this.api.send("POST", "/kv/" + this.key + "/append", HttpApi.json("element", element));
	}

	private void assertItem(HttpApi.Answer answer, Object value) {
		assertThat(answer.status()).as("%s", answer).isEqualTo(200);
		assertThat(answer.contentType()).isEqualTo("application/json");
		assertThat(answer.json().propertyNames()).containsExactly("key", "value", "revision");
		assertThat(answer.json().get("key").stringValue()).isEqualTo(this.key);
		assertThat(answer.value()).isEqualTo(value);
		assertThat(answer.json().get("revision").longValue()).isPositive();
	}

	static JsonNode assertProblem(HttpApi.Answer answer, int status, String outcome) {
		assertThat(answer.status()).as("%s", answer).isEqualTo(status);
		assertThat(answer.contentType()).isEqualTo("application/problem+json");
		JsonNode problem = answer.json();
		assertThat(problem.get("status").intValue()).isEqualTo(status);
		assertThat(problem.get("title").stringValue()).isNotBlank();
		assertThat(problem.get("detail").stringValue()).isNotBlank();
		assertThat(problem.get("outcome").stringValue()).isEqualTo(outcome);
		return problem;
	}

	@Test
	void putAndGet() {
		HttpApi.Answer first = putText("one");
		assertItem(first, "one");
		HttpApi.Answer read = get();
		assertItem(read, "one");
		assertThat(read.revision()).isEqualTo(first.revision());
		HttpApi.Answer second = putText("two");
		assertItem(second, "two");
		assertThat(second.revision()).isGreaterThan(first.revision());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "ä € \uD83D\uDE00", "\"quoted\" \\ \n\t\u0000\u2028", "null", "{\"a\":1}" })
	void anyTextComesBackAsItWas(String text) {
		assertItem(putText(text), text);
		assertItem(get(), text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "linearizable", "lease", "local" })
	void getAtEachConsistency(String consistency) {
		putText("one");
		assertItem(this.api.send("GET", "/kv/" + this.key + "?consistency=" + consistency, null), "one");
	}

	@Test
	void whatIsNotThereIsNotFound() {
		assertProblem(get(), 404, "NOT_DONE");
		assertProblem(delete(), 404, "NOT_DONE");
	}

	@Test
	void deleteAnswersWhatItRemoved() {
		long revision = putText("one").revision();
		HttpApi.Answer deleted = delete();
		assertItem(deleted, "one");
		assertThat(deleted.revision()).isGreaterThan(revision);
		assertProblem(get(), 404, "NOT_DONE");
	}

	@Test
	void casWritesOverWhatItExpects() {
		assertItem(cas(null, "one"), "one");
		assertItem(cas("one", "two"), "two");
		assertItem(get(), "two");
	}

	@Test
	void casAnswersWhatItMet() {
		HttpApi.Answer absent = cas("one", "two");
		assertThat(assertProblem(absent, 409, "NOT_DONE").get("value").isNull()).isTrue();
		long revision = putText("other").revision();
		JsonNode conflict = assertProblem(cas("one", "two"), 409, "NOT_DONE");
		assertThat(conflict.get("value").stringValue()).isEqualTo("other");
		assertThat(conflict.get("revision").longValue()).isEqualTo(revision);
		assertProblem(cas(null, "two"), 409, "NOT_DONE");
		assertItem(get(), "other");
	}

	@Test
	void appendMakesAndExtendsAList() {
		assertItem(append("a"), List.of("a"));
		assertItem(append("b"), List.of("a", "b"));
		assertItem(append("a"), List.of("a", "b", "a"));
		assertItem(get(), List.of("a", "b", "a"));
		assertItem(putText("text"), "text");
	}

	@Test
	void aListIsNeverWhatCasExpects() {
		append("a");
		JsonNode conflict = assertProblem(cas("a", "b"), 409, "NOT_DONE");
		assertThat(HttpApi.value(conflict.get("value"))).isEqualTo(List.of("a"));
		assertItem(delete(), List.of("a"));
	}

	@Test
	void appendToATextAnswersTheText() {
		putText("text");
		JsonNode conflict = assertProblem(append("a"), 409, "NOT_DONE");
		assertThat(conflict.get("value").stringValue()).isEqualTo("text");
		assertItem(get(), "text");
	}

	@Test
	void aFullListIsTooLarge() {
		String element = "x".repeat(Limits.TEXT_CHARS_MAX);
		for (int i = 0; i < Limits.LIST_CHARS_MAX / Limits.TEXT_CHARS_MAX; i++) {
			append(element);
		}
		assertProblem(append("x"), 413, "NOT_DONE");
	}

	@Test
	void theLongestTextIsTaken() {
		String text = "\u0001".repeat(Limits.TEXT_CHARS_MAX);
		assertItem(putText(text), text);
		assertProblem(putText(text + "x"), 413, "NOT_DONE");
		assertItem(get(), text);
	}

	@Test
	void anEndlessBodyIsTooLarge() {
		assertProblem(putText("x".repeat(2 * Limits.BODY_BYTES_MAX)), 413, "NOT_DONE");
		assertProblem(this.api.sendChunked("PUT", "/kv/" + this.key,
				HttpApi.json("value", "x".repeat(2 * Limits.BODY_BYTES_MAX))), 413, "NOT_DONE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "\"text\"", "{}", "{\"value\":null}", "{\"value\":5}",
			"{\"value\":[\"a\"]}", "{\"other\":\"x\"}", "{\"value\":\"\\ud800\"}" })
	void aBodyThatIsNotWhatPutTakes(String body) {
		assertProblem(put(body), 400, "NOT_DONE");
		assertProblem(get(), 404, "NOT_DONE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"value\":\"x\"}", "{\"expected\":5,\"value\":\"x\"}", "{\"expected\":null}" })
	void aBodyThatIsNotWhatCasTakes(String body) {
		assertProblem(this.api.send("POST", "/kv/" + this.key + "/cas", body), 400, "NOT_DONE");
		assertProblem(get(), 404, "NOT_DONE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-a", ".a", "a%20b", "%C3%A4", "a%22", "a+b" })
	void aKeyWithOtherCharacters(String wrong) {
		assertProblem(this.api.send("GET", "/kv/" + wrong, null), 400, "NOT_DONE");
		assertProblem(this.api.send("PUT", "/kv/" + wrong, HttpApi.json("value", "x")), 400, "NOT_DONE");
	}

	@Test
	void theLongestKeyIsTaken() {
		this.key = "a._~:@-Z9" + "k".repeat(Limits.KEY_CHARS_MAX - 9);
		assertItem(putText("one"), "one");
		this.key += "k";
		assertProblem(putText("one"), 400, "NOT_DONE");
	}

	@Test
	void aConsistencyThatIsNone() {
		HttpApi.Answer answer = this.api.send("GET", "/kv/" + this.key + "?consistency=eventual", null);
		assertThat(assertProblem(answer, 400, "NOT_DONE").get("detail").stringValue())
			.contains("linearizable, lease, local");
	}

	@Test
	void otherPathsAndMethodsAreProblemsToo() {
		assertProblem(this.api.send("POST", "/kv/" + this.key, "{}"), 405, "NOT_DONE");
		assertProblem(this.api.send("GET", "/nothing", null), 404, "NOT_DONE");
		assertProblem(this.api.send("PUT", "/kv/" + this.key, "text/plain", "x"), 415, "NOT_DONE");
	}

}
