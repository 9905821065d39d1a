package io.candour.portal.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;

/**
 * The Consent of an answer, in the shape of IHE's Privacy Consent on FHIR with the choice as a second category. It says not
 * when the answer was given: the server does as it saves it, by the only clock that counts.
 */
final class WrittenChoice {
    private static final String HIDE_FROM = "hide-from";

    private final Author author;
    private final String shown;

    /** @param shown the words that were agreed to; they are kept with the Consent */
    WrittenChoice(Author author, String shown) {
        this.author = author;
        this.shown = shown;
    }

    /**
     * @param emergency whether staff may see what this denies in an emergency; empty where that was not asked
     * @throws IllegalArgumentException for an answer that is none but takes another back
     */
    Consent answering(Question question, Answer answer, Optional<Boolean> emergency) {
        if (question.takesBack(answer)) {
            throw new IllegalArgumentException(question.code() + " is answered so by taking an answer back");
        }
        Consent consent = choice(question.code(), emergency);
        consent.getProvision()
                .setType(question.denies(answer) ? ConsentProvisionType.DENY : ConsentProvisionType.PERMIT);
        return consent;
    }

    Consent hiding(Hiding hiding) {
        Consent consent = choice(HIDE_FROM, hiding.emergency());
        ProvisionComponent provision = consent.getProvision().setType(ConsentProvisionType.DENY);
        hiding.from().ifPresent(named -> provision
                .addActor()
                .setRole(concept(Vocabulary.PARTICIPATION, "IRCP"))
                .setReference(reference(named)));
        hiding.until().ifPresent(day -> provision.getPeriod().setEndElement(new DateTimeType(day.toString())));
        if (hiding.what() instanceof Hiding.Kind kind) {
            provision.addClass_(new Coding(Vocabulary.CATEGORY, kind.category(), null));
        } else if (hiding.what() instanceof Hiding.Entry entry) {
            provision.addData().setMeaning(ConsentDataMeaning.INSTANCE).setReference(reference(entry.entry()));
        }
        return consent;
    }

    private Consent choice(String code, Optional<Boolean> emergency) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(concept(Vocabulary.SCOPE, "patient-privacy"));
        consent.addCategory(concept(Vocabulary.LOINC, "59284-0"));
        consent.addCategory(concept(Vocabulary.CHOICE, code));
        consent.setPatient(new Reference("Patient/" + author.patient()));
        consent.addPerformer(author.reference());
        consent.setSource(
                new Attachment().setContentType("text/plain; charset=utf-8").setData(shown.getBytes(UTF_8)));
        consent.addPolicy().setUri(Vocabulary.TERMS);
        emergency.ifPresent(may -> consent.addExtension(Vocabulary.EMERGENCY_OVERRIDE, new BooleanType(may)));
        return consent;
    }

    private static Reference reference(Hiding.Named named) {
        Reference reference = new Reference(named.reference());
        return named.name().isBlank() ? reference : reference.setDisplay(named.name());
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
