package io.raftboot.test.simulation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/** Named registers, in memory. */
class RegisterMachine implements StateMachine {

	private final TreeMap<String, String> registers = new TreeMap<>();

	/** The sum of a hash of each register. */
	private long digest;

	@Nullable String get(String key) {
		return this.registers.get(key);
	}

	/** {@code key value} writes, {@code key expected value} compares and sets. */
	@Override
	public byte[] commit(CommitContext context, ByteBuffer command) {
		String[] words = StandardCharsets.UTF_8.decode(command).toString().split(" ");
		String key = words[0];
		boolean done = words.length == 2 || Objects.equals(words[1], String.valueOf(this.registers.get(key)));
		if (done) {
			set(key, words[words.length - 1]);
		}
		return ((done ? "+" : "-") + this.registers.get(key)).getBytes(StandardCharsets.UTF_8);
	}

	private void set(String key, String value) {
		String before = this.registers.put(key, value);
		this.digest += hash(key, value) - ((before != null) ? hash(key, before) : 0L);
	}

	private static long hash(String key, String value) {
		return (31L * key.hashCode() + value.hashCode()) * 0x9E3779B97F4A7C15L;
	}

	@Override
	public Long digest() {
		return this.digest;
	}

	@Override
	public Snapshot snapshot() {
		Map<String, String> captured = new TreeMap<>(this.registers);
		return (target) -> {
			DataOutputStream out = new DataOutputStream(target);
			out.writeInt(captured.size());
			for (Map.Entry<String, String> register : captured.entrySet()) {
				out.writeUTF(register.getKey());
				out.writeUTF(register.getValue());
			}
		};
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		DataInputStream in = new DataInputStream(source);
		this.registers.clear();
		this.digest = 0L;
		for (int left = in.readInt(); left > 0; left--) {
			set(in.readUTF(), in.readUTF());
		}
	}

}
