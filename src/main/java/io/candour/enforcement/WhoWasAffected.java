package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.audit.AffectedPatient;
import io.candour.audit.AffectedPatients;
import io.candour.audit.Outcome;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.record.Cursor;
import io.candour.record.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;

/**
 * {@code AuditEvent/$affected-patients}: whom a caller's requests in a period named, and what came of them: the question
 * after a theft of credentials. For guardian and auditor; that they asked is in the log of each patient they are told
 * of. Safe for use by many threads.
 */
final class WhoWasAffected implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 200;
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final AffectedPatients affected;
    private final Cursor cursors;
    private final FhirContext fhir;
    private final Deployment deployment;

    WhoWasAffected(AffectedPatients affected, Cursor cursors, FhirContext fhir, Deployment deployment) {
        this.affected = affected;
        this.cursors = cursors;
        this.fhir = fhir;
        this.deployment = deployment;
    }

    @Override
    public String code() {
        return "affected-patients";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Instant start = at(invocation, "start");
        Instant end = at(invocation, "end");
        if (!start.isBefore(end)) {
            throw Refusal.invalid("end", "The period ends before it starts");
        }
        Instant now = Instant.now();
        Optional<String> after = invocation.text("_cursor").map(cursor -> cursors.read(cursor, binding(invocation), now)
                .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer"))
                .id());
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        List<AffectedPatient> found = affected.by(invocation.text("agent").orElseThrow(), start, end, after, count + 1);
        List<AffectedPatient> page = found.subList(0, Math.min(count, found.size()));
        Parameters answer = new Parameters();
        page.forEach(each -> add(answer.addParameter().setName("patient"), each));
        if (found.size() > count) {
            String next = next(invocation, page.get(count - 1).patient(), now);
            answer.addParameter().setName("next").setValue(new UriType(next));
        }
        return new Answer(200, fhir.newJsonParser().encodeResourceToString(answer), Map.of(), evidence(page));
    }

    private static void add(ParametersParameterComponent part, AffectedPatient each) {
        part.addPart().setName("reference").setValue(new Reference("Patient/" + each.patient()));
        part.addPart().setName("answered").setValue(AccessAlerts.number(each.answered()));
        part.addPart().setName("refused").setValue(AccessAlerts.number(each.refused()));
        part.addPart().setName("items").setValue(AccessAlerts.number(each.items()));
        part.addPart().setName("first").setValue(AccessAlerts.instant(each.first()));
        part.addPart().setName("last").setValue(AccessAlerts.instant(each.last()));
    }

    private static Answer.Evidence evidence(List<AffectedPatient> page) {
        return new Answer.Evidence(
                page.stream().map(AffectedPatient::patient).collect(Collectors.toCollection(TreeSet::new)),
                List.of(),
                Optional.empty(),
                List.of(),
                Outcome.PERMITTED);
    }

    private static Instant at(Invocation invocation, String name) {
        return invocation
                .arguments()
                .one(name, InstantType.class)
                .map(given -> given.getValue().toInstant())
                .orElseThrow();
    }

    private static String binding(Invocation invocation) {
        return String.join(
                "\n",
                "$affected-patients",
                invocation.kind().name(),
                invocation.token().caller().id(),
                invocation.text("agent").orElse(""),
                invocation.text("start").orElse(""),
                invocation.text("end").orElse(""));
    }

    private String next(Invocation invocation, String last, Instant now) {
        Map<String, List<String>> query = new TreeMap<>(invocation.arguments().written());
        String cursor = cursors.write(new Order.Position("-", last), binding(invocation), now.plus(CURSOR_LIFE));
        query.put("_cursor", List.of(cursor));
        return deployment.baseUrl() + "/" + Searchset.query("AuditEvent/$affected-patients", query);
    }
}
