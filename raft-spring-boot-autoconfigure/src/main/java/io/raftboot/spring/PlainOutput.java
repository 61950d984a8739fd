package io.raftboot.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts plain values, and whatever else, one behind the other. For one thread, until
 * {@link #end}.
 */
final class PlainOutput {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private final ScratchBytes scratch = ScratchBytes.ofThread();

	private byte[] bytes = this.scratch.take(0);

	private int position;

	int position() {
		return this.position;
	}

	/** Goes back to an earlier position: what was put since counts no more. */
	void backTo(int position) {
		this.position = position;
	}

	void put(byte one) {
		reserve(1);
		this.bytes[this.position++] = one;
	}

	void put(byte[] more) {
		reserve(more.length);
		System.arraycopy(more, 0, this.bytes, this.position, more.length);
		this.position += more.length;
	}

	/** Puts four bytes, little-endian. */
	void putInt(int value) {
		reserve(Integer.BYTES);
		this.position += Integer.BYTES;
		setInt(this.position - Integer.BYTES, value);
	}

	/** Changes four bytes that were put before. */
	void setInt(int position, int value) {
		INT.set(this.bytes, position, value);
	}

	void put(FixedBytes fixed) {
		reserve(fixed.copiedBytes());
		fixed.copyTo(this.bytes, this.position);
		this.position += fixed.length();
	}

	/** Puts a whole number in digits. */
	void putNumber(long number) {
		int length = PlainNumber.length(number);
		reserve(length);
		this.position += length;
		PlainNumber.write(number, this.bytes, this.position);
	}

	/** Puts text; false, and nothing useful put, if it is not plain. */
	@SuppressWarnings("deprecation") // cuts characters to their low byte, straight into
										// place
	boolean putPlain(String text) {
		int start = this.position;
		reserve(text.length());
		text.getBytes(0, text.length(), this.bytes, start);
		this.position += text.length();
		return PlainText.isSame(text, this.bytes, start);
	}

	private void reserve(int more) {
		if (more > this.bytes.length - this.position) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.position + more));
		}
	}

	/** All that was put. */
	byte[] end() {
		byte[] all = Arrays.copyOf(this.bytes, this.position);
		this.scratch.giveBack(this.bytes);
		return all;
	}

}
