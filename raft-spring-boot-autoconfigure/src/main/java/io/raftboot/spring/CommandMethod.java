package io.raftboot.spring;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;

/**
 * A method marked with {@link RaftCommand}: reads and writes its arguments and result.
 */
final class CommandMethod extends MarkedMethod {

	private static final Map<Class<?>, Object> EMPTY = Map.of(Optional.class, Optional.empty(), OptionalInt.class,
			OptionalInt.empty(), OptionalLong.class, OptionalLong.empty(), OptionalDouble.class,
			OptionalDouble.empty());

	private final String name;

	private final byte[] nameBytes;

	private final int version;

	private final Class<?>[] parameterTypes;

	/** Whether whatever stands for this parameter needs no trial. */
	private final boolean[] parametersAreSimple;

	private final PayloadCodec[] argumentCodecs;

	private final @Nullable PayloadCodec resultCodec;

	/**
	 * Makes one.
	 * @param name name in the log
	 * @param version version of the machine's commands that brought it
	 * @param method the method
	 * @param argumentCodecs one for each parameter
	 * @param resultCodec null for a method without result
	 */
	CommandMethod(String name, int version, Method method, List<PayloadCodec> argumentCodecs,
			@Nullable PayloadCodec resultCodec) {
		super(method);
		this.name = name;
		this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
		this.parameterTypes = method.getParameterTypes();
		this.parametersAreSimple = new boolean[this.parameterTypes.length];
		for (int i = 0; i < this.parametersAreSimple.length; i++) {
			Class<?> type = this.parameterTypes[i];
			this.parametersAreSimple[i] = Modifier.isFinal(type.getModifiers()) && BeanUtils.isSimpleValueType(type);
		}
		this.version = version;
		this.argumentCodecs = argumentCodecs.toArray(PayloadCodec[]::new);
		this.resultCodec = resultCodec;
	}

	String name() {
		return this.name;
	}

	/** The name as it stands in the log; not to be changed. */
	byte[] nameBytes() {
		return this.nameBytes;
	}

	/** Whether so many bytes, from an index on, are its name. */
	boolean isNamed(byte[] bytes, int from, int length) {
		return Arrays.equals(bytes, from, from + length, this.nameBytes, 0, this.nameBytes.length);
	}

	int version() {
		return this.version;
	}

	int parameters() {
		return this.parameterTypes.length;
	}

	void encodeArgument(int i, Object argument, PlainOutput output) {
		if (!isSimple(i, argument) || !(this.argumentCodecs[i] instanceof PlainJsonCodec plain)
				|| !plain.write(argument, output)) {
			output.put(encode(i, argument));
		}
	}

	private boolean isSimple(int i, Object argument) {
		return this.parametersAreSimple[i] || BeanUtils.isSimpleValueType(argument.getClass());
	}

	// A command in the log that cannot be read stops every node for good: better refuse
	// it
	private byte[] encode(int i, Object argument) {
		PayloadCodec codec = this.argumentCodecs[i];
		try {
			byte[] bytes = codec.encode(argument);
			if (!isSimple(i, argument)) {
				codec.decode(ByteBuffer.wrap(bytes));
			}
			return bytes;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Argument " + (i + 1) + " of " + this + ", a "
					+ argument.getClass().getName() + ", cannot be written to the log and read again", ex);
		}
	}

	@Nullable Object decodeArgument(int i, byte[] bytes, int from, int end) {
		PayloadCodec codec = this.argumentCodecs[i];
		return (codec instanceof PlainJsonCodec plain) ? plain.decode(bytes, from, end)
				: codec.decode(ByteBuffer.wrap(bytes, from, end - from).slice());
	}

	/** What stands for an argument that was not given: null, zero or empty. */
	@Nullable Object absentArgument(int i) {
		Class<?> type = this.parameterTypes[i];
		if (type.isPrimitive()) {
			return Array.get(Array.newInstance(type, 1), 0);
		}
		return EMPTY.get(type);
	}

	byte @Nullable [] encodeResult(@Nullable Object result) {
		return (this.resultCodec != null && result != null) ? this.resultCodec.encode(result) : null;
	}

	/** Reads and writes results, null for a method without result. */
	@Nullable PayloadCodec resultCodec() {
		return this.resultCodec;
	}

}
