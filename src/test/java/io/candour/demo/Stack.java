package io.candour.demo;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one stack of this JVM to every test that has a {@link DemoStack} parameter: started by the first, stopped
 * after the last. Use with {@code @ExtendWith(Stack.class)}.
 */
public final class Stack implements ParameterResolver {
    /** A web origin that the tests' server is configured for. */
    public static final String ALLOWED_ORIGIN = "https://app.example";

    private static final Namespace NAMESPACE = Namespace.create(Stack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType() == DemoStack.class;
    }

    @Override
    public DemoStack resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return of(extension);
    }

    /** The one stack, for an extension that needs it too. */
    public static DemoStack of(ExtensionContext extension) {
        return extension
                .getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .stack();
    }

    private record Running(DemoStack stack) implements CloseableResource {
        static Running start() {
            try {
                System.setProperty("candour.server.allowed-origins", ALLOWED_ORIGIN);
                return new Running(DemoStack.start(DemoSettings.ofTests()));
            } catch (Exception failed) {
                throw new IllegalStateException("The stack for the integration tests did not start", failed);
            }
        }

        @Override
        public void close() {
            stack.close();
        }
    }
}
