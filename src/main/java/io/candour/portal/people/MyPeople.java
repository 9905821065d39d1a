package io.candour.portal.people;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/** Who acts for one person, did or asks to, and which staff asked to see something; as the visitor may see it. */
record MyPeople(Fhir fhir, Whose whose, LocalDate today) {
    /** The newest first. */
    List<ActingPerson> acting() {
        List<Consent> consents =
                fhir.all("Consent" + Fhir.query("patient", whose.patientId(), "_count", "200")).stream()
                        .filter(Consent.class::isInstance)
                        .map(Consent.class::cast)
                        .toList();
        Map<String, RelatedPerson> people = new HashMap<>();
        fhir.all("RelatedPerson" + Fhir.query("patient", whose.patientId(), "_count", "200")).stream()
                .filter(RelatedPerson.class::isInstance)
                .map(RelatedPerson.class::cast)
                .forEach(person -> people.put(person.getIdElement().getIdPart(), person));
        return consents.stream()
                .flatMap(consent -> ActingPerson.of(
                        consent, ActingPerson.person(consent).flatMap(id -> Optional.ofNullable(people.get(id))), today)
                        .stream())
                .sorted((one, other) ->
                        other.since().orElse(Instant.MIN).compareTo(one.since().orElse(Instant.MIN)))
                .toList();
    }

    Optional<ActingPerson> acting(String id) {
        return acting().stream().filter(person -> person.id().equals(id)).findFirst();
    }

    void answer(String consent, boolean yes) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("consent").setValue(new StringType(consent));
        answer.addParameter().setName("accept").setValue(new BooleanType(yes));
        fhir.post(Parameters.class, operation("answer-proxy"), answer);
    }

    void appoint(ProxyTerms terms) {
        fhir.post(Parameters.class, operation("appoint-proxy"), terms.parameters());
    }

    /** Asks somebody else, who is named in the terms; nothing of the answer tells if there is such a person. */
    void ask(ProxyTerms terms) {
        fhir.post(Resource.class, "Patient/$request-proxy", terms.parameters());
    }

    /** @param code one of the codes of {@code $end-access} */
    void end(String grant, String code, String reason) {
        Parameters end = new Parameters();
        end.addParameter().setName("grant").setValue(new StringType(grant));
        end.addParameter().setName("reason").setValue(new StringType(reason));
        end.addParameter().setName("code").setValue(new CodeType(code));
        fhir.post(Parameters.class, operation("end-access"), end);
    }

    /** Empty where the visitor may not see what this person was asked. */
    Optional<List<AskedAccess>> requests() {
        try {
            return Optional.of(entries(fhir.search(
                            "Patient/" + whose.patientId() + "/$access-requests" + Fhir.query("_count", "200")))
                    .filter(Task.class::isInstance)
                    .flatMap(task -> AskedAccess.of((Task) task).stream())
                    .toList());
        } catch (FhirRefused refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    Optional<AskedAccess> request(String id) {
        return requests().stream()
                .flatMap(List::stream)
                .filter(request -> request.id().equals(id))
                .findFirst();
    }

    void answerRequest(String request, boolean yes) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("request").setValue(new StringType(request));
        answer.addParameter().setName("accept").setValue(new BooleanType(yes));
        fhir.post(Task.class, operation("answer-request"), answer);
    }

    /** What an organisation with this ODS code is called; the code where nobody says. */
    String organisation(String code) {
        return entries(fhir.search("Organization"
                        + Fhir.query("identifier", "https://fhir.nhs.uk/Id/ods-organization-code|" + code)))
                .filter(Organization.class::isInstance)
                .flatMap(each -> Stream.ofNullable(((Organization) each).getName()))
                .findFirst()
                .orElse(code);
    }

    private String operation(String name) {
        return "Patient/" + whose.patientId() + "/$" + name;
    }

    private static Stream<Resource> entries(Bundle bundle) {
        return bundle.getEntry().stream().map(BundleEntryComponent::getResource);
    }
}
