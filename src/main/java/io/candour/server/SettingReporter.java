package io.candour.server;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one line which property stops the start; what else goes wrong at the start is left to Spring's own reports.
 * Never shows a value that Spring could not read: it may be a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingReporter implements SpringBootExceptionReporter {
    /** What a room says that does not know of {@link BadSetting}. */
    private static final String PREFIX = "candour.";

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> line = line(failure);
        line.ifPresent(each -> System.err.println("Candour can't start: " + each));
        return line.isPresent();
    }

    private static Optional<String> line(Throwable failure) {
        Optional<String> ours = causes(failure, IllegalArgumentException.class)
                .filter(bad -> bad instanceof BadSetting
                        || String.valueOf(bad.getMessage()).startsWith(PREFIX))
                .map(IllegalArgumentException::getMessage)
                .findFirst();
        return ours.or(() -> causes(failure, BindException.class)
                        .map(unread -> property(unread) + " can't be read as "
                                + unread.getTarget().getType())
                        .reduce((outer, inner) -> inner))
                .or(() -> causes(failure, ConfigDataNotFoundException.class)
                        .map(absent ->
                                "spring.config.import names what is not there: " + absent.getReferenceDescription())
                        .findFirst());
    }

    private static String property(BindException unread) {
        return Optional.ofNullable(unread.getProperty())
                .map(property -> property.getName())
                .map(ConfigurationPropertyName::toString)
                .orElseGet(() -> unread.getName().toString());
    }

    private static <T extends Throwable> Stream<T> causes(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
