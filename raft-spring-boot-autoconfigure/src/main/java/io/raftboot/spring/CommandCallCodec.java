package io.raftboot.spring;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a command stands in the log: {@code u8 layout | u8 nameBytes | name | for
 * each argument: i32 bytes, -1 for null | argument}, little-endian, arguments as the
 * {@link PayloadFormat} writes them. Says nothing of its own about the names of
 * parameters, which may change.
 */
final class CommandCallCodec implements PayloadCodec {

	static final int NAME_BYTES_MAX = 255;

	private static final byte LAYOUT = 1;

	private static final int HEADER_BYTES = 2;

	private static final int NULL = -1;

	private final ReplicatedInterface methods;

	CommandCallCodec(ReplicatedInterface methods) {
		this.methods = methods;
	}

	/** Whether the interface has a command of this name. */
	boolean has(String name) {
		return this.methods.hasCommand(name);
	}

	/** The command of this name. */
	CommandMethod method(String name) {
		return this.methods.command(name);
	}

	@Override
	public byte[] encode(Object value) {
		CommandCall call = (CommandCall) value;
		byte[] name = call.method().nameBytes();
		byte @Nullable [][] arguments = call.method().encodeArguments(call.arguments());
		int size = HEADER_BYTES + name.length;
		for (byte[] argument : arguments) {
			size += Integer.BYTES + ((argument != null) ? argument.length : 0);
		}
		ByteBuffer target = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
		target.put(LAYOUT).put((byte) name.length).put(name);
		for (byte[] argument : arguments) {
			if (argument != null) {
				target.putInt(argument.length).put(argument);
			}
			else {
				target.putInt(NULL);
			}
		}
		return target.array();
	}

	@Override
	public Object decode(ByteBuffer bytes) {
		ByteBuffer source = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
		byte layout = source.get();
		if (layout != LAYOUT) {
			throw new UnknownCommandException(
					"its layout is " + layout + ", but this version reads layout " + LAYOUT + " only");
		}
		int nameBytes = source.get() & 0xff;
		if (nameBytes > source.remaining()) {
			throw new BufferUnderflowException();
		}
		CommandMethod method = this.methods.command(source, nameBytes);
		source.position(source.position() + nameBytes);
		List<@Nullable ByteBuffer> arguments = new ArrayList<>();
		while (source.hasRemaining()) {
			arguments.add(nextArgument(source));
		}
		return new CommandCall(method, method.decodeArguments(arguments));
	}

	private static @Nullable ByteBuffer nextArgument(ByteBuffer source) {
		int length = source.getInt();
		if (length == NULL) {
			return null;
		}
		ByteBuffer argument = source.slice(source.position(), length);
		source.position(source.position() + length);
		return argument;
	}

}
