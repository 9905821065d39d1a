package io.candour.bench;

import io.candour.identity.NhsNumber;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.LongStream;

/** Generated patients, small ones, beside Synthea's. */
final class People {
    private static final int OBSERVATIONS = 30;
    private static final long SEED = 1;

    /** Test numbers that Synthea's people don't have: those begin at 999 000 0000. */
    private static final Iterator<String> NUMBERS = LongStream.range(9_995_000_000L, 10_000_000_000L)
            .mapToObj(Long::toString)
            .filter(NhsNumber::isValid)
            .iterator();

    private People() {}

    /** An NHS number that nobody has yet. */
    static String freshNumber() {
        return NUMBERS.next();
    }

    /** The logical id of the caller's own Patient. */
    static String own(FhirClient client) throws Exception {
        return client.must("Patient").resources().get(0).path("id").asText();
    }

    /**
     * A transaction with a patient and some measurements.
     *
     * @param odsCode of the practice that looks after them
     */
    static String smallPatient(String odsCode) {
        Random random = new Random(SEED);
        StringBuilder bundle = new StringBuilder(
                """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                 {"fullUrl": "urn:uuid:0f6c3a52-0000-4000-8000-000000000001",
                  "request": {"method": "POST", "url": "Patient"},
                  "resource": {"resourceType": "Patient", "birthDate": "1970-01-01",
                   "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}],
                   "name": [{"family": "Small", "given": ["Patient"]}],
                   "managingOrganization": {"reference":
                    "Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|%s"}}}
                """
                        .formatted(freshNumber(), odsCode));
        for (int i = 0; i < OBSERVATIONS; i++) {
            bundle.append(
                    """
                    , {"request": {"method": "POST", "url": "Observation"},
                       "resource": {"resourceType": "Observation", "status": "final",
                        "category": [{"coding": [{
                         "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
                        "code": {"coding": [{
                         "system": "http://loinc.org", "code": "29463-7", "display": "Body Weight"}],
                         "text": "Body Weight"},
                        "subject": {"reference": "urn:uuid:0f6c3a52-0000-4000-8000-000000000001"},
                        "effectiveDateTime": "20%02d-%02d-%02dT09:30:00Z",
                        "issued": "2026-01-01T09:30:00Z",
                        "valueQuantity": {"value": %d.%d, "unit": "kg",
                         "system": "http://unitsofmeasure.org", "code": "kg"}}}
                    """
                            .formatted(
                                    10 + random.nextInt(15),
                                    1 + random.nextInt(12),
                                    1 + random.nextInt(28),
                                    50 + random.nextInt(50),
                                    random.nextInt(10)));
        }
        return bundle.append("]}").toString();
    }
}
