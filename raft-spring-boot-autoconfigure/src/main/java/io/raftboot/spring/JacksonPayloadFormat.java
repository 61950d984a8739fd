package io.raftboot.spring;

import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Commands and results as JSON, by a {@link JsonMapper} of its own: what an application
 * sets for its web interface must not change what stands in the log.
 * <p>
 * A sealed interface needs no annotations: the simple name of the permitted class stands
 * in the property {@code @type}. An unknown property is an error, because a node of an
 * older version that skipped it would diverge from the others; a missing one is null,
 * empty or zero, so that commands may grow.
 * <p>
 * Numbers, booleans, strings and records of these that nothing changes (annotations,
 * modules, settings) are written and read without Jackson, to the same bytes and values.
 */
public final class JacksonPayloadFormat implements PayloadFormat {

	private final JsonMapper mapper;

	private final PlainShapeFinder plainShapes;

	/** Uses a mapper with all modules on the class path. */
	public JacksonPayloadFormat() {
		this(JsonMapper.builder()
			.findAndAddModules()
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
			.build());
	}

	/**
	 * Uses a copy of this mapper that also knows sealed types.
	 * @param mapper the mapper to copy
	 */
	public JacksonPayloadFormat(JsonMapper mapper) {
		AnnotationIntrospector introspector = mapper.deserializationConfig().getAnnotationIntrospector();
		this.mapper = mapper.rebuild()
			.annotationIntrospector(AnnotationIntrospector.pair(introspector, new SealedTypeIntrospector()))
			.build();
		this.plainShapes = new PlainShapeFinder(this.mapper);
	}

	@Override
	public PayloadCodec codec(ResolvableType type) {
		JavaType javaType = javaType(type);
		Class<?> raw = javaType.getRawClass();
		checkIsNotOpen(javaType);
		if (raw.isSealed() && !raw.isEnum()) {
			checkNames(raw, new HashMap<>());
		}
		PayloadCodec codec = new JacksonPayloadCodec(this.mapper.readerFor(javaType), this.mapper.writerFor(javaType));
		List<PlainShape> plain = this.plainShapes.find(javaType);
		return plain.isEmpty() ? codec : new PlainJsonCodec(plain, codec);
	}

	private JavaType javaType(ResolvableType type) {
		if (type.isArray()) {
			return this.mapper.getTypeFactory().constructArrayType(javaType(type.getComponentType()));
		}
		Class<?> raw = type.toClass();
		if (!type.hasGenerics()) {
			return this.mapper.constructType(raw);
		}
		JavaType[] generics = new JavaType[type.getGenerics().length];
		for (int i = 0; i < generics.length; i++) {
			generics[i] = javaType(type.getGeneric(i));
		}
		return this.mapper.getTypeFactory().constructParametricType(raw, generics);
	}

	private void checkIsNotOpen(JavaType type) {
		if (isOpen(type)) {
			throw new IllegalArgumentException(
					"JSON cannot tell which class to read for " + type.getRawClass().getName()
							+ ": make it sealed, or annotate it with @JsonTypeInfo and @JsonSubTypes");
		}
		for (int i = 0; i < type.containedTypeCount(); i++) {
			checkIsNotOpen(type.containedType(i));
		}
	}

	private boolean isOpen(JavaType type) {
		Class<?> raw = type.getRawClass();
		return Modifier.isAbstract(raw.getModifiers()) && !raw.isEnum() && !raw.isPrimitive() && !raw.isArray()
				&& !type.isContainerType() && !type.isReferenceType() && !raw.getName().startsWith("java.")
				&& !isDescribed(type);
	}

	private boolean isDescribed(JavaType type) {
		DeserializationConfig config = this.mapper.deserializationConfig();
		AnnotationIntrospector introspector = config.getAnnotationIntrospector();
		AnnotatedClass annotated = config.classIntrospectorInstance()
			.forOperation(config)
			.introspectClassAnnotations(type);
		return introspector.findPolymorphicTypeInfo(config, annotated) != null
				|| introspector.findDeserializer(config, annotated) != null;
	}

	private static void checkNames(Class<?> sealed, Map<String, Class<?>> seen) {
		for (Class<?> permitted : sealed.getPermittedSubclasses()) {
			Class<?> other = seen.put(permitted.getSimpleName(), permitted);
			Assert.isTrue(other == null || other == permitted,
					() -> "Two permitted classes have the same simple name: " + other + " and " + permitted);
			if (permitted.isSealed()) {
				checkNames(permitted, seen);
			}
		}
	}

	private record JacksonPayloadCodec(ObjectReader reader, ObjectWriter writer) implements PayloadCodec {

		@Override
		public byte[] encode(Object value) {
			return this.writer.writeValueAsBytes(value);
		}

		@Override
		public @Nullable Object decode(ByteBuffer bytes) {
			if (bytes.hasArray()) {
				return this.reader.readValue(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
			}
			byte[] copy = new byte[bytes.remaining()];
			bytes.get(bytes.position(), copy);
			return this.reader.readValue(copy);
		}

	}

}
