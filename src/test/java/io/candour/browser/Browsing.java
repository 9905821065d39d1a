package io.candour.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one browser of this JVM to every test that has a {@link Browser} parameter: started by the first, stopped
 * after the last. Where there is none, the class is skipped, with a line that says so at the end. Use with
 * {@code @ExtendWith(Browsing.class)}, before the stack's, which is not started then for nothing.
 */
final class Browsing implements ParameterResolver, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(Browsing.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (running(context).browser().isPresent()) {
            return ConditionEvaluationResult.enabled("There is a browser");
        }
        context.getTestClass().filter(each -> context.getTestMethod().isEmpty()).ifPresent(each -> store(context)
                .getOrComputeIfAbsent(Skipped.class)
                .count(each));
        return ConditionEvaluationResult.disabled(Skipped.WHY);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Browser resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return running(extension).browser().orElseThrow();
    }

    /** Playwright without browsers of its own. */
    static Playwright withoutBrowsers() {
        return Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** This program, else what Playwright has fetched. */
    static Browser launch(Playwright playwright, Optional<Path> program) {
        LaunchOptions options = new LaunchOptions();
        program.ifPresent(options::setExecutablePath);
        return playwright.chromium().launch(options);
    }

    private static Running running(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    private record Running(Optional<Playwright> playwright, Optional<Browser> browser) implements CloseableResource {
        static Running start() {
            Optional<Path> program = Chromium.ofThisMachine();
            try {
                if (program.isEmpty() && !Chromium.fetch()) {
                    return new Running(Optional.empty(), Optional.empty());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Stopped while Playwright fetched a browser", stopped);
            }
            Playwright playwright = withoutBrowsers();
            return new Running(Optional.of(playwright), Optional.of(launch(playwright, program)));
        }

        @Override
        public void close() {
            browser.ifPresent(Browser::close);
            playwright.ifPresent(Playwright::close);
        }
    }
}
