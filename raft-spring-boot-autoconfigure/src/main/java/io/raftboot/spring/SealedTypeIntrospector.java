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

	private static final long serialVersionUID = 1L;

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		Class<?> type = annotated.getRawType();
		// An enum whose constants have bodies is sealed, too
		if (!(annotated instanceof AnnotatedClass) || !type.isSealed() || type.isEnum()) {
			return null;
		}
		return JsonTypeInfo.Value.construct(Id.SIMPLE_NAME, As.PROPERTY, "@type", null, false, null);
	}

}
