package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a command stands in the log: {@code u8 layout | u8 nameBytes | name | for
 * each argument: i32 bytes, -1 for null | argument}, little-endian, arguments as the
 * {@link PayloadFormat} writes them. Says nothing of its own about the names of
 * parameters, which may change.
 */
final class CommandCallCodec implements ScratchCodec {

	static final int NAME_BYTES_MAX = 255;

	private static final byte LAYOUT = 1;

	private static final int HEADER_BYTES = 2;

	private static final int NULL = -1;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
		PlainOutput output = new PlainOutput();
		output.put(LAYOUT);
		output.put((byte) name.length);
		output.put(name);
		for (int i = 0; i < call.arguments().length; i++) {
			int start = output.position();
			output.putInt(NULL);
			Object argument = call.arguments()[i];
			if (argument != null) {
				call.method().encodeArgument(i, argument, output);
				output.setInt(start, output.position() - start - Integer.BYTES);
			}
		}
		return output.end();
	}

	@Override
	public Object decode(ByteBuffer bytes, ScratchBytes scratch) {
		int size = bytes.remaining();
		byte[] copy = scratch.take(size);
		bytes.get(bytes.position(), copy, 0, size);
		Object call = decode(copy, 0, size);
		scratch.giveBack(copy);
		return call;
	}

	@Override
	public Object decode(byte[] bytes, int from, int end) {
		Objects.checkFromIndexSize(from, HEADER_BYTES, end);
		if (bytes[from] != LAYOUT) {
			throw new UnknownCommandException(
					"its layout is " + bytes[from] + ", but this version reads layout " + LAYOUT + " only");
		}
		int nameBytes = bytes[from + 1] & 0xff;
		int name = from + HEADER_BYTES;
		Objects.checkFromIndexSize(name, nameBytes, end);
		CommandMethod method = this.methods.command(bytes, name, nameBytes);
		return new CommandCall(method, arguments(method, bytes, name + nameBytes, end));
	}

	/**
	 * Reads arguments; those that a command from before does not have yet are null, zero
	 * or empty.
	 */
	private static @Nullable Object[] arguments(CommandMethod method, byte[] bytes, int first, int end) {
		@Nullable Object[] arguments = new Object[method.parameters()];
		int position = first;
		for (int i = 0; i < arguments.length; i++) {
			int length = (position < end) ? length(bytes, position, end) : NULL;
			int start = position + Integer.BYTES;
			arguments[i] = (length != NULL) ? method.decodeArgument(i, bytes, start, start + length)
					: method.absentArgument(i);
			position = start + Math.max(length, 0);
		}
		if (position < end) {
			throw new UnknownCommandException("the command '" + method.name() + "' has " + count(bytes, first, end)
					+ " arguments, but " + method + " takes " + arguments.length + " (written by a newer version?)");
		}
		return arguments;
	}

	/** Bytes of the argument that begins here, {@link #NULL} for none. */
	private static int length(byte[] bytes, int position, int end) {
		Objects.checkFromIndexSize(position, Integer.BYTES, end);
		int length = (int) INT.get(bytes, position);
		if (length != NULL) {
			Objects.checkFromIndexSize(position + Integer.BYTES, length, end);
		}
		return length;
	}

	private static int count(byte[] bytes, int first, int end) {
		int count = 0;
		for (int position = first; position < end; count++) {
			position += Integer.BYTES + Math.max(length(bytes, position, end), 0);
		}
		return count;
	}

}
