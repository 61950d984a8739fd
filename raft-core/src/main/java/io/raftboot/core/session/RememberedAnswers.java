package io.raftboot.core.session;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Answers by the numbers of their commands, from the lowest one remembered up, in rings
 * that grow. Short results are kept as bytes of one array, and so nothing is allocated
 * for them: a reference for each would also cost the collector a note, since the ring is
 * old and the result is new.
 */
final class RememberedAnswers {

	/** Longest result that is kept in the ring. */
	private static final int CELL_BYTES = 16;

	private static final byte NOTHING = 0;

	/** A result of no byte; one more for each byte. */
	private static final byte EMPTY_RESULT = 1;

	private static final byte OBJECT = EMPTY_RESULT + CELL_BYTES + 1;

	/** What there is in each slot. */
	private byte[] forms = new byte[16];

	private byte[] cells = new byte[16 * CELL_BYTES];

	/** What does not fit into a cell; null until there is something. */
	private @Nullable Object @Nullable [] objects;

	private long[] indexes = new long[16];

	private long[] terms = new long[16];

	/** Numbers that can be told apart. */
	int capacity() {
		return this.forms.length;
	}

	boolean has(long sequence) {
		return this.forms[slot(sequence)] != NOTHING;
	}

	void forget(long sequence) {
		int slot = slot(sequence);
		if (this.forms[slot] == OBJECT) {
			this.objects[slot] = null;
		}
		this.forms[slot] = NOTHING;
	}

	/**
	 * Remembers an answer in place of the one in its slot.
	 * @param told what {@link Answer#of} takes
	 */
	void put(long sequence, long index, long term, Object told) {
		forget(sequence);
		int slot = slot(sequence);
		this.indexes[slot] = index;
		this.terms[slot] = term;
		if (told instanceof byte[] result && result.length <= CELL_BYTES) {
			System.arraycopy(result, 0, this.cells, slot * CELL_BYTES, result.length);
			this.forms[slot] = (byte) (EMPTY_RESULT + result.length);
			return;
		}
		if (this.objects == null) {
			this.objects = new Object[this.forms.length];
		}
		this.objects[slot] = told;
		this.forms[slot] = OBJECT;
	}

	@Nullable Answer get(long sequence) {
		int slot = slot(sequence);
		if (this.forms[slot] == NOTHING) {
			return null;
		}
		Object told = (this.forms[slot] == OBJECT) ? this.objects[slot] : Arrays.copyOfRange(this.cells,
				slot * CELL_BYTES, slot * CELL_BYTES + this.forms[slot] - EMPTY_RESULT);
		return Answer.of(this.indexes[slot], this.terms[slot], told);
	}

	/** Twice the capacity; numbers of this range keep their answers. */
	void grow(long lowest, long highest) {
		RememberedAnswers old = new RememberedAnswers();
		old.forms = this.forms;
		old.cells = this.cells;
		old.objects = this.objects;
		old.indexes = this.indexes;
		old.terms = this.terms;
		int capacity = this.forms.length * 2;
		this.forms = new byte[capacity];
		this.cells = new byte[capacity * CELL_BYTES];
		this.objects = (old.objects != null) ? new Object[capacity] : null;
		this.indexes = new long[capacity];
		this.terms = new long[capacity];
		for (long sequence = lowest; sequence <= highest; sequence++) {
			move(old, sequence);
		}
	}

	private void move(RememberedAnswers from, long sequence) {
		int source = from.slot(sequence);
		int target = slot(sequence);
		this.forms[target] = from.forms[source];
		System.arraycopy(from.cells, source * CELL_BYTES, this.cells, target * CELL_BYTES, CELL_BYTES);
		this.indexes[target] = from.indexes[source];
		this.terms[target] = from.terms[source];
		if (this.forms[target] == OBJECT) {
			this.objects[target] = from.objects[source];
		}
	}

	private int slot(long sequence) {
		return (int) sequence & (this.forms.length - 1);
	}

}
