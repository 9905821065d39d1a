package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

    private final Names names = new Names(Said.phrases());

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept(new Coding(system, code, display)).setText(display);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://snomed.info/sct | 66383009 | Gingivitis (disorder) | Gingivitis",
                "http://snomed.info/sct | 1 | Dental care (regime/therapy) | Dental care",
                "http://snomed.info/sct | 1 | Severe anxiety (panic) (finding) | Severe anxiety (panic)",
                "http://snomed.info/sct | 1 | Severe anxiety (panic) | Severe anxiety (panic)",
                "http://snomed.info/sct | 185349003 | Encounter for check up (procedure) | Check-up",
                "http://loinc.org | 8302-2 | Body Height | Height",
                "http://loinc.org | 1-1 | Copper [Mass/volume] in Urine by Automated count | Copper in Urine",
                "http://loinc.org | 1-2 | pH of Arterial blood | pH of Arterial blood",
                "http://hl7.org/fhir/sid/cvx | 140 | Influenza, seasonal | Flu vaccine",
                "http://elsewhere | 8302-2 | as they call it | As they call it",
            })
    void ofWhenCodedThenPlain(String system, String code, String display, String said) {
        assertThat(names.of(concept(system, code, display))).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lisinopril 10 MG Oral Tablet | Lisinopril 10 mg oral tablet",
                "Ibuprofen 400 MG Oral Tablet [Ibu] | Ibuprofen 400 mg oral tablet (Ibu)",
                "amLODIPine 2.5 MG Oral Tablet | Amlodipine 2.5 mg oral tablet",
                "Acetaminophen 325 MG / HYDROcodone Bitartrate 7.5 MG Oral Tablet"
                        + " | Acetaminophen 325 mg / hydrocodone Bitartrate 7.5 mg oral tablet",
                "insulin, regular, human 30 UNT/ML Injectable Suspension"
                        + " | Insulin, regular, human 30 units/ml injectable suspension",
                "72 HR Fentanyl 0.025 MG/HR Transdermal System | 72 hour Fentanyl 0.025 mg/hour transdermal system",
            })
    void ofWhenAMedicineThenAsPacketsHaveItAndNumbersStay(String display, String said) {
        assertThat(names.of(concept(RXNORM, "1", display))).contains(said);
    }

    @Test
    void ofWhenSomebodyWroteTheirOwnWordsThenThose() {
        CodeableConcept concept = new CodeableConcept(new Coding(SNOMED, "66383009", "Gingivitis (disorder)"))
                .setText("Sore gums, left side");

        assertThat(names.of(concept)).contains("Sore gums, left side");
        assertThat(names.recordedAs(concept)).isEmpty();
    }

    @Test
    void ofWhenThereIsACodeAloneThenNothingIsMadeUp() {
        assertThat(names.of(new CodeableConcept(new Coding(SNOMED, "12345", null))))
                .contains("Code 12345, without a name");
        assertThat(names.of(
                        new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/x", "some-code", null))))
                .contains("Some code");
        assertThat(names.of(new CodeableConcept())).isEmpty();
    }

    @Test
    void recordedAsWhenCalledOtherwiseHereThenWhatTheSenderCalledIt() {
        assertThat(names.recordedAs(concept("http://loinc.org", "8302-2", "Body Height")))
                .contains("Body Height");
        assertThat(names.recordedAs(concept("http://elsewhere", "x", "Fever"))).isEmpty();
    }
}
