package io.raftboot.sample;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.node.Consistency;
import io.raftboot.sample.Result.Outcome;
import io.raftboot.spring.RaftOperations;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The store over HTTP, the same on every node.
 * <p>
 * A key holds either a text, written by {@code PUT} and {@code cas}, or a list of texts,
 * written by {@code append}; in JSON {@code value} is a string or an array of strings:
 * <ul>
 * <li>{@code GET} and {@code DELETE} take both and answer what the key holds or held.
 * <li>{@code PUT} replaces both by a text.
 * <li>{@code cas} compares with texts only: a list is never the expected value, so it is
 * answered 409 with the list in {@code value}.
 * <li>{@code append} to a key that holds a text is answered 409 with the text in
 * {@code value}; to a key that holds nothing it begins a list.
 * </ul>
 * {@code append} takes an {@code Idempotency-Key}: sent again with the same key, to
 * whatever node, the element is appended once, and the answer is that of the first time.
 * <p>
 * The answer to a write is the item after it, {@code revision} being the log index of the
 * key's last write; the answer to a delete is the removed value with the log index of the
 * delete.
 */
@RestController
@RequestMapping("/kv/{key}")
class KeyValueController {

	private final RaftOperations raft;

	private final KeyValueStateMachine machine;

	KeyValueController(RaftOperations raft, KeyValueStateMachine machine) {
		this.raft = raft;
		this.machine = machine;
	}

	@GetMapping
	CompletableFuture<Item> get(@PathVariable String key,
			@RequestParam(defaultValue = "linearizable") String consistency) {
		Inputs.checkKey(key);
		return this.raft.<@Nullable Item>query(consistency(consistency), () -> this.machine.find(key))
			.thenApply((item) -> {
				if (item == null) {
					throw notFound(key);
				}
				return item;
			});
	}

	@PutMapping
	CompletableFuture<ResponseEntity<Object>> put(@PathVariable String key, @RequestBody TextRequest request) {
		return submit(new Command.Put(Inputs.checkKey(key), Inputs.text("value", request.value())));
	}

	@DeleteMapping
	CompletableFuture<ResponseEntity<Object>> delete(@PathVariable String key) {
		return submit(new Command.Delete(Inputs.checkKey(key)));
	}

	@PostMapping("/cas")
	CompletableFuture<ResponseEntity<Object>> cas(@PathVariable String key, @RequestBody CasRequest request) {
		return submit(new Command.Cas(Inputs.checkKey(key), Inputs.textOrNull("expected", request.expected()),
				Inputs.text("value", request.value())));
	}

	@PostMapping("/append")
	CompletableFuture<ResponseEntity<Object>> append(@PathVariable String key, @RequestBody AppendRequest request,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
		Command command = new Command.Append(Inputs.checkKey(key), Inputs.text("element", request.element()));
		if (idempotencyKey == null) {
			return submit(command);
		}
		return this.raft.<Result>submit(command, Inputs.idempotencyKey(idempotencyKey))
			.thenApply((result) -> answer(key, result));
	}

	private CompletableFuture<ResponseEntity<Object>> submit(Command command) {
		return this.raft.<Result>submit(command).thenApply((result) -> answer(command.key(), result));
	}

	private static ResponseEntity<Object> answer(String key, Result result) {
		if (result.outcome() == Outcome.NOT_FOUND) {
			throw notFound(key);
		}
		if (result.outcome() == Outcome.TOO_LARGE) {
			throw new ErrorResponseException(HttpStatus.CONTENT_TOO_LARGE,
					Problems.notDone(HttpStatus.CONTENT_TOO_LARGE, "The list of the key is full"), null);
		}
		if (result.outcome() == Outcome.CONFLICT) {
			throw new ErrorResponseException(HttpStatus.CONFLICT, Problems.conflict(key, result), null);
		}
		return ResponseEntity.ok(new Item(key, result.value(), result.revision()));
	}

	private static ErrorResponseException notFound(String key) {
		return new ErrorResponseException(HttpStatus.NOT_FOUND,
				Problems.notDone(HttpStatus.NOT_FOUND, "The key '" + key + "' holds nothing"), null);
	}

	private static Consistency consistency(String name) {
		for (Consistency consistency : Consistency.values()) {
			if (consistency.name().toLowerCase(Locale.ROOT).equals(name)) {
				return consistency;
			}
		}
		throw Inputs.bad("The consistency '" + name + "' is none of linearizable, lease, local");
	}

	/**
	 * A text to write.
	 *
	 * @param value the text
	 */
	record TextRequest(@Nullable JsonNode value) {
	}

	/**
	 * A text to write if another one is met.
	 *
	 * @param expected the text to meet, JSON null to meet nothing
	 * @param value the text
	 */
	record CasRequest(@Nullable JsonNode expected, @Nullable JsonNode value) {
	}

	/**
	 * An element to append.
	 *
	 * @param element the element
	 */
	record AppendRequest(@Nullable JsonNode element) {
	}

}
