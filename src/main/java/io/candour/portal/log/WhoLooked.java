package io.candour.portal.log;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Parameters;

/** The access log of one person, as the visitor may see it. */
public final class WhoLooked {
    /** How many rows the server is asked for at once, and how many such pages one page of ours looks through. */
    private static final int AT_ONCE = 40;

    private static final int MOST_PAGES = 4;

    /** A page of ours is full with so many. */
    private static final int ENOUGH = 30;

    /** As many as the server gives at once. */
    private static final int FAR = 1_000;

    private final Fhir fhir;
    private final Whose whose;

    private WhoLooked(Fhir fhir, Whose whose) {
        this.fhir = fhir;
        this.whose = whose;
    }

    public static WhoLooked of(Fhir fhir, Whose whose) {
        return new WhoLooked(fhir, whose);
    }

    /** What others did last, newest first; empty where the visitor may not see who looked. */
    public Optional<List<Look>> lately(int most) {
        return seen(() -> page("", "", true, "", most).looks());
    }

    /** Empty where the visitor may not see who looked. */
    Optional<LogPage> looks(Filter filter, String cursor) {
        return seen(() -> filtered(filter, cursor));
    }

    private LogPage filtered(Filter filter, String cursor) {
        List<Look> shown = new ArrayList<>();
        Optional<String> from = Optional.of(cursor);
        for (int pages = 0; pages < MOST_PAGES && shown.size() < ENOUGH && from.isPresent(); pages++) {
            LogPage page = page(filter, from.get());
            page.looks().stream().filter(filter.show()::shows).forEach(shown::add);
            from = page.older();
        }
        return new LogPage(shown, from);
    }

    /** The row with this id; empty where there is none that the visitor may see. */
    Optional<Look> find(String event) {
        return LogPage.of(fhir.get(Parameters.class, path() + Fhir.query("event", event, "items", "false")))
                .looks()
                .stream()
                .findFirst();
    }

    /** The rows of these days as the server makes a table of them. */
    Fhir.Raw table(Filter filter) {
        return fhir.raw(
                path()
                        + Fhir.query(
                                "_format",
                                "csv",
                                "start",
                                filter.start().map(LocalDate::toString).orElse(""),
                                "end",
                                filter.end().map(LocalDate::toString).orElse(""),
                                "_count",
                                Integer.toString(FAR)),
                "text/csv");
    }

    private LogPage page(Filter filter, String cursor) {
        return page(
                filter.start().map(LocalDate::toString).orElse(""),
                filter.end().map(LocalDate::toString).orElse(""),
                filter.show().ofOthersAlone(),
                cursor,
                AT_ONCE);
    }

    private LogPage page(String start, String end, boolean others, String cursor, int count) {
        return LogPage.of(fhir.get(
                Parameters.class,
                path()
                        + Fhir.query(
                                "start",
                                start,
                                "end",
                                end,
                                "others",
                                others ? "true" : "",
                                "_count",
                                Integer.toString(count),
                                "_cursor",
                                cursor,
                                "items",
                                "false")));
    }

    private String path() {
        return "Patient/" + whose.patientId() + "/$access-log";
    }

    private static <T> Optional<T> seen(Supplier<T> asked) {
        try {
            return Optional.of(asked.get());
        } catch (FhirRefused refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
