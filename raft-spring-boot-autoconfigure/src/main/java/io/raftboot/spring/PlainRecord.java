package io.raftboot.spring;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The plain form of records: parts of {@link PlainType}s with fixed text around them.
 */
final class PlainRecord implements PlainShape {

	private final Class<?> type;

	private final PlainType[] partTypes;

	private final FixedBytes[] fixed;

	private final Method[] accessors;

	private final Constructor<?> constructor;

	/**
	 * Makes one.
	 * @param partTypes one for each component
	 * @param fixed what stands before, between and behind the components
	 * @throws InaccessibleObjectException if the record keeps its constructor from us
	 */
	PlainRecord(Constructor<?> constructor, PlainType[] partTypes, List<String> fixed) {
		this.constructor = constructor;
		this.type = constructor.getDeclaringClass();
		this.partTypes = partTypes;
		this.fixed = fixed.stream().map(FixedBytes::new).toArray(FixedBytes[]::new);
		this.accessors = Arrays.stream(this.type.getRecordComponents())
			.map(RecordComponent::getAccessor)
			.toArray(Method[]::new);
		constructor.setAccessible(true);
		AccessibleObject.setAccessible(this.accessors, true);
	}

	@Override
	public Class<?> type() {
		return this.type;
	}

	@Override
	public boolean write(Object value, PlainOutput output) {
		int start = output.position();
		output.put(this.fixed[0]);
		for (int i = 0; i < this.partTypes.length; i++) {
			Object part = part(i, value);
			if (part == null || !this.partTypes[i].write(part, output)) {
				output.backTo(start);
				return false;
			}
			output.put(this.fixed[i + 1]);
		}
		return true;
	}

	@Override
	public @Nullable Object read(byte[] bytes, int from, int end) {
		if (!this.fixed[0].isAt(bytes, from, end)) {
			return null;
		}
		int position = from + this.fixed[0].length();
		Object[] read = new Object[this.partTypes.length];
		for (int i = 0; i < read.length; i++) {
			FixedBytes behind = this.fixed[i + 1];
			int partEnd = this.partTypes[i].end(bytes, position, end, behind);
			Object part = behind.isAt(bytes, partEnd, end) ? this.partTypes[i].read(bytes, position, partEnd) : null;
			if (part == null) {
				return null;
			}
			read[i] = part;
			position = partEnd + behind.length();
		}
		return (position == end) ? whole(read) : null;
	}

	private @Nullable Object part(int i, Object value) {
		try {
			return this.accessors[i].invoke(value);
		}
		catch (InvocationTargetException ex) {
			return thrown(ex);
		}
		catch (IllegalAccessException ex) {
			return null;
		}
	}

	private @Nullable Object whole(Object[] read) {
		try {
			return this.constructor.newInstance(read);
		}
		catch (InvocationTargetException ex) {
			return thrown(ex);
		}
		catch (IllegalAccessException | InstantiationException ex) {
			return null;
		}
	}

	/** It is met once more by whoever reads or writes the record instead. */
	private static @Nullable Object thrown(InvocationTargetException ex) {
		if (ex.getTargetException() instanceof Error error) {
			throw error;
		}
		return null;
	}

}
