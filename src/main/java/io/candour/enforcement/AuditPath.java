package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.param.DateRangeParam;
import io.candour.audit.AuditEventQuery;
import io.candour.audit.AuditEvents;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.audit.Page;
import io.candour.audit.RecordId;
import io.candour.audit.Viewer;
import io.candour.consent.CallerKind;
import io.candour.identity.VerifiedToken;
import io.candour.record.Cursor;
import io.candour.record.Order;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * Reads and searches of the access log as AuditEvents: a patient's own, everybody's for guardian and auditor. They are
 * recorded like any other. Safe for use by many threads.
 */
final class AuditPath {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 200;
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);
    private static final Map<String, Set<Outcome>> OUTCOMES = Map.of(
            "0", Set.of(Outcome.PERMITTED),
            "4", Set.of(Outcome.REFUSED, Outcome.BAD_REQUEST),
            "8", Set.of(Outcome.FAILED));

    private final AuditEvents events;
    private final RecordPath records;
    private final Cursor cursors;
    private final FhirContext fhir;
    private final String baseUrl;

    AuditPath(AuditEvents events, RecordPath records, Cursor cursors, FhirContext fhir, String baseUrl) {
        this.events = events;
        this.records = records;
        this.cursors = cursors;
        this.fhir = fhir;
        this.baseUrl = baseUrl;
    }

    Answer answer(FhirRequest request, VerifiedToken token) {
        Verdicts verdicts = records.verdicts(token);
        Optional<Viewer> viewer = viewer(token);
        verdicts.about(token.caller().patient().stream().toList());
        return request.interaction() == Interaction.READ
                ? read(request, viewer, verdicts)
                : search(request, token, viewer, verdicts);
    }

    /** Empty for a person whose record this server does not hold. */
    private Optional<Viewer> viewer(VerifiedToken token) {
        return token.caller().kind() == CallerKind.PATIENT
                ? token.caller()
                        .patient()
                        .map(patient -> new Viewer.OfPatient(patient, items -> seen(patient, items, records, token)))
                : Optional.of(new Viewer.All());
    }

    /** Those of these items, most of them this patient's, that the caller may see now. */
    static Set<Item> seen(String patient, Set<Item> items, RecordPath records, VerifiedToken token) {
        Set<String> seen =
                records.seen(patient, items.stream().map(AuditPath::reference).collect(Collectors.toSet()), token);
        return items.stream().filter(item -> seen.contains(reference(item))).collect(Collectors.toSet());
    }

    private static String reference(Item item) {
        return item.type() + "/" + item.id();
    }

    private Answer read(FhirRequest request, Optional<Viewer> viewer, Verdicts verdicts) {
        Optional<AuditEvent> event =
                viewer.flatMap(by -> events.read(request.id().orElseThrow(), by));
        return event.map(found -> new Answer(200, encode(found), Map.of(), verdicts.evidence()))
                .orElseGet(() -> Answer.notThere(verdicts.evidence()));
    }

    private Answer search(FhirRequest request, VerifiedToken token, Optional<Viewer> viewer, Verdicts verdicts) {
        String query = query(request);
        String binding = token.caller().kind() + "\n" + token.caller().id() + "\n" + query;
        AuditEventQuery asked = asked(request, binding, verdicts);
        Page<AuditEvent> page =
                viewer.map(by -> events.search(asked, by)).orElse(new Page<>(List.of(), Optional.empty()));
        asked.patient().ifPresent(patient -> verdicts.about(List.of(patient)));
        Optional<String> next = page.next()
                .map(last -> cursors.write(
                        new Order.Position("-", last.toString()),
                        binding,
                        verdicts.now().plus(CURSOR_LIFE)));
        Searchset.Links links = new Searchset.Links(baseUrl + "/" + query, one(request, "_cursor"), next);
        List<Searchset.Entry> entries = page.rows().stream()
                .map(event -> Searchset.Entry.match(
                        "AuditEvent/" + event.getIdElement().getIdPart(), encode(event)))
                .toList();
        return new Answer(
                200, Searchset.write(baseUrl, entries, Optional.empty(), links, false), Map.of(), verdicts.evidence());
    }

    private String encode(AuditEvent event) {
        IParser parser = fhir.newJsonParser();
        // The log tells which version was seen; HAPI would leave versions out of references.
        parser.setDontStripVersionsFromReferencesAtPaths("AuditEvent.entity.what");
        return parser.encodeResourceToString(event);
    }

    private AuditEventQuery asked(FhirRequest request, String binding, Verdicts verdicts) {
        Optional<RecordId> after = one(request, "_cursor").map(cursor -> cursors.read(cursor, binding, verdicts.now())
                .flatMap(position -> RecordId.parse(position.id()))
                .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer")));
        for (String name : List.of("_total", "_summary")) {
            one(request, name).ifPresent(any -> {
                throw Refusal.invalid(name, "The access log is not counted");
            });
        }
        request.parameters().forEach((name, values) -> {
            if (values.size() > 1 && !name.equals("date")) {
                throw Refusal.invalid(name, "The parameter '" + name + "' may be given once");
            }
        });
        Set<Outcome> outcomes = one(request, "outcome")
                .map(code -> Optional.ofNullable(OUTCOMES.get(code))
                        .orElseThrow(() -> Refusal.invalid("outcome", "An outcome is 0, 4 or 8")))
                .orElse(Set.of());
        DateRangeParam dates = dates(request);
        try {
            return new AuditEventQuery(
                    one(request, "patient").map(Whose::logicalId),
                    Optional.ofNullable(dates.getLowerBoundAsInstant()).map(Date::toInstant),
                    // HAPI gives the last millisecond that is inside.
                    Optional.ofNullable(dates.getUpperBoundAsInstant())
                            .map(last -> last.toInstant().plusMillis(1)),
                    one(request, "agent"),
                    false,
                    outcomes,
                    one(request, "action"),
                    one(request, "entity"),
                    one(request, "purpose"),
                    after,
                    Math.min(
                            MAX_COUNT,
                            one(request, "_count").map(AuditPath::count).orElse(DEFAULT_COUNT)));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("entity", "An entity is written as Type/id");
        }
    }

    private DateRangeParam dates(FhirRequest request) {
        DateRangeParam range = new DateRangeParam();
        try {
            range.setValuesAsQueryTokens(
                    fhir,
                    "date",
                    request.values("date").stream()
                            .map(value -> {
                                QualifiedParamList list = new QualifiedParamList();
                                list.add(value);
                                return list;
                            })
                            .toList());
        } catch (RuntimeException malformed) {
            throw Refusal.invalid("date", "The parameter 'date' has a value that cannot be read");
        }
        return range;
    }

    private static int count(String value) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw Refusal.invalid("_count", "A count is a whole number from 1");
        }
        return Integer.parseInt(value);
    }

    private static Optional<String> one(FhirRequest request, String name) {
        return request.values(name).stream().findFirst();
    }

    private static String query(FhirRequest request) {
        Map<String, List<String>> parameters = new TreeMap<>(request.parameters());
        parameters.keySet().removeAll(Set.of("_cursor", "_format"));
        return Searchset.query("AuditEvent", parameters);
    }
}
