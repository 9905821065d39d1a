package io.candour.release;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.enforcement.Guide;
import io.candour.release.Asked.Cell;
import io.candour.release.Erasure.Answered;
import io.candour.release.ExtractTerms.Dates;
import io.candour.release.Passing.Decision;
import io.candour.release.Passing.State;
import io.candour.release.Programme.Decided;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Recipient;
import io.candour.release.Question.Breakdown;
import io.candour.release.Studies.Releases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Measure;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What this room writes is what the guide's profiles say, and R4. */
class GuideReleasesTest {
    private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");
    private static final Reports REPORTS = new Reports(ZoneOffset.UTC);
    private static final List<Cell> ONE = List.of(new Cell(List.of(), Optional.of(10)));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path place;

    @SuppressWarnings("NullAway.Init")
    private static ExtractWorld extracts;

    @BeforeAll
    static void world() {
        extracts = new ExtractWorld(place);
        for (int i = 0; i < 5; i++) {
            extracts.person("p" + i, CountedWorld.ASTHMA, "2025-06-01");
        }
        extracts.made(extracts.airlock(), "copy", extracts.world.programme);
    }

    private static void conforms(Resource resource, String profile) {
        assertThat(Guide.faults(resource, Optional.of(profile))).isEmpty();
    }

    private static Programme programme(Programme.Status status) {
        Decided approved = decided(Outcome.APPROVED, Optional.of(AT.plus(Duration.ofDays(28))));
        return programme(
                extracts.world.programme,
                extracts.world.programme.purpose(),
                extracts.world.programme.recipient(),
                switch (status) {
                    case IN_REVIEW -> List.of();
                    case APPROVED, ACTIVE, COMPLETED -> List.of(approved);
                    case REFUSED -> List.of(decided(Outcome.REFUSED, Optional.empty()));
                    case STOPPED -> List.of(approved, decided(Outcome.STOPPED, Optional.empty()));
                });
    }

    private static Programme programme(Programme like, String purpose, Recipient recipient, List<Decided> decisions) {
        return new Programme(
                like.id(),
                recipient,
                like.title(),
                like.description(),
                purpose,
                like.legalBasis(),
                like.fee(),
                recipient.type() == RecipientType.COMPANY,
                like.classes(),
                like.starts(),
                like.ends(),
                like.notice(),
                like.registered(),
                decisions);
    }

    private static Decided decided(Outcome outcome, Optional<Instant> opens) {
        return new Decided(outcome, AT, "guardian", "Demo Guardian", "Fine", opens);
    }

    private static ResearchStudy study(Programme programme, Instant now) {
        CountedWorld world = extracts.world;
        return new Studies(world.programmes, world.ledger, world.extracts, world.snapshots)
                .study(programme, new Releases(3, 1), now);
    }

    @ParameterizedTest
    @EnumSource
    void aProgramme(Programme.Status status) {
        Programme programme = programme(status);
        Instant now =
                switch (status) {
                    case IN_REVIEW, APPROVED, REFUSED, STOPPED -> AT;
                    case ACTIVE -> programme.opens().orElseThrow();
                    case COMPLETED -> programme.ends();
                };
        assertThat(programme.status(now)).isEqualTo(status);

        conforms(study(programme, now), "programme");
    }

    @Test
    void aProgrammeOfEachPurposeAndRecipient() {
        Programme like = extracts.world.programme;
        requireNonNull(ReleaseCodes.values().get("programme-purpose"))
                .forEach(purpose ->
                        conforms(study(programme(like, purpose, like.recipient(), List.of()), AT), "programme"));
        requireNonNull(ReleaseCodes.values().get("recipient-type"))
                .forEach(type -> conforms(
                        study(
                                programme(
                                        like,
                                        like.purpose(),
                                        new Recipient(
                                                "X9906",
                                                "Somebody",
                                                RecipientType.byCode(type).orElseThrow()),
                                        List.of()),
                                AT),
                        "programme"));
    }

    private static Asked asked(
            List<Breakdown> by, List<Cell> cells, Optional<Asked.Held> held, List<Decision> decisions) {
        return new Asked(
                "q",
                "programme",
                "X9906",
                AT,
                "researcher",
                "Demo Researcher",
                "To know",
                new Question(List.of(), by, Optional.of(LocalDate.parse("2025-01-01")), Optional.empty()),
                Optional.of(new Asked.Run(1, AT, "ground", Optional.empty(), held, cells)),
                decisions);
    }

    private static Decision decision(int run, boolean approved) {
        return new Decision(run, approved, AT, "guardian", "Demo Guardian", Optional.of("Fine"));
    }

    /** What leads to each state but the first, of which there is no run. */
    private static List<Decision> decisions(State state) {
        return switch (state) {
            case ASKED -> List.of();
            case REFUSED -> List.of(decision(0, true), decision(1, false));
            case ANSWERED, HELD -> List.of(decision(0, true));
            case RELEASED -> List.of(decision(0, true), decision(1, true));
        };
    }

    @ParameterizedTest
    @EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = "ASKED")
    void aQuestion(State state) {
        Stream<Optional<Asked.Held>> reasons =
                state == State.HELD ? Stream.of(Asked.Held.values()).map(Optional::of) : Stream.of(Optional.empty());
        reasons.forEach(held -> {
            Asked asked = asked(List.of(), held.isPresent() ? List.of() : ONE, held, decisions(state));
            assertThat(asked.state()).isEqualTo(state);
            conforms(REPORTS.task(asked, true), "question-task");
            conforms(REPORTS.task(asked, false), "question-task");
        });
    }

    static Stream<List<Breakdown>> breakdowns() {
        return Stream.of(
                List.of(),
                List.of(Breakdown.SEX),
                List.of(Breakdown.AGE_BAND),
                List.of(Breakdown.AREA),
                List.of(Breakdown.SEX, Breakdown.AREA));
    }

    private static MeasureReport report(List<Breakdown> by) {
        List<Cell> cells = Stream.of(Optional.of(10), Optional.<Integer>empty())
                .map(told -> new Cell(by.stream().map(Breakdown::code).toList(), told))
                .limit(by.isEmpty() ? 1 : 2)
                .toList();
        return REPORTS.report(asked(by, cells, Optional.empty(), decisions(State.RELEASED)));
    }

    @ParameterizedTest
    @MethodSource("breakdowns")
    void anAnswer(List<Breakdown> by) {
        conforms(report(by), "aggregate-answer");
    }

    @Test
    void anAnswerOfAFew() {
        conforms(
                REPORTS.report(
                        asked(List.of(), List.of(new Cell(List.of(), Optional.empty())), Optional.empty(), List.of())),
                "aggregate-answer");
    }

    @Test
    void theMeasureThatAnswersAreOf() {
        Measure measure = Guide.one(Measure.class, "aggregate-question");

        assertThat(report(List.of()).getMeasure()).isEqualTo(measure.getUrl());
        assertThat(measure.getGroupFirstRep().getStratifier())
                .extracting(each -> each.getCode().getCodingFirstRep().getCode())
                .containsExactly(
                        Stream.of(Breakdown.values()).map(Breakdown::code).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = "ASKED")
    void anExtract(State state) {
        Stream<Optional<Extract.Held>> reasons =
                state == State.HELD ? Stream.of(Extract.Held.values()).map(Optional::of) : Stream.of(Optional.empty());
        reasons.forEach(held -> {
            Extract extract = new Extract(
                    "e",
                    "programme",
                    "X9906",
                    AT,
                    "researcher",
                    "Demo Researcher",
                    "To know",
                    Optional.of(new Extract.Run(1, AT, "ground", Optional.empty(), held, 2, Optional.empty())),
                    decisions(state));
            assertThat(extract.state()).isEqualTo(state);
            conforms(ExtractTasks.task(extract, true), "extract-task");
            conforms(ExtractTasks.task(extract, false), "extract-task");
        });
    }

    @Test
    void whatNobodyHasLookedAt() {
        Extract extract = new Extract(
                "e", "programme", "X9906", AT, "researcher", "Demo Researcher", "To know", Optional.empty(), List.of());
        assertThat(extract.state()).isEqualTo(State.ASKED);
        conforms(ExtractTasks.task(extract, true), "extract-task");
        Asked asked = extracts.world.ask("asked", CountedWorld.question());
        assertThat(asked.state()).isEqualTo(State.ASKED);
        conforms(REPORTS.task(asked, true), "question-task");
    }

    private static Task erasure(Erasure.Reason reason, Optional<Erasure.Outcome> outcome, boolean inside) {
        return new ErasureTasks(extracts.world.extracts, extracts.rules(Dates.MONTH, Period.ofYears(10)))
                .task(
                        new Erasure(
                                "t",
                                "copy",
                                "programme",
                                "X9906",
                                "p3",
                                reason,
                                AT,
                                AT.plusSeconds(1),
                                outcome.map(
                                        said -> new Answered(said, AT, "researcher", "Demo Researcher", "It is gone"))),
                        inside);
    }

    @ParameterizedTest
    @EnumSource
    void anErasure(Erasure.Reason reason) {
        List<Optional<Erasure.Outcome>> outcomes = new ArrayList<>(List.of(Optional.empty()));
        Stream.of(Erasure.Outcome.values()).map(Optional::of).forEach(outcomes::add);

        outcomes.forEach(outcome -> {
            conforms(erasure(reason, outcome, true), "erasure-task");
            assertThat(erasure(reason, outcome, false).getInput()).hasSize(1);
            conforms(erasure(reason, outcome, false), "erasure-task");
        });
    }

    /** IHE's profile, which it says it has, is not in this build: R4 is held. */
    @Test
    void aDisclosure() {
        AuditEvent event = new Disclosures("http://localhost:8080/fhir")
                .event(extracts.world.programme, "MeasureReport", "q", "p", AT);

        assertThat(Guide.faults(event, Optional.empty())).isEmpty();
        event.setSource(null);
        assertThat(Guide.faults(event, Optional.empty())).isNotEmpty();
    }

    @Test
    void whatIsNotOfItsShapeIsFound() {
        ResearchStudy untold = study(programme(Programme.Status.APPROVED), AT);
        untold.getExtension().removeIf(each -> each.getUrl().equals(Words.extension("notice-period")));
        ResearchStudy ofWhom = study(programme(Programme.Status.APPROVED), AT);
        ofWhom.setSponsor(null).getContained().clear();
        ResearchStudy barred = study(
                programme(
                        extracts.world.programme,
                        "HRESCH",
                        new Recipient("X9906", "Somebody", RecipientType.INSURER),
                        List.of()),
                AT);
        MeasureReport silent = report(List.of(Breakdown.SEX));
        silent.getGroupFirstRep()
                .getStratifierFirstRep()
                .getStratumFirstRep()
                .getPopulationFirstRep()
                .setCountElement(null);
        Task both = erasure(Erasure.Reason.ENDED, Optional.empty(), false);
        both.setFor(erasure(Erasure.Reason.ENDED, Optional.empty(), true).getFor());

        assertThat(Guide.faults(untold, Optional.of("programme"))).isNotEmpty();
        assertThat(Guide.faults(ofWhom, Optional.of("programme"))).isNotEmpty();
        assertThat(Guide.faults(barred, Optional.of("programme"))).isNotEmpty();
        assertThat(Guide.faults(silent, Optional.of("aggregate-answer"))).isNotEmpty();
        assertThat(Guide.faults(both, Optional.of("erasure-task"))).isNotEmpty();
    }
}
