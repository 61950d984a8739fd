package io.raftboot.spring;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Treats a sealed type as if it said that simple class names tell its permitted classes
 * apart. Asked only where annotations say nothing; Jackson itself finds the permitted
 * classes.
 */
final class SealedTypeIntrospector extends NopAnnotationIntrospector {

	/** What it says of sealed types. */
	static final JsonTypeInfo.Value BY_SIMPLE_NAME = JsonTypeInfo.Value.construct(Id.SIMPLE_NAME, As.PROPERTY, "@type",
			null, false, null);

	private static final long serialVersionUID = 1L;

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		Class<?> type = annotated.getRawType();
		// An enum whose constants have bodies is sealed, too
		if (!(annotated instanceof AnnotatedClass) || !type.isSealed() || type.isEnum()) {
			return null;
		}
		return BY_SIMPLE_NAME;
	}

}
