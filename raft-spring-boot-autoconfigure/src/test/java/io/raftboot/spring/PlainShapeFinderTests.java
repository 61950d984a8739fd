package io.raftboot.spring;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** What annotations, modules and settings say of a type is never passed over. */
class PlainShapeFinderTests {

	static Stream<Object> peculiarValues() {
		return Stream.of(new Renamed("a"), new Ordered(1, "a"), new AsText(5), new ByItsCreator("a"), new Upper("a"),
				new OwnReader("a"), new Ignored("a", 1), new NotDefault(0, ""), new Raw("{}"), new OneValue("a"),
				new ReadOnly("a", 5), new Injected("a", 7), new Identified("a", 1), new OwnGetter("a"),
				new Lists(List.of("a")), new AnnotatedType("a"), new Generic<>("a"), new Shouted("a"));
	}

	@ParameterizedTest
	@MethodSource("peculiarValues")
	void annotationsCount(Object value) {
		for (JsonMapper.Builder builder : builders()) {
			new FormatBesideJackson(builder).assertSame(value.getClass(), value);
		}
	}

	@Test
	void settingsOfTheMapperCount() {
		for (JsonMapper.Builder builder : builders()) {
			FormatBesideJackson both = new FormatBesideJackson(builder);
			for (Order order : List.of(new Order.Put(7, "a/b", true), new Order.Put(0, "", false),
					new Order.Put(1, "\u00c4", true), new Order.Get("A"))) {
				both.assertSame(Order.class, order);
				both.assertSame(order.getClass(), order);
			}
			both.assertSame(String.class, "A/b");
			both.assertSame(Long.class, 5L);
		}
	}

	private static List<JsonMapper.Builder> builders() {
		return List.of(JsonMapper.builder(), JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT),
				JsonMapper.builder()
					.enable(SerializationFeature.WRAP_ROOT_VALUE)
					.enable(DeserializationFeature.UNWRAP_ROOT_VALUE),
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
				JsonMapper.builder().enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS),
				JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES),
				JsonMapper.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES),
				JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII),
				JsonMapper.builder()
					.changeDefaultPropertyInclusion(
							(value) -> value.withValueInclusion(JsonInclude.Include.NON_DEFAULT)),
				JsonMapper.builder()
					.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL)),
				JsonMapper.builder(JsonFactory.builder()
					.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(2).build())
					.build()),
				JsonMapper.builder().addModule(new SimpleModule().addDeserializer(String.class, new Lowering())),
				JsonMapper.builder().addMixIn(Order.Put.class, WithoutText.class));
	}

	sealed interface Order {

		record Put(int itemCount, String text, boolean urgent) implements Order {
		}

		record Get(String text) implements Order {
		}

	}

	record Renamed(@JsonProperty("t") String text) {
	}

	@JsonPropertyOrder({ "text", "number" })
	record Ordered(long number, String text) {
	}

	record AsText(@JsonFormat(shape = JsonFormat.Shape.STRING) long number) {
	}

	record ByItsCreator(String text) {

		@JsonCreator
		static ByItsCreator of(@JsonProperty("text") String text) {
			return new ByItsCreator(text + "!");
		}

	}

	record Upper(String text) {

		@JsonProperty("text")
		String upper() {
			return this.text.toUpperCase(Locale.ROOT);
		}

	}

	record OwnReader(@JsonDeserialize(using = Lowering.class) String text) {
	}

	record Ignored(String text, @JsonIgnore int number) {
	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	record NotDefault(int number, String text) {
	}

	record Raw(@JsonRawValue String text) {
	}

	record OneValue(@JsonValue String text) {
	}

	record ReadOnly(String text, @JsonProperty(access = JsonProperty.Access.READ_ONLY) int number) {
	}

	record Injected(String text,
			@JacksonInject(useInput = com.fasterxml.jackson.annotation.OptBoolean.FALSE) int number) {
	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
	record Identified(String text, int number) {
	}

	record OwnGetter(String text) {

		public int getLength() {
			return this.text.length();
		}

	}

	record Lists(List<String> texts) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "@type", visible = true)
	record AnnotatedType(String text) {
	}

	record Generic<T>(T text) {
	}

	record Shouted(@JsonFormat(shape = JsonFormat.Shape.NUMBER) String text) {
	}

	abstract static class WithoutText {

		@JsonIgnore
		abstract String text();

	}

	static final class Lowering extends StdDeserializer<String> {

		Lowering() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString().toLowerCase(Locale.ROOT) + "?";
		}

	}

}
