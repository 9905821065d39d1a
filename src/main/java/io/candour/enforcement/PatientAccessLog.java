package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.audit.AccessCsv;
import io.candour.audit.AccessGroup;
import io.candour.audit.AccessLine;
import io.candour.audit.AccessWords;
import io.candour.audit.AuditEventQuery;
import io.candour.audit.AuditEvents;
import io.candour.audit.Page;
import io.candour.audit.RecordId;
import io.candour.audit.StoredRecord;
import io.candour.audit.Viewer;
import io.candour.consent.CallerKind;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.record.Cursor;
import io.candour.record.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/**
 * {@code Patient/$access-log}: who looked, in words, by day and organisation, newest first; also as CSV. A patient reads
 * their own, guardian and auditor anybody's. Safe for use by many threads.
 */
final class PatientAccessLog implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 1_000;
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final AuditEvents events;
    private final RecordPath records;
    private final Supplier<AccessWords> words;
    private final Cursor cursors;
    private final FhirContext fhir;
    private final Deployment deployment;

    /** @param words made anew for each answer: they remember names */
    PatientAccessLog(
            AuditEvents events,
            RecordPath records,
            Supplier<AccessWords> words,
            Cursor cursors,
            FhirContext fhir,
            Deployment deployment) {
        this.events = events;
        this.records = records;
        this.words = words;
        this.cursors = cursors;
        this.fhir = fhir;
        this.deployment = deployment;
    }

    @Override
    public String code() {
        return "access-log";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Verdicts verdicts = records.verdicts(invocation.token());
        verdicts.about(List.of(invocation.patient()));
        Optional<Viewer> viewer = viewer(invocation, records, verdicts);
        if (viewer.isEmpty()) {
            return Answer.notThere(verdicts.evidence());
        }
        boolean items = invocation.text("items").filter("false"::equals).isEmpty();
        Page<StoredRecord> page = invocation
                .text("event")
                .map(id -> new Page<>(events.record(id, viewer.get()).stream().toList(), Optional.empty()))
                .orElseGet(() -> events.records(query(invocation, verdicts.now()), viewer.get()));
        AccessWords speaking = words.get();
        List<AccessLine> lines = page.rows().stream()
                .map(row -> speaking.line(invocation.patient(), row))
                .toList();
        Optional<String> next = page.next().map(last -> next(invocation, last, verdicts.now()));
        return invocation.csv() ? csv(lines, next, verdicts) : parameters(lines, items, next, verdicts);
    }

    /**
     * Everybody is shown what concerns this patient and no other; the patient only what they may see themselves. A proxy
     * who is entitled to the patient's choices is shown rows in which all is within their reach.
     */
    static Optional<Viewer> viewer(Invocation invocation, RecordPath records, Verdicts verdicts) {
        if (invocation.kind() == CallerKind.PROXY
                && !invocation.token().caller().patient().equals(Optional.of(invocation.patient()))) {
            return Optional.of(new Viewer.OfProxy(
                            invocation.patient(),
                            items -> AuditPath.seen(invocation.patient(), items, records, invocation.token())))
                    .filter(any -> verdicts.permitsChoicesOf(invocation.patient()))
                    .map(Viewer.class::cast);
        }
        if (invocation.kind() != CallerKind.PATIENT && invocation.kind() != CallerKind.PROXY) {
            return Optional.of(new Viewer.OfPatient(invocation.patient(), items -> items));
        }
        return invocation
                .token()
                .caller()
                .patient()
                .filter(invocation.patient()::equals)
                .map(patient -> new Viewer.OfPatient(
                        patient, items -> AuditPath.seen(patient, items, records, invocation.token())));
    }

    private AuditEventQuery query(Invocation invocation, Instant now) {
        Optional<RecordId> after = invocation.text("_cursor").map(cursor -> cursors.read(
                        cursor, binding(invocation), now)
                .flatMap(position -> RecordId.parse(position.id()))
                .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer")));
        return new AuditEventQuery(
                Optional.of(invocation.patient()),
                day(invocation, "start").map(this::startOf),
                Stream.concat(
                                day(invocation, "end").map(last -> startOf(last.plusDays(1))).stream(),
                                before(invocation).stream())
                        .min(Comparator.naturalOrder()),
                Optional.of(Exchange.who(invocation.token().caller())).filter(any -> invocation.yes("mine")),
                invocation.yes("others"),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                invocation.count(invocation.csv() ? MAX_COUNT : DEFAULT_COUNT, MAX_COUNT));
    }

    private static Optional<Instant> before(Invocation invocation) {
        return invocation.arguments().one("before", InstantType.class).map(given -> given.getValue()
                .toInstant());
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(deployment.zone()).toInstant();
    }

    private static Optional<LocalDate> day(Invocation invocation, String name) {
        try {
            return invocation.text(name).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(name, "The parameter '" + name + "' is a day, as 2026-11-22");
        }
    }

    private static String binding(Invocation invocation) {
        return String.join(
                "\n",
                "$access-log",
                invocation.kind().name(),
                invocation.token().caller().id(),
                invocation.patient(),
                invocation.text("start").orElse(""),
                invocation.text("end").orElse(""),
                before(invocation).map(Instant::toString).orElse(""),
                Boolean.toString(invocation.yes("mine")),
                Boolean.toString(invocation.yes("others")));
    }

    private String next(Invocation invocation, RecordId last, Instant now) {
        Map<String, List<String>> query = new TreeMap<>(invocation.arguments().written());
        query.put(
                "_cursor",
                List.of(cursors.write(
                        new Order.Position("-", last.toString()), binding(invocation), now.plus(CURSOR_LIFE))));
        if (invocation.csv()) {
            query.put("_format", List.of("csv"));
        }
        return deployment.baseUrl() + "/" + Searchset.query("Patient/" + invocation.patient() + "/$access-log", query);
    }

    private Answer csv(List<AccessLine> lines, Optional<String> next, Verdicts verdicts) {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Type", "text/csv;charset=UTF-8",
                "Content-Disposition", "attachment; filename=\"who-looked.csv\""));
        next.ifPresent(url -> headers.put("Link", "<" + url + ">; rel=\"next\""));
        return new Answer(200, AccessCsv.of(lines, deployment.zone()), headers, verdicts.evidence());
    }

    private Answer parameters(List<AccessLine> lines, boolean items, Optional<String> next, Verdicts verdicts) {
        Parameters answer = new Parameters();
        for (AccessGroup group : AccessGroup.of(lines, deployment.zone())) {
            ParametersParameterComponent part = answer.addParameter().setName("group");
            part.addPart().setName("day").setValue(new DateType(group.day().toString()));
            group.organisation()
                    .ifPresent(name -> part.addPart().setName("organisation").setValue(new StringType(name)));
            group.lines().forEach(line -> line(part.addPart().setName("line"), line, items));
        }
        next.ifPresent(url -> answer.addParameter().setName("next").setValue(new UriType(url)));
        return new Answer(200, fhir.newJsonParser().encodeResourceToString(answer), Map.of(), verdicts.evidence());
    }

    private static void line(ParametersParameterComponent part, AccessLine line, boolean items) {
        part.addPart().setName("at").setValue(AccessAlerts.instant(line.at()));
        part.addPart().setName("who").setValue(new StringType(line.who()));
        part.addPart().setName("did").setValue(new StringType(line.did()));
        part.addPart().setName("reason").setValue(new StringType(line.reason()));
        part.addPart().setName("refused").setValue(new BooleanType(line.refused()));
        part.addPart().setName("emergency").setValue(new BooleanType(line.emergency()));
        part.addPart().setName("automated").setValue(new BooleanType(line.automated()));
        if (items) {
            line.items().forEach(item -> part.addPart().setName("item").setValue(new Reference(item.reference())));
        }
        part.addPart().setName("request").setValue(new StringType(line.requestId()));
        part.addPart()
                .setName("event")
                .setValue(new Reference(new IdType("AuditEvent", line.id().toString())));
    }
}
