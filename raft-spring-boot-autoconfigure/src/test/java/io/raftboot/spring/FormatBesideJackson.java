package io.raftboot.spring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/** The format and Jackson alone, with the same mapper. */
final class FormatBesideJackson {

	private final JsonMapper jackson;

	private final JacksonPayloadFormat format;

	private final Map<Class<?>, PayloadCodec> codecs = new HashMap<>();

	FormatBesideJackson(JsonMapper.Builder builder) {
		JsonMapper mapper = builder.build();
		AnnotationIntrospector introspector = mapper.deserializationConfig().getAnnotationIntrospector();
		this.jackson = mapper.rebuild()
			.annotationIntrospector(AnnotationIntrospector.pair(introspector, new SealedTypeIntrospector()))
			.build();
		this.format = new JacksonPayloadFormat(mapper);
	}

	PayloadCodec codec(Class<?> type) {
		return this.codecs.computeIfAbsent(type, (key) -> this.format.codec(ResolvableType.forClass(key)));
	}

	/** How many classes have a plain shape. */
	int plainShapes(Class<?> type) {
		return new PlainShapeFinder(this.jackson).find(this.jackson.constructType(type)).size();
	}

	/** Writes and reads both ways; gives the bytes, or the class of the failure. */
	@Nullable Object assertSame(Class<?> type, Object value) {
		Object expected = outcome(() -> this.jackson.writerFor(type).writeValueAsBytes(value));
		assertThat(outcome(() -> codec(type).encode(value))).as("%s by %s", value, type).isEqualTo(expected);
		if (expected instanceof byte[] bytes) {
			assertReadSame(type, bytes);
		}
		return expected;
	}

	void assertReadSame(Class<?> type, byte[] bytes) {
		Object expected = outcome(() -> this.jackson.readerFor(type).readValue(bytes));
		Object read = outcome(() -> codec(type).decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
		assertThat(read).as("%s by %s", new String(bytes, StandardCharsets.UTF_8), type).isEqualTo(expected);
		assertThat(outcome(() -> codec(type).decode(amidOthers(bytes)))).isEqualTo(expected);
	}

	/** A buffer on an array of which it is a part. */
	private static ByteBuffer amidOthers(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 3);
		return buffer.position(1).slice().put(bytes, 0, bytes.length).flip();
	}

	private static @Nullable Object outcome(Supplier<@Nullable Object> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			return ex.getClass();
		}
	}

}
