package io.candour.portal.research;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.Parameters;

/** Copies without names, and what is to be erased from them, as the server tells them. */
public final class Copied {
    private Copied() {}

    private static Parameters parameters(String json) {
        return (Parameters) FhirContext.forR4Cached().newJsonParser().parseResource(json.replace('\'', '"'));
    }

    /** A copy in this state; of one that was made, with its file. */
    public static Copy copy(String state, boolean made) {
        return Copy.of(parameters(
                        """
                        {'resourceType': 'Parameters', 'parameter': [{'name': 'extract', 'part': [
                          {'name': 'task', 'resource': {'resourceType': 'Task', 'id': 'e1', 'status': '%s',
                            'intent': 'proposal', 'reasonCode': {'text': 'To fit a model'},
                            'statusReason': {'coding': [{'code': 'few'}]},
                            'focus': {'reference': 'ResearchStudy/p1'}, 'authoredOn': '2026-11-28T12:00:00Z',
                            'requester': {'identifier': {'value': 'rose'}, 'display': 'Rose'}}},
                          {'name': 'run', 'valueInteger': 2}, {'name': 'people', 'valueInteger': 40}%s]}]}
                        """
                                .formatted(
                                        state,
                                        made
                                                ? ", {'name': 'file', 'part': [{'name': 'name', 'valueString': 'Condition.ndjson.age'},"
                                                        + " {'name': 'type', 'valueCode': 'Condition'},"
                                                        + " {'name': 'lines', 'valueInteger': 1200},"
                                                        + " {'name': 'sha256', 'valueString': '0a1b'}]}"
                                                : "")))
                .get(0);
    }

    /** What is to be erased, as its recipient is told, or as a guardian is. */
    public static Erasure erasure(String state, boolean guardian, boolean overdue) {
        return Erasure.of(parameters(
                        """
                        {'resourceType': 'Parameters', 'parameter': [{'name': 'erasure', 'part': [
                          {'name': 'task', 'resource': {'resourceType': 'Task', 'id': 't1', 'status': '%s', 'intent': 'order',
                            'basedOn': [{'reference': 'ResearchStudy/p1'}], 'authoredOn': '2026-11-28T12:00:00Z',
                            'restriction': {'period': {'end': '2026-12-28T12:00:00Z'}}, %s %s}},
                          {'name': 'overdue', 'valueBoolean': %s}]}]}
                        """
                                .formatted(
                                        state,
                                        guardian
                                                ? "'for': {'reference': 'Patient/17'}"
                                                : "'input': [{'type': {'text': 'pseudonym'}, 'valueString': 'h4k2'}]",
                                        state.equals("requested")
                                                ? ""
                                                : ", 'note': [{'text': 'Gone from all machines', 'time': '2026-11-29T12:00:00Z',"
                                                        + " 'authorReference': {'display': 'Rose'}}]",
                                        overdue)))
                .get(0);
    }
}
