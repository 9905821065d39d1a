package io.candour.portal.research;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.Parameters;

/** Questions and answers as the server tells them. */
public final class Questioned {
    private static final String ASKED =
            "How many people have the condition http://snomed.info/sct|195967001 from 2025-02-01, by sex?";

    private Questioned() {}

    /** As {@code $questions} tells one; report is left out where it is empty. */
    public static Question question(String state, String report) {
        return Question.of((Parameters) FhirContext.forR4Cached()
                        .newJsonParser()
                        .parseResource(
                                """
                                {'resourceType': 'Parameters', 'parameter': [{'name': 'question', 'part': [
                                  {'name': 'task', 'resource': {'resourceType': 'Task', 'id': 'q1', 'status': '%s',
                                    'intent': 'proposal', 'description': '%s', 'reasonCode': {'text': 'To plan the study'},
                                    'statusReason': {'coding': [{'code': 'differencing'}]},
                                    'focus': {'reference': 'ResearchStudy/p1'}, 'authoredOn': '2026-11-28T12:00:00Z',
                                    'requester': {'identifier': {'value': 'rose'}, 'display': 'Rose'},
                                    'note': [{'text': 'Approved the question', 'time': '2026-11-28T12:00:00Z',
                                      'authorReference': {'display': 'Gwen'}}]}}
                                  %s, {'name': 'run', 'valueInteger': 2}]}]}
                                """
                                        .replace('\'', '"')
                                        .formatted(
                                                state,
                                                ASKED,
                                                report.isEmpty()
                                                        ? ""
                                                        : ", {\"name\": \"report\", \"resource\": " + report + "}")))
                .get(0);
    }

    private static String stratum(String sex, String band, int count) {
        String told = count > 0
                ? "'count': " + count
                : "'_count': {'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',"
                        + " 'valueCode': 'masked'}]}";
        return "{'component': [{'value': {'text': '%s'}}, {'value': {'text': '%s'}}], 'population': [{%s}]}"
                .formatted(sex, band, told);
    }

    public static String report() {
        return ("{'resourceType': 'MeasureReport', 'date': '2026-11-28T12:00:00Z', 'group': [{'population': [{'count': 1240}],"
                        + " 'stratifier': [{'code': [{'coding': [{'code': 'sex'}]}, {'coding': [{'code': 'age-band'}]}],"
                        + " 'stratum': [" + stratum("female", "00-09", 1200) + "," + stratum("male", "90+", 40) + ","
                        + stratum("unknown", "20-29", 0) + "]}]}]}")
                .replace('\'', '"');
    }
}
