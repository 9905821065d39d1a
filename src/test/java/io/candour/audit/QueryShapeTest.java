package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryShapeTest {

    @ParameterizedTest
    @CsvSource({
        "category, laboratory, category=laboratory",
        "code, http://snomed.info/sct|44054006, code=http://snomed.info/sct|44054006",
        "date, ge2020-01-01, date=ge2020-01-01",
        "code:not, 1234, code:not=1234",
        "code:text, Smith, code:text=*",
        "code, John Smith, code=*",
        "patient, Patient/123, patient=*",
        "identifier, https://fhir.nhs.uk/Id/nhs-number|9000000009, identifier=*",
        "patient.identifier, 9000000009, patient.identifier=*",
        "name, Smith, name=*",
        "birthdate, 1970-01-01, birthdate=*",
        "John Smith 1970, 1, *=*",
    })
    void ofWhenGivenAParameterThenOnlyCodesDatesAndNumbersStay(String name, String value, String expected) {
        assertThat(QueryShape.of(Map.of(name, new String[] {value})).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'b,a', a=*&b=*", "'category,_count', _count=*&category=*"})
    void ofWhenSeveralThenOrderedByName(String names, String expected) {
        String[] given = names.split(",");
        assertThat(QueryShape.of(Map.of(given[0], new String[] {"x y"}, given[1], new String[] {"x y"}))
                        .text())
                .isEqualTo(expected);
    }
}
