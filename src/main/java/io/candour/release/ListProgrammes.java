package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import io.candour.release.Programme.Decided;
import io.candour.release.Reconciliation.Night;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code ResearchStudy/$programmes}: the register with what is not for everybody in it, namely who entered each programme,
 * and who decided what of it and why. Newest first. With all of them, what reconciliation last found in what was let out to
 * them. Safe for use by many threads.
 */
final class ListProgrammes implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Programmes programmes;
    private final Studies studies;
    private final Reconciliation reconciliation;
    private final SnapshotStore clock;
    private final FhirContext fhir;

    ListProgrammes(
            Programmes programmes,
            Studies studies,
            Reconciliation reconciliation,
            SnapshotStore clock,
            FhirContext fhir) {
        this.programmes = programmes;
        this.studies = studies;
        this.reconciliation = reconciliation;
        this.clock = clock;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "programmes";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Instant now = clock.load(List.of()).now();
        Map<String, Studies.Releases> releases = studies.releases();
        Optional<String> asked = invocation.text("programme");
        Parameters answer = new Parameters();
        programmes.all().stream()
                .filter(each -> asked.isEmpty() || asked.get().equals(each.id()))
                .sorted(Comparator.comparing(
                                (Programme each) -> each.registered().at())
                        .reversed()
                        .thenComparing(Programme::id))
                .limit(invocation.count(DEFAULT_COUNT, MAX_COUNT))
                .forEach(each -> add(
                        answer.addParameter().setName("programme"),
                        each,
                        releases.getOrDefault(each.id(), Studies.Releases.NONE),
                        now));
        if (asked.isEmpty()) {
            reconciliation.latest().ifPresent(night -> add(answer.addParameter().setName("reconciliation"), night));
        }
        return Answer.about(List.of(), fhir.newJsonParser().encodeResourceToString(answer));
    }

    private void add(ParametersParameterComponent part, Programme programme, Studies.Releases releases, Instant now) {
        part.addPart().setName("study").setResource(studies.study(programme, releases, now));
        part.addPart()
                .setName("registered")
                .setValue(instant(programme.registered().at()));
        part.addPart()
                .setName("registeredBy")
                .setValue(person(
                        programme.registered().by(), programme.registered().name()));
        programme.decisions().forEach(each -> add(part.addPart().setName("decision"), each));
    }

    private static void add(ParametersParameterComponent part, Night night) {
        part.addPart().setName("at").setValue(instant(night.at()));
        part.addPart()
                .setName("releases")
                .setValue(new IntegerType(night.found().releases()));
        part.addPart()
                .setName("unchecked")
                .setValue(new DecimalType(night.found().unchecked()));
        part.addPart()
                .setName("uninvited")
                .setValue(new IntegerType(night.found().uninvited()));
    }

    private static void add(ParametersParameterComponent part, Decided decided) {
        part.addPart()
                .setName("outcome")
                .setValue(new CodeType(decided.outcome().name().toLowerCase(Locale.ROOT)));
        part.addPart().setName("at").setValue(instant(decided.at()));
        part.addPart().setName("by").setValue(person(decided.by(), decided.name()));
        part.addPart().setName("note").setValue(new StringType(decided.note()));
    }

    private static Reference person(String id, String name) {
        return new Reference().setIdentifier(new Identifier().setValue(id)).setDisplay(name);
    }

    private static InstantType instant(Instant at) {
        return new InstantType(Date.from(at));
    }
}
