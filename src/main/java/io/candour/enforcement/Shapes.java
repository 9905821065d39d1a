package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import io.candour.consent.fhir.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is written against R4 and the profiles of the implementation guide, which are in {@code guide.json} beside
 * this class: the build puts there what it made of the guide's sources.
 *
 * <p>They and what they need of R4's definitions are read with the first resource that is checked: that takes seconds, and
 * a replica that only reads never needs them. Safe for use by many threads.
 */
final class Shapes {
    private static final String BASE = "https://candour.io/fhir/StructureDefinition/";
    private static final String CHOICE = BASE + "data-sharing-choice";
    private static final String PROXY = BASE + "proxy-authorisation";
    private static final String PERMISSION = BASE + "access-permission";
    private static final String PATIENT = BASE + "patient";
    private static final String PROGRAMME = BASE + "programme";

    /** Longer words than these say nothing more. */
    private static final int LONGEST = 500;

    private static final Map<String, List<String>> OF_TYPE = Map.of(
            "AuditEvent", List.of(BASE + "access-event"),
            "Consent", List.of(CHOICE, PROXY, PERMISSION),
            "Patient", List.of(PATIENT),
            "ResearchStudy", List.of(PROGRAMME));

    private final FhirContext fhir;
    private final Function<List<MetadataResource>, IValidationSupport> r4;
    private volatile @Nullable FhirValidator validator;

    Shapes(FhirContext fhir) {
        this(fhir, profiles -> new NeededDefinitions(fhir, profiles));
    }

    /** @param r4 R4's definitions, as far as these profiles of the guide need them */
    Shapes(FhirContext fhir, Function<List<MetadataResource>, IValidationSupport> r4) {
        this.fhir = fhir;
        this.r4 = r4;
    }

    /** Profiles that resources of a type have here, or may have. */
    static List<String> of(String type) {
        return OF_TYPE.getOrDefault(type, List.of());
    }

    /** Refuses (422) a Patient that is not one of this guide, naming the element. */
    void check(Patient patient) {
        check(patient, Optional.of(PATIENT));
    }

    /** Refuses (422) a Consent whose shape is not that of what it says it is, naming the element. */
    void check(Consent consent) {
        check(consent, profile(consent));
    }

    private void check(Resource resource, Optional<String> profile) {
        faults(resource, profile).stream().findFirst().ifPresent(fault -> {
            String why = fault.getMessage();
            throw Refusal.unprocessable(
                    Objects.requireNonNullElse(fault.getLocationString(), resource.fhirType()),
                    IssueType.INVARIANT,
                    why.length() > LONGEST ? why.substring(0, LONGEST) : why);
        });
    }

    private static Optional<String> profile(Consent consent) {
        if (consent.hasExtension(Vocabulary.PROXY_REACH)) {
            return Optional.of(PROXY);
        }
        if (consent.hasExtension(Vocabulary.ACCESS_REQUEST)) {
            return Optional.of(PERMISSION);
        }
        return consent.getCategory().stream()
                        .map(CodeableConcept::getCoding)
                        .flatMap(List::stream)
                        .anyMatch(coding -> Vocabulary.CHOICE.equals(coding.getSystem()))
                ? Optional.of(CHOICE)
                : Optional.empty();
    }

    /** What is wrong with it, by R4, by this profile, and by those that it says it has and that are known here. */
    List<SingleValidationMessage> faults(Resource resource, Optional<String> profile) {
        ValidationOptions options = new ValidationOptions();
        profile.ifPresent(options::addProfile);
        return validator().validateWithResult(resource, options).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .toList();
    }

    private FhirValidator validator() {
        FhirValidator made = validator;
        if (made == null) {
            synchronized (this) {
                made = validator;
                if (made == null) {
                    made = make();
                    validator = made;
                }
            }
        }
        return made;
    }

    private FhirValidator make() {
        List<MetadataResource> made = guide();
        PrePopulatedValidationSupport guide = new PrePopulatedValidationSupport(fhir);
        made.forEach(guide::addResource);
        InMemoryTerminologyServerValidationSupport codes = new InMemoryTerminologyServerValidationSupport(fhir);
        // What senders call a code is not ours to correct.
        codes.setIssueSeverityForCodeDisplayMismatch(IssueSeverity.WARNING);
        UnknownCodeSystemWarningValidationSupport others = new UnknownCodeSystemWarningValidationSupport(fhir);
        others.setNonExistentCodeSystemSeverity(IssueSeverity.WARNING);
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
                guide,
                r4.apply(made),
                // Before the next, which takes the languages that R4 prefers for all that there are.
                codes,
                new CommonCodeSystemsTerminologyService(fhir),
                others));
        // A sender's own profiles are not known here, and what they say beyond R4 is theirs to check.
        module.setErrorForUnknownProfiles(false);
        return fhir.newValidator().registerValidatorModule(module);
    }

    private List<MetadataResource> guide() {
        try (InputStream file = Objects.requireNonNull(Shapes.class.getResourceAsStream("guide.json"), "guide.json")) {
            Bundle bundle = fhir.newJsonParser()
                    .parseResource(Bundle.class, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return bundle.getEntry().stream()
                    .map(BundleEntryComponent::getResource)
                    .map(MetadataResource.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
