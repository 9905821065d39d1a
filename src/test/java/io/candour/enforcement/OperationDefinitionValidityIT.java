package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Not among the unit tests because loading R4's definitions takes longer than all of them. */
class OperationDefinitionValidityIT {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final FhirValidator VALIDATOR = FHIR.newValidator()
            .registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                    new DefaultProfileValidationSupport(FHIR),
                    new CommonCodeSystemsTerminologyService(FHIR),
                    new InMemoryTerminologyServerValidationSupport(FHIR))));

    static Stream<OperationDefinition> shipped() {
        AllowList allowList = AllowList.shipped();
        OperationDefinitions definitions = new OperationDefinitions(allowList.operations(), FHIR);
        assertThat(allowList.operations()).isNotEmpty();
        return allowList.operations().stream().map(definitions::of);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedWhenValidatedThenIsR4(OperationDefinition definition) {
        assertThat(errors(definition)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void validatorWhenGivenABrokenDefinitionThenSays(OperationDefinition definition) {
        OperationDefinition broken = definition.copy();
        broken.setStatus(null);
        broken.getParameterFirstRep().setUse(null);
        assertThat(errors(broken)).hasSizeGreaterThanOrEqualTo(2);
    }

    private static List<String> errors(OperationDefinition definition) {
        return VALIDATOR.validateWithResult(definition).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(Object::toString)
                .toList();
    }
}
