package io.candour.portal.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What one person has chosen, as the visitor may see it. */
public final class MyChoices {
    private final Fhir fhir;
    private final Whose whose;

    private MyChoices(Fhir fhir, Whose whose) {
        this.fhir = fhir;
        this.whose = whose;
    }

    public static MyChoices of(Fhir fhir, Whose whose) {
        return new MyChoices(fhir, whose);
    }

    /** One line of the choices at a glance: a sentence each. */
    public record Glance(List<String> chosen, int unanswered) {
        public Glance {
            chosen = List.copyOf(chosen);
        }
    }

    /** For the first page of a record; empty for who may not see this person's choices. */
    public Optional<Glance> glance() {
        return standing()
                .map(standing -> new Glance(
                        standing.choices().stream()
                                .filter(Standing.Choice::live)
                                .flatMap(choice -> choice.words().stream().limit(1))
                                .toList(),
                        (int) standing.unanswered().stream()
                                .filter(each -> Question.byCode(each.choice()).isPresent())
                                .count()));
    }

    /** What was chosen at earlier moments; empty for who may not see this person's choices. */
    public Optional<ChoicesThen> then() {
        return standing().map(standing -> ChoicesThen.of(whose, standing, stored()));
    }

    /** Empty for who may not see this person's choices: to them they look absent. */
    Optional<Standing> standing() {
        try {
            return Optional.of(Standing.of(fhir.get(Parameters.class, patient() + "/$consent-status")));
        } catch (FhirRefused refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** The Consents that keep choices, by logical id; those that let somebody act or answer a request are none. */
    Map<String, Consent> stored() {
        Map<String, Consent> stored = new LinkedHashMap<>();
        for (Resource each : fhir.all("Consent" + Fhir.query("patient", whose.patientId(), "_count", "200"))) {
            if (each instanceof Consent consent && !grants(consent)) {
                stored.put(consent.getIdElement().getIdPart(), consent);
            }
        }
        return stored;
    }

    private static boolean grants(Consent consent) {
        return consent.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .anyMatch(coding -> "INFA".equals(coding.getCode()));
    }

    /** @throws ResponseStatusException 404 where it is another person's */
    Consent read(String id) {
        return theirs(fhir.get(Consent.class, "Consent/" + Fhir.encode(id)));
    }

    /** @throws ResponseStatusException 404 where it is another person's */
    Consent version(String id, String version) {
        return theirs(fhir.get(Consent.class, "Consent/" + Fhir.encode(id) + "/_history/" + Fhir.encode(version)));
    }

    /** Who acts for two people is never shown a choice of one under the name of the other. */
    private Consent theirs(Consent consent) {
        if (!whose.patientId().equals(consent.getPatient().getReferenceElement().getIdPart())) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return consent;
    }

    Receipt save(Consent consent) {
        return Receipt.of(fhir.post(Consent.class, "Consent", consent));
    }

    /** Takes a choice back; it stays in the record as one that no longer counts. */
    Receipt takeBack(Consent stored) {
        Consent taken = stored.copy().setStatus(Consent.ConsentState.INACTIVE);
        return Receipt.of(
                fhir.put(Consent.class, "Consent/" + stored.getIdElement().getIdPart(), taken));
    }

    private String patient() {
        return "Patient/" + whose.patientId();
    }

    /** The words that were agreed to, where they are kept. */
    static Optional<String> shown(Consent consent) {
        return consent.getSource() instanceof Attachment source && source.hasData()
                ? Optional.of(new String(source.getData(), UTF_8))
                : Optional.empty();
    }

    /** When this version was saved. */
    static Optional<Instant> saved(Consent consent) {
        return Optional.ofNullable(consent.getMeta().getLastUpdated()).map(Date::toInstant);
    }
}
