package io.candlewick.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands every test class the same {@link RunningStack}: it is started once a test run, and stopped at its end. */
final class WholeStack implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(WholeStack.class))
                .getOrComputeIfAbsent(RunningStack.class, key -> start());
    }

    private static RunningStack start() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "stack"))
                    .toAbsolutePath()
                    .resolve(Long.toString(ProcessHandle.current().pid()));
            return RunningStack.in(directory);
        } catch (Exception failed) {
            throw new IllegalStateException("the stack for the tests did not start: " + failed.getMessage(), failed);
        }
    }
}
