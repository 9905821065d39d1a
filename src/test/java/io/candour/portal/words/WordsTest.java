package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private final Words words = Said.words();

    @Test
    void aVisitIsNamedDatedAndTold() {
        Entry visit = Said.entry(
                """
                {'resourceType': 'Encounter', 'id': 'v1', 'meta': {'versionId': '3'}, 'status': 'finished',
                 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'},
                 'type': [{'coding': [{'system': 'http://snomed.info/sct', 'code': '162673000',
                   'display': 'General examination of patient (procedure)'}],
                   'text': 'General examination of patient (procedure)'}],
                 'subject': {'reference': 'Patient/1'},
                 'participant': [{'individual': {'reference': 'Practitioner/2', 'display': 'Dr. Bryant Predovic'}}],
                 'period': {'start': '2000-04-21T02:59:24+00:00', 'end': '2000-04-21T03:59:10+00:00'},
                 'reasonCode': [{'text': 'Acute bronchitis (disorder)'}],
                 'serviceProvider': {'reference': 'Organization/3', 'display': 'Elm Street Practice'}}
                """);

        assertThat(visit.reference()).isEqualTo("Encounter/v1");
        assertThat(visit.version()).contains("3");
        assertThat(visit.kind()).isEqualTo("Visit");
        assertThat(visit.name()).isEqualTo("General check-up");
        assertThat(visit.recordedAs()).contains("General examination of patient (procedure)");
        assertThat(visit.day()).contains("21 April 2000");
        assertThat(visit.when()).contains("21 April 2000, 3:59am to 4:59am");
        assertThat(visit.date()).contains(LocalDate.of(2000, 4, 21));
        assertThat(visit.state()).isEmpty();
        assertThat(visit.from()).contains("Elm Street Practice");
        assertThat(Said.facts(visit))
                .isEqualTo(
                        """
                        Kind of visit: Outpatient visit
                        Who took part: Dr. Bryant Predovic
                        Why: Acute bronchitis
                        Provided by: Elm Street Practice""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "active | confirmed | Active | false",
                "resolved | confirmed | Over | false",
                "active | provisional | Active, Suspected | false",
                "inactive | refuted | No longer active, Ruled out | true",
                "active | entered-in-error | Active, Entered by mistake | true",
            })
    void theStateOfAConditionIsTold(String clinical, String verification, String said, boolean wrong) {
        Entry condition = Said.entry(
                """
                {'resourceType': 'Condition', 'clinicalStatus': {'coding': [{'code': '%s'}]},
                 'verificationStatus': {'coding': [{'code': '%s'}]}, 'code': {'text': 'Asthma'},
                 'onsetDateTime': '2001'}
                """
                        .formatted(clinical, verification));

        assertThat(condition.state()).contains(said);
        assertThat(condition.wrong()).isEqualTo(wrong);
        assertThat(condition.day()).contains("2001");
    }

    @Test
    void aPrescriptionTellsWhatToTake() {
        Entry prescription = Said.entry(
                """
                {'resourceType': 'MedicationRequest', 'status': 'active', 'intent': 'order',
                 'medicationCodeableConcept': {'coding': [{'system': 'http://www.nlm.nih.gov/research/umls/rxnorm',
                  'code': '314076', 'display': 'lisinopril 10 MG Oral Tablet'}], 'text': 'lisinopril 10 MG Oral Tablet'},
                 'authoredOn': '2020-01-02T09:00:00Z',
                 'requester': {'reference': 'Practitioner/2', 'display': 'Dr. Berta Reyes'},
                 'reasonReference': [{'reference': 'Condition/9', 'display': 'Essential hypertension (disorder)'}],
                 'dosageInstruction': [{'sequence': 1, 'asNeededBoolean': true, 'doseAndRate': [{'doseQuantity':
                  {'value': 1.0}}], 'timing': {'repeat': {'frequency': 2, 'period': 1.0, 'periodUnit': 'd'}}}]}
                """);

        assertThat(prescription.name()).isEqualTo("Lisinopril 10 mg oral tablet");
        assertThat(prescription.state()).contains("Current");
        assertThat(prescription.from()).contains("Dr. Berta Reyes");
        assertThat(Said.facts(prescription)).contains("How to take it: Take 1, twice a day, only when needed");
        assertThat(prescription.facts())
                .filteredOn(fact -> fact.label().equals("Why"))
                .flatExtracting(Fact::values)
                .containsExactly(new Value("Essential hypertension", java.util.Optional.of("Condition/9")));
    }

    @Test
    void aDirectionThatCannotBeToldInFullIsNotToldInPart() {
        Entry prescription = Said.entry(
                """
                {'resourceType': 'MedicationRequest', 'status': 'active', 'intent': 'order',
                 'medicationCodeableConcept': {'text': 'X'},
                 'dosageInstruction': [{'doseAndRate': [{'doseQuantity': {'value': 2}}],
                  'timing': {'repeat': {'frequency': 1, 'period': 1, 'periodUnit': 'd', 'dayOfWeek': ['mon']}}},
                  {'text': 'Two on Mondays'}]}
                """);

        assertThat(Said.facts(prescription)).contains("How to take it: Two on Mondays");
    }

    @Test
    void whatIsNamedIsToldByTheNameItHasItself() {
        Entry prescription = words.entry(
                Said.resource(
                        """
                        {'resourceType': 'MedicationRequest', 'status': 'stopped', 'intent': 'order',
                         'medicationReference': {'reference': 'Medication/7'}, 'encounter': {'reference': 'Encounter/8'}}
                        """),
                Related.of(Stream.of(
                        Said.resource("{'resourceType': 'Medication', 'id': '7', 'code': {'text': 'Aspirin'}}"))));

        assertThat(prescription.name()).isEqualTo("Aspirin");
        assertThat(prescription.state()).contains("Stopped");
        assertThat(Said.facts(prescription)).contains("Visit: Visit");
    }

    @Test
    void anAllergyTellsItsReactions() {
        Entry allergy = Said.entry(
                """
                {'resourceType': 'AllergyIntolerance', 'clinicalStatus': {'coding': [{'code': 'active'}]},
                 'type': 'allergy', 'category': ['food'], 'criticality': 'high', 'code': {'text': 'Tree nut (substance)'},
                 'recordedDate': '2007-10-18', 'patient': {'reference': 'Patient/1'},
                 'reaction': [{'manifestation': [{'text': 'Wheal (finding)'}], 'severity': 'severe'}]}
                """);

        assertThat(allergy.name()).isEqualTo("Tree nut");
        assertThat(Said.facts(allergy))
                .isEqualTo(
                        """
                        Kind of reaction: Allergy
                        Kind of cause: Food
                        How serious it could be: High
                        Reaction: Wheal; How bad: Severe""");
    }

    @Test
    void whatChangesTheMeaningIsNotPassedOver() {
        Entry marked = Said.entry(
                """
                {'resourceType': 'Condition', 'code': {'text': 'Asthma'},
                 'modifierExtension': [{'url': 'http://elsewhere/not', 'valueBoolean': true}]}
                """);

        assertThat(Said.facts(marked)).startsWith("Careful: Its sender marked this");
    }

    @Test
    void linksLeadToItemsOfARecordOnly() {
        Entry plan = Said.entry(
                """
                {'resourceType': 'CarePlan', 'status': 'active', 'intent': 'plan', 'title': 'Walk more',
                 'careTeam': [{'reference': 'CareTeam/1', 'display': 'Team'}],
                 'author': {'reference': 'Organization/3', 'display': 'Elm Street'},
                 'addresses': [{'reference': 'https://elsewhere/Condition/../..', 'display': 'Elsewhere'},
                  {'reference': 'urn:uuid:2cd2bcf1-00dd-be96-30c4-d60d448cf4cf'}]}
                """);

        assertThat(plan.facts())
                .flatExtracting(Fact::values)
                .flatExtracting(value -> value.item().map(List::of).orElse(List.of()))
                .containsExactly("CareTeam/1");
    }

    @Test
    void changesAreSentences() {
        String before = "{'resourceType': 'Condition', 'clinicalStatus': {'coding': [{'code': 'active'}]},"
                + " 'code': {'text': 'Asthma'}, 'onsetDateTime': '2001-02-03'}";
        String after = before.replace("active", "resolved")
                .replace("2001-02-03'", "2001-02-03'," + " 'note': [{'text': 'No attack for years'}]");

        assertThat(words.changes(Said.entry(before), Said.entry(after)))
                .containsExactly("State: was Active, is now Over", "Note: No attack for years was added");
        assertThat(words.changes(Said.entry(after), Said.entry(before)))
                .contains("Note: No attack for years was taken out");
        assertThat(words.changes(Said.entry(before), Said.entry(before)))
                .containsExactly("Nothing that can be read changed");
    }
}
