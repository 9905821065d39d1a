package io.candour.deployment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a class before anything is started for it where a package that it {@link Needs} is missing, loudly. */
final class InstalledPackages implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> skipped = AnnotationSupport.findAnnotation(context.getTestClass(), Needs.class)
                .flatMap(needs -> line(
                        context.getRequiredTestClass(),
                        Arrays.stream(needs.value())
                                .filter(each -> !each.isInstalled())
                                .toList()));
        // Its methods are not asked about then, so this is said once.
        skipped.ifPresent(System.err::println);
        return skipped.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("Every package is there"));
    }

    /** What is said; empty where nothing is missing. */
    static Optional<String> line(Class<?> tests, List<DebianPackage> missing) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String names =
                String.join(" ", missing.stream().map(DebianPackage::title).toList());
        return Optional.of("!!! %s WAS SKIPPED: this machine lacks packages of Debian 12. apt-get install %s !!!"
                .formatted(tests.getSimpleName(), names));
    }
}
