package io.candour.portal.log;

import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are asked for.
 *
 * @param from the first day, as typed
 * @param to the last day, as typed
 */
record Filter(Show show, TypedDay from, TypedDay to) {
    /** Kinds of rows. */
    enum Show {
        /** All but what the person did themselves: that is most rows, and no news. */
        OTHERS(look -> !look.own()),
        EMERGENCY(look -> !look.own() && look.emergency()),
        REFUSED(Look::refused),
        PEOPLE(look -> !look.own() && !look.automated()),
        EVERYTHING(look -> true);

        private final Predicate<Look> shown;

        Show(Predicate<Look> shown) {
            this.shown = shown;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the server may leave out what the person did themselves. */
        boolean ofOthersAlone() {
            return this != REFUSED && this != EVERYTHING;
        }

        boolean shows(Look look) {
            return shown.test(look);
        }

        static Optional<Show> byCode(String code) {
            return Arrays.stream(values())
                    .filter(each -> each.code().equals(code))
                    .findFirst();
        }
    }

    static final Filter NONE = new Filter(Show.OTHERS, TypedDay.of(Optional.empty()), TypedDay.of(Optional.empty()));

    /** Which fields can't be read; the names of their error messages. */
    public Optional<String> wrongFrom() {
        return from.empty() || from.date().isPresent() ? Optional.empty() : Optional.of("log.error.day");
    }

    public Optional<String> wrongTo() {
        if (to.empty()) {
            return Optional.empty();
        }
        if (to.date().isEmpty()) {
            return Optional.of("log.error.day");
        }
        boolean backwards =
                start().filter(first -> first.isAfter(to.date().get())).isPresent();
        return backwards ? Optional.of("log.error.backwards") : Optional.empty();
    }

    public boolean readable() {
        return wrongFrom().isEmpty() && wrongTo().isEmpty();
    }

    Optional<LocalDate> start() {
        return from.date();
    }

    Optional<LocalDate> end() {
        return to.date();
    }

    /** Whether it was asked for anything but what is shown at first. */
    public boolean set() {
        return show != Show.OTHERS || !from.empty() || !to.empty();
    }

    static Show show(@Nullable String code) {
        return code == null ? Show.OTHERS : Show.byCode(code).orElse(Show.OTHERS);
    }
}
