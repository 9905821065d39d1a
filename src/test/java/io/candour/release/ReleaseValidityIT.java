package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import io.candour.consent.Policy;
import io.candour.release.Asked.Cell;
import io.candour.release.Asked.Run;
import io.candour.release.Question.Breakdown;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What this room says is R4. Not among the unit tests because loading R4's definitions takes longer than all of them. */
class ReleaseValidityIT {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final FhirValidator VALIDATOR = FHIR.newValidator()
            .registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                    new DefaultProfileValidationSupport(FHIR),
                    new CommonCodeSystemsTerminologyService(FHIR),
                    new InMemoryTerminologyServerValidationSupport(FHIR))));

    private final CountedWorld world = new CountedWorld(Policy.standard());

    private static List<String> errors(Resource resource) {
        return VALIDATOR.validateWithResult(resource).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(Object::toString)
                .toList();
    }

    private static Asked asked(List<Breakdown> by, List<Cell> cells) {
        Instant at = Instant.parse("2026-11-29T10:00:00Z");
        return new Asked(
                "q",
                "programme",
                "X9906",
                at,
                "researcher",
                "Demo Researcher",
                "To know",
                new Question(List.of(), by, Optional.of(LocalDate.parse("2025-01-01")), Optional.empty()),
                Optional.of(new Run(1, at, "ground", Optional.empty(), Optional.of(Asked.Held.DIFFERENCING), cells)),
                List.of(new Passing.Decision(0, true, at, "guardian", "Demo Guardian", Optional.of("Fine"))));
    }

    @Test
    void programmeWhenValidatedThenIsR4() {
        assertThat(errors(new Studies(world.programmes, world.ledger, world.extracts, world.snapshots)
                        .study(world.programme, new Studies.Releases(3, 1), Instant.now())))
                .isEmpty();
    }

    @Test
    void questionAndAnswerWhenValidatedThenAreR4() {
        Reports reports = new Reports(ZoneOffset.UTC);
        Asked asked = asked(
                List.of(Breakdown.SEX, Breakdown.AREA),
                List.of(
                        new Cell(List.of("female", "LS"), Optional.of(10)),
                        new Cell(List.of("male", "LS"), Optional.empty())));

        assertThat(errors(reports.task(asked, true))).isEmpty();
        assertThat(errors(reports.task(asked, false))).isEmpty();
        assertThat(errors(reports.report(asked))).isEmpty();
        assertThat(errors(reports.report(asked(List.of(), List.of(new Cell(List.of(), Optional.empty()))))))
                .isEmpty();
    }

    @Test
    void disclosureWhenValidatedThenIsR4AndValidatorNotices() {
        AuditEvent event = new Disclosures("http://localhost:8080/fhir")
                .event(world.programme, "MeasureReport", "q", "p", Instant.now());
        // The profile itself is not on this machine; without it what R4 says is held.
        event.getMeta().getProfile().clear();

        assertThat(errors(event)).isEmpty();
        event.setSource(null);
        assertThat(errors(event)).isNotEmpty();
    }

    @Test
    void extractAndErasureWhenValidatedThenAreR4() {
        Instant at = Instant.parse("2026-11-29T10:00:00Z");
        Extract extract = new Extract(
                "e",
                "programme",
                "X9906",
                at,
                "researcher",
                "Demo Researcher",
                "To know",
                Optional.of(new Extract.Run(
                        1, at, "ground", Optional.empty(), Optional.of(Extract.Held.FEW), 2, Optional.empty())),
                List.of(new Passing.Decision(0, true, at, "guardian", "Demo Guardian", Optional.of("Fine"))));
        Erasure erasure = new Erasure(
                "t",
                "e",
                "programme",
                "X9906",
                "p",
                Erasure.Reason.WITHDRAWN,
                at,
                at.plusSeconds(1),
                Optional.of(new Erasure.Answered(
                        Erasure.Outcome.ERASED, at, "researcher", "Demo Researcher", "It is gone")));
        ErasureTasks tasks = new ErasureTasks(world.extracts, ExtractRules.NONE);

        assertThat(errors(ExtractTasks.task(extract, true))).isEmpty();
        assertThat(errors(ExtractTasks.task(extract, false))).isEmpty();
        assertThat(errors(tasks.task(erasure, true))).isEmpty();
        assertThat(errors(tasks.task(erasure, false))).isEmpty();
    }
}
