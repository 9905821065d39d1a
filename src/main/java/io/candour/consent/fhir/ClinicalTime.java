package io.candour.consent.fhir;

import io.candour.consent.Interval;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;

/** When what a resource tells of happened: never when it was typed in or sent on. */
record ClinicalTime(Moments moments) {
    private static final List<String> ELEMENTS = List.of(
            "effective",
            "performed",
            "occurrence",
            "period",
            "started",
            "billablePeriod",
            "serviced",
            "context.period",
            "collection.collected",
            "identified",
            "whenHandedOver",
            "authoredOn",
            "date",
            "created",
            "sent");

    Optional<Interval> of(Resource resource) {
        return lasting(resource, "onset", "abatement")
                .or(() -> lasting(resource, "start", "end"))
                .or(() -> ELEMENTS.stream().flatMap(path -> at(resource, path)).findFirst());
    }

    /** What began and isn't said to have ended goes on. */
    private Optional<Interval> lasting(Resource resource, String begin, String finish) {
        return at(resource, begin).findFirst().map(began -> at(resource, finish)
                .findFirst()
                .map(ended -> Moments.spanning(began, ended))
                .orElseGet(() -> new Interval(began.start(), Optional.empty())));
    }

    private Stream<Interval> at(Resource resource, String path) {
        return Elements.at(resource, path).stream().flatMap(value -> moments.when(value).stream());
    }
}
