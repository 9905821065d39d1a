package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final OperationDefinition PREVIEW =
            new OperationDefinitions(Set.of("consent-preview"), FHIR).of("consent-preview");
    private static final Set<String> ALL = PREVIEW.getParameter().stream()
            .map(OperationDefinitionParameterComponent::getName)
            .collect(Collectors.toSet());

    @Test
    void ofQueryWhenAllIsWellThenReadsTypedValues() {
        Arguments arguments = Arguments.ofQuery(
                PREVIEW,
                ALL,
                Map.of(
                        "purpose", List.of("TREAT"),
                        "at", List.of("2027-05-01"),
                        "role", List.of("academic", "physician"),
                        "_format", List.of("json")));

        assertThat(arguments.text("purpose")).contains("TREAT");
        assertThat(arguments.text("actor")).isEmpty();
        assertThat(arguments.written())
                .containsEntry("role", List.of("academic", "physician"))
                .doesNotContainKey("_format");
    }

    @ParameterizedTest
    @CsvSource({
        "favourite, red",
        "permitted, 3",
        "at, yesterday",
        "at, 2027-02-30",
        "at, 2027-05-01T10:00",
        "at, ''",
        "callerKind, ' '",
        "consent, x",
        "purpose:exact, TREAT",
    })
    void ofQueryWhenAParameterIsUnknownOrOfAnotherTypeThenNamesIt(String name, String value) {
        assertRefused(
                name, () -> Arguments.ofQuery(PREVIEW, ALL, Map.of("purpose", List.of("TREAT"), name, List.of(value))));
    }

    @Test
    void ofQueryWhenGivenTooOftenOrNotAtAllThenNamesIt() {
        assertRefused(
                "actor",
                () -> Arguments.ofQuery(
                        PREVIEW,
                        ALL,
                        Map.of("purpose", List.of("TREAT"), "actor", List.of("Practitioner/a", "Practitioner/b"))));
        assertRefused("purpose", () -> Arguments.ofQuery(PREVIEW, ALL, Map.of()));
    }

    @Test
    void ofQueryWhenTheCallerMayNotGiveItThenNamesIt() {
        assertRefused(
                "at",
                () -> Arguments.ofQuery(
                        PREVIEW, Set.of("purpose"), Map.of("purpose", List.of("TREAT"), "at", List.of("2027"))));
    }

    @Test
    void ofBodyWhenAllIsWellThenReadsResourcesToo() {
        Arguments arguments = Arguments.ofBody(
                PREVIEW,
                ALL,
                """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "purpose", "valueCode": "TREAT"},
                  {"name": "consent", "resource": {"resourceType": "Consent", "status": "active"}}]}
                """,
                FHIR);

        assertThat(arguments.one("consent", Consent.class))
                .get()
                .extracting(Consent::getStatus)
                .isEqualTo(Consent.ConsentState.ACTIVE);
        assertThat(arguments.written())
                .as("the log keeps no resource")
                .containsEntry("consent", List.of("*"))
                .containsEntry("purpose", List.of("TREAT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "purpose; {'name': 'purpose', 'valueString': 'TREAT'}",
                "purpose; {'name': 'purpose'}",
                "purpose; {'name': 'purpose', 'part': [{'name': 'x', 'valueCode': 'TREAT'}]}",
                "consent; {'name': 'consent', 'resource': {'resourceType': 'Patient', 'id': 'x'}}",
                "consent; {'name': 'consent', 'valueString': 'x'}",
                "favourite; {'name': 'favourite', 'valueString': 'red'}",
            })
    void ofBodyWhenAPartIsUnknownOrOfAnotherTypeThenNamesIt(String name, String part) {
        assertRefused(
                name,
                () -> Arguments.ofBody(
                        PREVIEW,
                        ALL,
                        "{\"resourceType\": \"Parameters\", \"parameter\": [" + part.replace('\'', '"') + "]}",
                        FHIR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "{}", "[]", "{\"resourceType\": \"Patient\"}", "{\"resourceType\": \"Parameters\", "})
    void ofBodyWhenItIsNoParametersThenSaysSo(String body) {
        assertRefused("Parameters", () -> Arguments.ofBody(PREVIEW, ALL, body, FHIR));
    }

    private static void assertRefused(String element, ThrowingCallable reading) {
        BaseServerResponseException refusal = catchThrowableOfType(BaseServerResponseException.class, reading);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getStatusCode()).isEqualTo(400);
        OperationOutcome outcome = (OperationOutcome) refusal.getOperationOutcome();
        assertThat(outcome.getIssueFirstRep().getExpression().get(0).getValue()).isEqualTo(element);
    }
}
