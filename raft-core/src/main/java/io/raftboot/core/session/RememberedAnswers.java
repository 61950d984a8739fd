package io.raftboot.core.session;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Answers by the numbers of their commands, in a ring. Short results are kept as bytes of
 * one array, and so nothing is allocated for them: a reference for each would also cost
 * the collector a note, since the ring is old and the result is new.
 */
final class RememberedAnswers {

	/** Longest result that is kept in the ring. */
	private static final int CELL_BYTES = 16;

	private static final int CAPACITY_MIN = 16;

	private static final byte NOTHING = 0;

	/** A result of no byte; one more for each byte. */
	private static final byte EMPTY_RESULT = 1;

	private static final byte OBJECT = EMPTY_RESULT + CELL_BYTES + 1;

	/** What there is in each slot. */
	private final byte[] forms;

	private final byte[] cells;

	/** What does not fit into a cell; null until there is something. */
	private @Nullable Object @Nullable [] objects;

	private final long[] indexes;

	private final long[] terms;

	RememberedAnswers() {
		this(CAPACITY_MIN);
	}

	private RememberedAnswers(int capacity) {
		this.forms = new byte[capacity];
		this.cells = new byte[capacity * CELL_BYTES];
		this.indexes = new long[capacity];
		this.terms = new long[capacity];
	}

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
		object(slot, told);
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

	/** The answers of this range of numbers in a ring of twice the capacity. */
	RememberedAnswers grown(long lowest, long highest) {
		RememberedAnswers larger = new RememberedAnswers(capacity() * 2);
		for (long sequence = lowest; sequence <= highest; sequence++) {
			larger.copy(this, sequence);
		}
		return larger;
	}

	private void copy(RememberedAnswers from, long sequence) {
		int source = from.slot(sequence);
		int target = slot(sequence);
		this.forms[target] = from.forms[source];
		System.arraycopy(from.cells, source * CELL_BYTES, this.cells, target * CELL_BYTES, CELL_BYTES);
		this.indexes[target] = from.indexes[source];
		this.terms[target] = from.terms[source];
		if (from.forms[source] == OBJECT) {
			object(target, from.objects[source]);
		}
	}

	private void object(int slot, Object told) {
		if (this.objects == null) {
			this.objects = new Object[capacity()];
		}
		this.objects[slot] = told;
	}

	private int slot(long sequence) {
		return (int) sequence & (this.forms.length - 1);
	}

}
