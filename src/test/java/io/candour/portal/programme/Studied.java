package io.candour.portal.programme;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.ResearchStudy;

/** Programmes as the register has them. */
public final class Studied {
    private Studied() {}

    /** A university's that runs. */
    public static Programme running() {
        return of("p1", "active", "HRESCH", false);
    }

    /** One in another state, for another purpose. */
    public static Programme of(String id, String state, String purpose, boolean commercial) {
        return Programme.of(study(id, state, purpose, commercial));
    }

    /** As the server sends it. */
    public static ResearchStudy study(String id, String state, String purpose, boolean commercial) {
        return (ResearchStudy) FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        """
                        {'resourceType': 'ResearchStudy', 'id': '%s', 'status': '%s', 'title': 'Asthma <b> and weather',
                         'description': 'Whether cold spells\\nbring people to hospital',
                         'contained': [{'resourceType': 'Organization', 'id': 'recipient', 'name': 'University of Elmshire',
                           'identifier': [{'system': 'https://fhir.nhs.uk/Id/ods-organization-code', 'value': 'X9906'}],
                           'type': [{'coding': [{'code': '%s'}]}]}],
                         'sponsor': {'reference': '#recipient', 'display': 'University of Elmshire'},
                         'category': [{'coding': [{'code': '%s'}]}],
                         'period': {'start': '2026-12-01T00:00:00Z', 'end': '2027-12-01T00:00:00Z'},
                         'extension': [
                           {'url': 'https://candour.io/fhir/StructureDefinition/legal-basis', 'valueString': 'Consent'},
                           {'url': 'https://candour.io/fhir/StructureDefinition/fee', 'valueString': 'Nothing'},
                           {'url': 'https://candour.io/fhir/StructureDefinition/commercial', 'valueBoolean': %s},
                           {'url': 'https://candour.io/fhir/StructureDefinition/data-class',
                            'valueCoding': {'code': 'details'}},
                           {'url': 'https://candour.io/fhir/StructureDefinition/data-class',
                            'valueCoding': {'code': 'conditions'}},
                           {'url': 'https://candour.io/fhir/StructureDefinition/data-class',
                            'valueCoding': {'code': 'medicines'}},
                           {'url': 'https://candour.io/fhir/StructureDefinition/data-class',
                            'valueCoding': {'code': 'test-results'}},
                           {'url': 'https://candour.io/fhir/StructureDefinition/releases', 'valueInteger': 3},
                           {'url': 'https://candour.io/fhir/StructureDefinition/extracts', 'valueInteger': 2},
                           {'url': 'https://candour.io/fhir/StructureDefinition/notice-period',
                            'valuePeriod': {'start': '2026-11-01T00:00:00Z', 'end': '2026-11-29T12:00:00Z'}}]}
                        """
                                .replace('\'', '"')
                                .formatted(id, state, commercial ? "company" : "university", purpose, commercial));
    }
}
