package io.candour.browser;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** How many stories were not told for want of a browser; says so, loudly and once, when the run ends. */
final class Skipped implements CloseableResource {
    static final String WHY = "No Chromium on this machine";

    private final AtomicInteger stories = new AtomicInteger();

    /** Counts the class's tests; one that runs several times is one. */
    void count(Class<?> tests) {
        stories.addAndGet((int)
                Stream.of(tests.getDeclaredMethods()).filter(Skipped::isTest).count());
    }

    /** What is said. */
    String line() {
        return "!!! %s, and none to fetch: %d BROWSER STORIES WERE SKIPPED. Install chromium, or name it with -D%s=/path/to/it !!!"
                .formatted(WHY, stories.get(), Chromium.PROPERTY);
    }

    @Override
    public void close() {
        System.err.println(line());
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }
}
