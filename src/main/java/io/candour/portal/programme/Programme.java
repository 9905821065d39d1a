package io.candour.portal.programme;

import io.candour.portal.Fhir;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * One secondary use of records, as the register has it.
 *
 * @param state R4 ResearchStudyStatus
 * @param purpose HL7 v3-ActReason
 * @param classes what of records it may look at, by the codes of categories
 * @param starts the earliest it may begin
 * @param ends the first moment after it
 * @param noticeEnds until when people know of it before it may begin; empty where it was not let in
 * @param answers how many have left
 * @param extracts how many copies of rows have left
 */
public record Programme(
        String id,
        String title,
        String description,
        String state,
        Recipient recipient,
        String purpose,
        String legalBasis,
        String fee,
        boolean commercial,
        List<String> classes,
        Optional<Instant> starts,
        Optional<Instant> ends,
        Optional<Instant> noticeEnds,
        int answers,
        int extracts) {
    private static final String EXTENSION = "https://candour.io/fhir/StructureDefinition/";

    /** Purposes that the choice about planning covers; all others of the register are research. */
    private static final List<String> PLANNING =
            List.of("HOPERAT", "HDM", "HOUTCOMS", "HPRGRP", "HQUALIMP", "PATSFTY", "PERFMSR");

    /**
     * Who gets what comes out.
     *
     * @param code ODS code
     * @param type health-service, public-body, university, charity or company
     */
    public record Recipient(String code, String name, String type) {}

    public Programme {
        classes = List.copyOf(classes);
    }

    /** The whole register. */
    public static List<Programme> all(Fhir fhir) {
        return all("ResearchStudy", fhir);
    }

    private static List<Programme> all(String pathAndQuery, Fhir fhir) {
        return fhir.all(pathAndQuery).stream()
                .filter(ResearchStudy.class::isInstance)
                .map(each -> of((ResearchStudy) each))
                .toList();
    }

    /** Those of these ids that are in the register, by id. */
    public static Map<String, Programme> named(Collection<String> ids, Fhir fhir) {
        return ids.isEmpty()
                ? Map.of()
                : all("ResearchStudy" + Fhir.query("_id", String.join(",", ids)), fhir).stream()
                        .collect(Collectors.toMap(Programme::id, Function.identity()));
    }

    /** @throws io.candour.portal.FhirRefused 404 where the register has no such programme */
    public static Programme find(String id, Fhir fhir) {
        return of(fhir.get(ResearchStudy.class, "ResearchStudy/" + Fhir.encode(id)));
    }

    public static Programme of(ResearchStudy study) {
        Period period = study.getPeriod();
        return new Programme(
                study.getIdElement().getIdPart(),
                text(study.getTitle()),
                text(study.getDescription()),
                study.hasStatus() ? study.getStatus().toCode() : "",
                recipient(study),
                code(study.getCategoryFirstRep()),
                extension(study, "legal-basis").map(Type::primitiveValue).orElse(""),
                extension(study, "fee").map(Type::primitiveValue).orElse(""),
                extension(study, "commercial")
                        .filter(value -> "true".equals(value.primitiveValue()))
                        .isPresent(),
                study.getExtensionsByUrl(EXTENSION + "data-class").stream()
                        .map(Extension::getValue)
                        .filter(Coding.class::isInstance)
                        .map(each -> ((Coding) each).getCode())
                        .toList(),
                instant(period.getStart()),
                instant(period.getEnd()),
                extension(study, "notice-period")
                        .filter(Period.class::isInstance)
                        .flatMap(notice -> instant(((Period) notice).getEnd())),
                count(study, "releases"),
                count(study, "extracts"));
    }

    private static Recipient recipient(ResearchStudy study) {
        Optional<Organization> organisation = study.getContained().stream()
                .filter(Organization.class::isInstance)
                .map(Organization.class::cast)
                .findFirst();
        return new Recipient(
                organisation
                        .flatMap(each -> each.getIdentifier().stream().findFirst())
                        .map(Identifier::getValue)
                        .orElse(""),
                organisation
                        .map(Organization::getName)
                        .orElseGet(() -> text(study.getSponsor().getDisplay())),
                organisation.map(each -> code(each.getTypeFirstRep())).orElse(""));
    }

    private static String code(CodeableConcept concept) {
        return concept.getCoding().stream().map(Coding::getCode).findFirst().orElse("");
    }

    private static Optional<Type> extension(ResearchStudy study, String name) {
        return Optional.ofNullable(study.getExtensionByUrl(EXTENSION + name)).map(Extension::getValue);
    }

    private static int count(ResearchStudy study, String name) {
        return extension(study, name)
                .map(Type::primitiveValue)
                .filter(each -> each.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    private static Optional<Instant> instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    public boolean isProposed() {
        return state.equals("in-review");
    }

    /** Let in, and not begun: people know of it and can still choose before it counts them. */
    public boolean isAnnounced() {
        return state.equals("approved");
    }

    public boolean isRunning() {
        return state.equals("active");
    }

    /** The code of the question to a person that says whether they are counted. */
    public String choice() {
        return PLANNING.contains(purpose) ? "planning" : commercial ? "commercial-research" : "academic-research";
    }
}
