package io.raftboot.spring;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The plain form of the values of one class: parts of {@link PlainType}s with fixed text
 * around them. Everything else about a value is somebody else's: both directions answer
 * null then. For any thread.
 */
final class PlainShape {

	private final Class<?> type;

	private final PlainType[] partTypes;

	private final FixedBytes[] fixed;

	private final MethodHandle[] parts;

	/** Null for values that are their only part. */
	private final @Nullable MethodHandle whole;

	private PlainShape(Class<?> type, PlainType[] partTypes, List<String> fixed, MethodHandle[] parts,
			@Nullable MethodHandle whole) {
		this.type = type;
		this.partTypes = partTypes;
		this.fixed = fixed.stream().map(FixedBytes::new).toArray(FixedBytes[]::new);
		this.parts = parts;
		this.whole = whole;
	}

	/** Values that are one part by themselves. */
	static PlainShape ofValue(Class<?> boxedType, PlainType partType) {
		return new PlainShape(boxedType, new PlainType[] { partType }, List.of(partType.quote(), partType.quote()),
				new MethodHandle[0], null);
	}

	/**
	 * Values that are records.
	 * @param partTypes one for each component
	 * @param fixed what stands before, between and behind the components
	 * @throws IllegalAccessException if the record keeps its constructor from us
	 */
	static PlainShape ofRecord(Constructor<?> constructor, PlainType[] partTypes, List<String> fixed)
			throws IllegalAccessException {
		Class<?> type = constructor.getDeclaringClass();
		MethodHandles.Lookup lookup = MethodHandles.lookup();
		constructor.setAccessible(true);
		RecordComponent[] components = type.getRecordComponents();
		MethodHandle[] parts = new MethodHandle[components.length];
		for (int i = 0; i < parts.length; i++) {
			components[i].getAccessor().setAccessible(true);
			parts[i] = lookup.unreflect(components[i].getAccessor())
				.asType(MethodType.methodType(Object.class, Object.class));
		}
		MethodHandle whole = lookup.unreflectConstructor(constructor)
			.asType(MethodType.genericMethodType(parts.length))
			.asSpreader(Object[].class, parts.length);
		return new PlainShape(type, partTypes, fixed, parts, whole);
	}

	Class<?> type() {
		return this.type;
	}

	/** Whether values are whole numbers and nothing else. */
	boolean isNumber() {
		return this.whole == null && this.partTypes[0].isNumber();
	}

	/**
	 * Writes a value of the type; false, and nothing put, if it has a part that is not
	 * plain.
	 */
	boolean write(Object value, PlainOutput output) {
		int start = output.position();
		output.put(this.fixed[0]);
		for (int i = 0; i < this.partTypes.length; i++) {
			Object part = (this.whole != null) ? part(i, value) : value;
			if (part == null || !this.partTypes[i].write(part, output)) {
				output.backTo(start);
				return false;
			}
			output.put(this.fixed[i + 1]);
		}
		return true;
	}

	/** Reads a value; null if this is not one of the type in its plain form. */
	@Nullable Object read(PlainInput input) {
		return (this.whole != null) ? record(input, this.whole) : value(input);
	}

	private @Nullable Object value(PlainInput input) {
		Object read = input.skip(this.fixed[0]) ? this.partTypes[0].read(input, this.fixed[1]) : null;
		return (read != null && input.skip(this.fixed[1]) && input.isAtEnd()) ? read : null;
	}

	private @Nullable Object record(PlainInput input, MethodHandle whole) {
		if (!input.skip(this.fixed[0])) {
			return null;
		}
		Object[] read = new Object[this.partTypes.length];
		for (int i = 0; i < read.length; i++) {
			Object part = this.partTypes[i].read(input, this.fixed[i + 1]);
			if (part == null || !input.skip(this.fixed[i + 1])) {
				return null;
			}
			read[i] = part;
		}
		return input.isAtEnd() ? whole(whole, read) : null;
	}

	// What a record throws is met once more by whoever reads or writes it instead
	private @Nullable Object part(int i, Object value) {
		try {
			return (Object) this.parts[i].invokeExact(value);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static @Nullable Object whole(MethodHandle whole, Object[] read) {
		try {
			return (Object) whole.invokeExact(read);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return null;
		}
	}

}
