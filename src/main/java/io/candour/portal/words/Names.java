package io.candour.portal.words;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * What codes are called. What somebody wrote in their own words stays as it is; else the plain name that the bundle has
 * for the code; else what the sender calls it, without what only terminologists need. Safe for use by many threads.
 */
final class Names {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String LOINC = "http://loinc.org";
    private static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    private static final Map<String, String> SYSTEMS =
            Map.of(SNOMED, "snomed", LOINC, "loinc", RXNORM, "rxnorm", "http://hl7.org/fhir/sid/cvx", "cvx");

    /** SNOMED CT's semantic tags, which tell apart concepts of one name. */
    private static final Pattern TAG = Pattern.compile(
            " \\((?:procedure|finding|disorder|situation|regime/therapy"
                    + "|substance|organism|physical object|qualifier value|environment|occupation|product|medicinal product"
                    + "|morphologic abnormality|body structure|person|observable entity|event|record artifact|dose form"
                    + "|specimen|assessment scale|social concept|clinical drug|contextual qualifier|administrative concept)\\)$");

    /** LOINC's property in brackets, and how it was measured. */
    private static final Pattern PROPERTY =
            Pattern.compile(" ?\\[[^\\]]*\\]| by (?:Automated count|Coagulation assay|calculation|Computed)\\b");

    private static final Pattern BRAND = Pattern.compile("\\[([^\\]]*)\\]");
    private static final Pattern MIXED = Pattern.compile("\\b(?:[a-z]+[A-Z]{2,}[a-z]*|[A-Z]{2,}[a-z]{2,})\\b");
    private static final Map<String, String> DOSES = Map.of(
            "MG", "mg", "ML", "ml", "UNT", "units", "HR", "hour", "MEQ", "mEq", "MCG", "micrograms", "ACTUAT", "puff");
    private static final Set<String> FORMS = Set.of(
            "Oral",
            "Tablet",
            "Capsule",
            "Injection",
            "Injectable",
            "Solution",
            "Suspension",
            "Extended",
            "Release",
            "Chewable",
            "Topical",
            "Cream",
            "Gel",
            "Ointment",
            "Transdermal",
            "System",
            "Implant",
            "Drug",
            "Inhalation",
            "Metered",
            "Dose",
            "Inhaler",
            "Auto-Injector",
            "Pack",
            "Day",
            "Nasal",
            "Spray",
            "Vaginal",
            "Intrauterine",
            "Disintegrating",
            "Delayed",
            "Prefilled",
            "Syringe",
            "Cartridge",
            "Lotion",
            "Ophthalmic",
            "Product");

    private final Phrases phrases;

    Names(Phrases phrases) {
        this.phrases = phrases;
    }

    /** Empty where the concept says nothing that can be read. */
    Optional<String> of(CodeableConcept concept) {
        List<Coding> codings = concept.getCoding();
        boolean ownWords = concept.hasText()
                && codings.stream().noneMatch(each -> concept.getText().equals(each.getDisplay()));
        if (ownWords && codings.stream().noneMatch(Coding::hasDisplay)) {
            return plain(codings).or(() -> Optional.of(tidied(concept.getText(), codings)));
        }
        if (ownWords) {
            return Optional.of(tidied(concept.getText(), codings));
        }
        return plain(codings)
                .or(() -> codings.stream()
                        .filter(Coding::hasDisplay)
                        .map(each -> tidied(each.getDisplay(), List.of(each)))
                        .findFirst())
                .or(() ->
                        codings.stream().filter(Coding::hasCode).map(this::code).findFirst());
    }

    Optional<String> of(Coding coding) {
        return of(new CodeableConcept(coding));
    }

    /** The plain name of a code that stands alone, or the code with what it is a code of. */
    String alone(Coding coding) {
        return plain(List.of(coding))
                .orElseGet(() ->
                        phrases.say("code-of." + SYSTEMS.getOrDefault(coding.getSystem(), "other"), coding.getCode()));
    }

    /** What the sender called it, where that is not what {@link #of} says. */
    Optional<String> recordedAs(CodeableConcept concept) {
        Optional<String> said = of(concept);
        return Stream.concat(
                        Stream.ofNullable(concept.getText()),
                        concept.getCoding().stream().filter(Coding::hasDisplay).map(Coding::getDisplay))
                .findFirst()
                .filter(original -> !said.equals(Optional.of(original)));
    }

    private Optional<String> plain(List<Coding> codings) {
        return codings.stream()
                .filter(each -> each.hasCode() && each.hasSystem())
                .flatMap(each -> phrases.find(key(each.getSystem()) + "." + each.getCode()).stream())
                .findFirst();
    }

    /** FHIR's own codes are told apart by no system: the same word means much the same in all of them. */
    private static String key(String system) {
        boolean own = system.startsWith("http://terminology.hl7.org/") || system.startsWith("http://hl7.org/fhir/");
        return SYSTEMS.getOrDefault(system, own || system.startsWith("https://candour.io/") ? "code" : "unknown");
    }

    private String code(Coding coding) {
        boolean terminology = coding.hasSystem() && SYSTEMS.containsKey(coding.getSystem());
        return terminology ? phrases.say("unnamed-code", coding.getCode()) : phrases.code(coding.getCode());
    }

    private static String tidied(String name, List<Coding> codings) {
        Set<String> systems = Set.copyOf(codings.stream()
                .filter(Coding::hasSystem)
                .map(Coding::getSystem)
                .toList());
        String tidy = TAG.matcher(name.strip()).replaceFirst("");
        if (systems.contains(LOINC)) {
            tidy = PROPERTY.matcher(tidy).replaceAll("");
        }
        if (systems.contains(RXNORM)) {
            tidy = medicine(tidy);
        }
        return Phrases.capitalised(tidy.strip());
    }

    /** Strengths and forms as packets have them; no number is touched. */
    private static String medicine(String name) {
        String brand = BRAND.matcher(name).replaceAll("($1)");
        String even = MIXED.matcher(brand).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
        StringBuilder said = new StringBuilder();
        for (String word : even.split("(?<=[ /])|(?=[ /])", -1)) {
            said.append(FORMS.contains(word) ? word.toLowerCase(Locale.ROOT) : DOSES.getOrDefault(word, word));
        }
        return said.toString();
    }
}
