package io.kosh.openapi;

import com.fasterxml.jackson.databind.JavaType;
import io.kosh.kernel.Change;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Reads our records as they are meant: a component that is not `@Nullable` is required, a [Change] is an optional
/// value of its content, and a record nested in a controller is called after both.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RecordSchemas extends ModelResolver {
    private static final Names NAMES = new Names();

    RecordSchemas() {
        super(Json31.mapper(), NAMES);
        openapi31(true);
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
        JavaType java = _mapper.constructType(type.getType());
        if (java.getRawClass() == Change.class) {
            return context.resolve(contentOf(type, java.containedTypeOrUnknown(0)));
        }
        Schema<?> schema = super.resolve(type, context, next);
        if (schema != null
                && java.getRawClass().isRecord()
                && java.getRawClass().getName().startsWith("io.kosh.")) {
            Schema<?> model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(NAMES.nameForType(java));
            if (model != null && model.getProperties() != null) {
                for (RecordComponent component : java.getRawClass().getRecordComponents()) {
                    describe(model, component);
                }
            }
        }
        return schema;
    }

    private static AnnotatedType contentOf(AnnotatedType change, JavaType content) {
        return new AnnotatedType()
                .type(content)
                .ctxAnnotations(change.getCtxAnnotations())
                .parent(change.getParent())
                .propertyName(change.getPropertyName())
                .schemaProperty(change.isSchemaProperty())
                .resolveAsRef(change.isResolveAsRef())
                .jsonUnwrappedHandler(change.getJsonUnwrappedHandler())
                .jsonViewAnnotation(change.getJsonViewAnnotation());
    }

    private static void describe(Schema<?> model, RecordComponent component) {
        Schema<?> property = model.getProperties().get(component.getName());
        if (property == null) {
            return;
        }
        boolean optional = component.getType() == Change.class
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (!optional) {
            if (model.getRequired() == null || !model.getRequired().contains(component.getName())) {
                model.addRequiredItem(component.getName());
            }
        } else if (!component.getDeclaringRecord().getSimpleName().endsWith("Request") && property.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
        }
    }

    /// `CoinController.CreateRequest` is `CoinCreateRequest`: simple names alone would clash between controllers.
    private static final class Names extends TypeNameResolver {
        @Override
        protected String nameForClass(Class<?> type, Set<Options> options) {
            String simple = super.nameForClass(type, options);
            Class<?> outer = type.getEnclosingClass();
            return outer == null || !type.getName().startsWith("io.kosh.")
                    ? simple
                    : outer.getSimpleName().replaceFirst("Controller$", "") + simple;
        }
    }
}
