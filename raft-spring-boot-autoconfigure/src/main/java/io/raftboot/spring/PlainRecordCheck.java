package io.raftboot.spring;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.CreatorProperty;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedWithParams;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializer;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.UnrolledBeanSerializer;
import tools.jackson.databind.util.ClassUtil;

/**
 * Asks a mapper's own serializers and deserializers whether a record is written as its
 * components by their names in their order, each of a {@link PlainType} in the usual way,
 * and read by its constructor from just that.
 */
final class PlainRecordCheck {

	private static final Set<JsonInclude.Include> ALL_BUT_NULL = Set.of(JsonInclude.Include.ALWAYS,
			JsonInclude.Include.USE_DEFAULTS, JsonInclude.Include.NON_NULL);

	private final JsonMapper mapper;

	private final SerializationContext writing;

	private final DeserializationContext reading;

	PlainRecordCheck(JsonMapper mapper) {
		this.mapper = mapper;
		this.writing = mapper._serializationContext();
		this.reading = mapper._deserializationContext();
	}

	/** Whether the mapper has nothing special for values of this type by themselves. */
	boolean isStandard(Class<?> type) {
		return ClassUtil.isJacksonStdImpl(serializer(type)) && ClassUtil.isJacksonStdImpl(deserializer(type));
	}

	/** The constructor by which the record is read, null if it is not plain. */
	@Nullable Constructor<?> constructorOf(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		for (RecordComponent component : components) {
			if (PlainType.of(component.getType()) == null || !isStandard(component.getType())
					|| !PlainShapeFinder.isPlain(component.getName())) {
				return null;
			}
		}
		return isWrittenPlainly(type, components) ? plainConstructor(type, components) : null;
	}

	private boolean isWrittenPlainly(Class<?> type, RecordComponent[] components) {
		ValueSerializer<Object> serializer = serializer(type);
		if ((serializer.getClass() != BeanSerializer.class && serializer.getClass() != UnrolledBeanSerializer.class)
				|| serializer.usesObjectId()) {
			return false;
		}
		Iterator<PropertyWriter> properties = serializer.properties();
		for (RecordComponent component : components) {
			if (!properties.hasNext() || !isWrittenPlainly(properties.next(), type, component)) {
				return false;
			}
		}
		return !properties.hasNext();
	}

	private boolean isWrittenPlainly(PropertyWriter property, Class<?> type, RecordComponent component) {
		if (property.getClass() != BeanPropertyWriter.class) {
			return false;
		}
		BeanPropertyWriter writer = (BeanPropertyWriter) property;
		ValueSerializer<Object> serializer = writer.getSerializer();
		return writer.getName().equals(component.getName())
				&& component.getAccessor().equals(writer.getMember().getMember()) && serializer != null
				&& serializer.getClass() == serializer(component.getType()).getClass() && ALL_BUT_NULL.contains(
						writer.findPropertyInclusion(this.mapper.serializationConfig(), type).getValueInclusion());
	}

	private @Nullable Constructor<?> plainConstructor(Class<?> type, RecordComponent[] components) {
		ValueDeserializer<Object> deserializer = deserializer(type);
		if (deserializer.getClass() != BeanDeserializer.class) {
			return null;
		}
		BeanDeserializer bean = (BeanDeserializer) deserializer;
		Constructor<?> constructor = constructor(bean.getValueInstantiator());
		if (constructor == null || !Arrays.equals(constructor.getParameterTypes(),
				Arrays.stream(components).map(RecordComponent::getType).toArray())) {
			return null;
		}
		Set<Integer> readPlainly = new HashSet<>();
		Iterator<SettableBeanProperty> properties = bean.creatorProperties();
		while (properties.hasNext()) {
			SettableBeanProperty property = properties.next();
			int index = property.getCreatorIndex();
			if (index >= components.length || !isReadPlainly(property, components[index])) {
				return null;
			}
			readPlainly.add(index);
		}
		return (readPlainly.size() == components.length) ? constructor : null;
	}

	private static @Nullable Constructor<?> constructor(ValueInstantiator instantiator) {
		AnnotatedWithParams creator = instantiator.getWithArgsCreator();
		return (instantiator.getClass() == StdValueInstantiator.class && creator != null
				&& creator.getAnnotated() instanceof Constructor<?> constructor) ? constructor : null;
	}

	private boolean isReadPlainly(SettableBeanProperty property, RecordComponent component) {
		return property.getClass() == CreatorProperty.class && property.getName().equals(component.getName())
				&& property.getValueDeserializer() != null
				&& property.getValueDeserializer().getClass() == deserializer(component.getType()).getClass()
				&& !property.isIgnorable() && property.getAnnotation(JacksonInject.class) == null;
	}

	private ValueSerializer<Object> serializer(Class<?> type) {
		return this.writing.findRootValueSerializer(type);
	}

	private ValueDeserializer<Object> deserializer(Class<?> type) {
		return this.reading.findRootValueDeserializer(this.mapper.constructType(type));
	}

}
