package io.raftboot.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftQuery;
import io.raftboot.spring.RaftSetCommand;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import io.raftboot.spring.ReplicatedState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** State machines that take what is to be set. */
public final class SetMachines {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private SetMachines() {
	}

	/** Sets a key. */
	public record Put(String key, String value) {
	}

	/** Answers what the key held before. */
	@RaftStateMachine
	public static class Store implements ReplicatedService<Put, Optional<String>> {

		private final Map<String, String> values = new ConcurrentHashMap<>();

		@Override
		public Optional<String> commit(Put command, CommitContext context) {
			return Optional.ofNullable(this.values.put(command.key(), command.value()));
		}

		@Override
		public Snapshot snapshot() throws IOException {
			byte[] bytes = MAPPER.writeValueAsBytes(new TreeMap<>(this.values));
			return (target) -> target.write(bytes);
		}

		@Override
		@SuppressWarnings("unchecked")
		public void reset(long index, InputStream in) {
			this.values.clear();
			this.values.putAll(MAPPER.readValue(in, Map.class));
		}

		/** What a key holds on this node. */
		public @Nullable String find(String key) {
			return this.values.get(key);
		}

	}

	/** For the only machine. */
	public static class SetPut implements RaftSetCommand {

		@Override
		public Object command(byte[] body) {
			Put put = MAPPER.readValue(body, Put.class);
			if (put == null || put.key() == null || put.value() == null) {
				throw new IllegalArgumentException("The body must have a key and a value");
			}
			return put;
		}

	}

	/** What has a command of the very name. */
	public interface Settings {

		/** Answers how many there are. */
		@RaftCommand
		int set(String key, Optional<Integer> value);

		/** Reads. */
		@RaftQuery
		Map<String, Integer> all();

	}

	/** Needs no bean that makes commands. */
	@RaftStateMachine("settings")
	public static class SettingsMachine implements Settings, ReplicatedState<TreeMap<String, Integer>> {

		private TreeMap<String, Integer> values = new TreeMap<>();

		@Override
		public int set(String key, Optional<Integer> value) {
			value.ifPresentOrElse((number) -> this.values.put(key, number), () -> this.values.remove(key));
			return this.values.size();
		}

		@Override
		public Map<String, Integer> all() {
			return new TreeMap<>(this.values);
		}

		@Override
		public TreeMap<String, Integer> capture() {
			return this.values;
		}

		@Override
		public void restore(TreeMap<String, Integer> state) {
			this.values = state;
		}

	}

	/** Takes nothing that is to be set. */
	@RaftStateMachine("mute")
	public static class Mute implements ReplicatedService<String, String> {

		@Override
		public String commit(String command, CommitContext context) {
			return command;
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

}
