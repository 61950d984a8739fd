package io.raftboot.spring;

import java.nio.BufferUnderflowException;
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
	public Object decode(ByteBuffer bytes) {
		int start = bytes.position();
		byte layout = bytes.get(start);
		if (layout != LAYOUT) {
			throw new UnknownCommandException(
					"its layout is " + layout + ", but this version reads layout " + LAYOUT + " only");
		}
		int nameBytes = bytes.get(start + 1) & 0xff;
		int name = start + HEADER_BYTES;
		if (nameBytes > bytes.limit() - name) {
			throw new BufferUnderflowException();
		}
		CommandMethod method = this.methods.command(bytes, name, nameBytes);
		return new CommandCall(method, arguments(method, bytes, name + nameBytes));
	}

	/**
	 * Reads arguments; those that a command from before does not have yet are null, zero
	 * or empty.
	 */
	private static @Nullable Object[] arguments(CommandMethod method, ByteBuffer bytes, int first) {
		@Nullable Object[] arguments = new Object[method.parameters()];
		int given = count(bytes, first);
		if (given > arguments.length) {
			throw new UnknownCommandException("the command '" + method.name() + "' has " + given + " arguments, but "
					+ method + " takes " + arguments.length + " (written by a newer version?)");
		}
		int position = first;
		for (int i = 0; i < arguments.length; i++) {
			int length = (i < given) ? length(bytes, position) : NULL;
			arguments[i] = (length != NULL) ? method.decodeArgument(i, bytes, position + Integer.BYTES, length)
					: method.absentArgument(i);
			position += Integer.BYTES + Math.max(0, length);
		}
		return arguments;
	}

	private static int count(ByteBuffer bytes, int first) {
		int count = 0;
		for (int position = first; position < bytes.limit(); count++) {
			position += Integer.BYTES + Math.max(0, length(bytes, position));
		}
		return count;
	}

	private static int length(ByteBuffer bytes, int position) {
		int encoded = bytes.getInt(position);
		int length = (bytes.order() == ByteOrder.LITTLE_ENDIAN) ? encoded : Integer.reverseBytes(encoded);
		if (length != NULL) {
			Objects.checkFromIndexSize(position + Integer.BYTES, length, bytes.limit());
		}
		return length;
	}

}
