package io.candour.portal.guardian;

import io.candour.portal.Fhir;
import io.candour.portal.Visitor;
import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.StringType;

/**
 * A programme with who entered it and who decided what of it, as {@code ResearchStudy/$programmes} tells guardians.
 *
 * @param registrar who entered it, as the server names them
 */
record Entered(
        Programme programme,
        Optional<Instant> registered,
        String registrar,
        String registrarName,
        List<Decision> decisions) {
    /** The most that the API gives at once. */
    private static final String ALL = "ResearchStudy/$programmes?_count=500";

    private static final List<String> LETTING_IN = List.of("approved", "refused");
    private static final List<String> STOPPING = List.of("stopped");

    /** @param outcome approved, refused or stopped */
    record Decision(String outcome, Optional<Instant> at, String who, String note) {}

    Entered {
        decisions = List.copyOf(decisions);
    }

    /** The latest, newest first. */
    static List<Entered> all(Fhir fhir) {
        return of(answer(fhir));
    }

    /** All that is told of the latest. */
    static Parameters answer(Fhir fhir) {
        return fhir.get(Parameters.class, ALL);
    }

    static Optional<Entered> find(String id, Fhir fhir) {
        return of(fhir.get(Parameters.class, "ResearchStudy/$programmes" + Fhir.query("programme", id))).stream()
                .findFirst();
    }

    static List<Entered> of(Parameters answer) {
        return Part.of(answer, "programme")
                .flatMap(part ->
                        part.resource("study", ResearchStudy.class).stream().map(study -> of(study, part)))
                .toList();
    }

    private static Entered of(ResearchStudy study, Part part) {
        Reference by = part.references("registeredBy").findFirst().orElseGet(Reference::new);
        return new Entered(
                Programme.of(study),
                part.instant("registered"),
                Optional.ofNullable(by.getIdentifier().getValue()).orElse(""),
                Optional.ofNullable(by.getDisplay()).orElse(""),
                part.all("decision").map(Entered::decision).toList());
    }

    private static Decision decision(Part part) {
        return new Decision(
                part.text("outcome").orElse(""),
                part.instant("at"),
                part.references("by")
                        .findFirst()
                        .flatMap(each -> Optional.ofNullable(each.getDisplay()))
                        .orElse(""),
                part.text("note").orElse(""));
    }

    /** Whether it waits to be let in. */
    public boolean isOpen() {
        return programme.isProposed();
    }

    public boolean isEnteredBy(Visitor visitor) {
        return registrar.equals(visitor.subject());
    }

    /** What this visitor can decide of it now; nobody lets in what they entered. */
    List<String> outcomes(Visitor visitor) {
        if (!visitor.isGuardian()) {
            return List.of();
        }
        if (isOpen()) {
            return isEnteredBy(visitor) ? List.of() : LETTING_IN;
        }
        return programme.isAnnounced() || programme.isRunning() ? STOPPING : List.of();
    }

    /** What {@code $decide-programme} takes; empty, with what is wrong added, where the form is not complete. */
    Optional<Parameters> decide(Typed typed, List<String> outcomes, Problems problems) {
        if (outcomes.isEmpty()) {
            problems.add("", "guardian.problem.programme");
            return Optional.empty();
        }
        String outcome = typed.text("outcome");
        if (!outcomes.contains(outcome)) {
            problems.add("outcome", "guardian.problem.decision");
        }
        String note = OwnWords.read(typed, "note", "guardian.problem.why", problems);
        if (problems.any()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("programme").setValue(new StringType(programme.id()));
        parameters.addParameter().setName("outcome").setValue(new CodeType(outcome));
        parameters.addParameter().setName("note").setValue(new StringType(note));
        return Optional.of(parameters);
    }
}
