package io.raftboot.spring;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Finds the types whose plain values a mapper writes and reads in the one way that
 * {@link PlainShape} knows: no annotation, module or setting changes anything about them.
 */
final class PlainShapeFinder {

	private final JsonMapper mapper;

	private final PlainRecordCheck records;

	private final boolean mapperIsPlain;

	PlainShapeFinder(JsonMapper mapper) {
		this.mapper = mapper;
		this.records = new PlainRecordCheck(mapper);
		this.mapperIsPlain = isPlain();
	}

	/** The plain shapes of values of this type: none, one, or one for each record. */
	List<PlainShape> find(JavaType type) {
		try {
			return this.mapperIsPlain ? shapes(type) : List.of();
		}
		catch (JacksonException ex) {
			return List.of();
		}
	}

	private List<PlainShape> shapes(JavaType type) {
		Class<?> raw = type.getRawClass();
		List<PlainShape> found = new ArrayList<>();
		PlainType single = PlainType.of(raw);
		if (single != null && this.records.isStandard(raw)) {
			found.add(new PlainValue(ClassUtils.resolvePrimitiveIfNecessary(raw), single));
		}
		else if (raw.isRecord() && typeInfo(type) == null) {
			addRecord(raw, null, found);
		}
		else if (raw.isSealed() && SealedTypeIntrospector.BY_SIMPLE_NAME.equals(typeInfo(type))) {
			addPermitted(raw, type, found);
		}
		return found;
	}

	private JsonTypeInfo.@Nullable Value typeInfo(JavaType type) {
		SerializationConfig config = this.mapper.serializationConfig();
		AnnotatedClass annotated = config.classIntrospectorInstance()
			.forOperation(config)
			.introspectClassAnnotations(type);
		return config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, annotated);
	}

	private void addPermitted(Class<?> sealed, JavaType root, List<PlainShape> found) {
		SerializationContext context = this.mapper._serializationContext();
		for (Class<?> permitted : sealed.getPermittedSubclasses()) {
			if (permitted.isRecord()) {
				addRecord(permitted,
						context.findTypeSerializer(root)
							.getTypeIdResolver()
							.idFromValueAndType(context, null, permitted),
						found);
			}
			else if (permitted.isSealed()) {
				addPermitted(permitted, root, found);
			}
		}
	}

	private void addRecord(Class<?> type, @Nullable String typeId, List<PlainShape> found) {
		Constructor<?> constructor = this.records.constructorOf(type);
		if (constructor == null) {
			return;
		}
		if (typeId != null && !isPlain(typeId)) {
			return;
		}
		String opening = (typeId != null)
				? "{\"" + SealedTypeIntrospector.BY_SIMPLE_NAME.getPropertyName() + "\":\"" + typeId + "\"" : "{";
		try {
			found.add(new PlainRecord(constructor, partTypes(type), fixedText(type, opening)));
		}
		catch (InaccessibleObjectException ex) {
			// The mapper has its own ways, and says so if it has not
		}
	}

	private static PlainType[] partTypes(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> PlainType.of(component.getType()))
			.toArray(PlainType[]::new);
	}

	private static List<String> fixedText(Class<?> type, String opening) {
		List<String> fixed = new ArrayList<>();
		String before = opening;
		for (RecordComponent component : type.getRecordComponents()) {
			PlainType partType = PlainType.of(component.getType());
			String comma = before.equals("{") ? "" : ",";
			fixed.add(before + comma + "\"" + component.getName() + "\":" + partType.quote());
			before = partType.quote();
		}
		fixed.add(before + "}");
		return fixed;
	}

	static boolean isPlain(String text) {
		return new PlainOutput().putPlain(text);
	}

	// Settings of the mapper as a whole show in a record without annotations
	private boolean isPlain() {
		if (this.mapper.tokenStreamFactory().streamReadConstraints() != StreamReadConstraints.defaults()
				|| this.mapper.serializationConfig().getFilterProvider() != null
				|| this.mapper.serializationConfig().getActiveView() != null
				|| this.mapper.deserializationConfig().getActiveView() != null) {
			return false;
		}
		try {
			List<PlainShape> found = shapes(this.mapper.constructType(Sample.class));
			return found.size() == 1 && Sample.ALL.stream().allMatch((sample) -> agrees(found.get(0), sample));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private boolean agrees(PlainShape shape, Sample sample) {
		PlainOutput output = new PlainOutput();
		if (!shape.write(sample, output)) {
			return false;
		}
		byte[] plain = output.end();
		return Arrays.equals(plain, this.mapper.writeValueAsBytes(sample))
				&& sample.equals(shape.read(plain, 0, plain.length))
				&& sample.equals(this.mapper.readValue(plain, Sample.class));
	}

	/** Has each of the {@link PlainType}s, with and without box. */
	record Sample(long number, Long boxedNumber, int small, Integer boxedSmall, boolean yes, Boolean boxedYes,
			String text) {

		private static final long LONGEST = 999_999_999_999_999_999L;

		private static final String PRINTABLE = IntStream.rangeClosed(' ', 0x7f)
			.filter((one) -> one != '"' && one != '\\')
			.mapToObj(Character::toString)
			.collect(Collectors.joining());

		private static final List<Sample> ALL = List.of(new Sample(0, 0L, 0, 0, false, false, ""),
				new Sample(LONGEST, -LONGEST, Integer.MAX_VALUE, Integer.MIN_VALUE, true, true, PRINTABLE));

	}

}
