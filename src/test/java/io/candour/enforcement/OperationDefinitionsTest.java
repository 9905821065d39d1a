package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;
import org.hl7.fhir.r4.model.OperationDefinition.OperationParameterUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationDefinitionsTest {
    private static final AllowList ALLOWED = AllowList.shipped();
    private static final OperationDefinitions DEFINITIONS =
            new OperationDefinitions(ALLOWED.operations(), FhirContext.forR4Cached());

    static Set<String> codes() {
        return ALLOWED.operations();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void whatSomebodyMayGiveIsDescribedAndNothingElse(String code) {
        Set<String> described = DEFINITIONS.of(code).getParameter().stream()
                .filter(parameter -> parameter.getUse() == OperationParameterUse.IN)
                .map(OperationDefinitionParameterComponent::getName)
                .collect(Collectors.toSet());

        Set<String> allowed = ALLOWED.operation(code).orElseThrow().parameters().values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());

        assertThat(described).isEqualTo(allowed);
    }
}
