package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apart from {@link AuditEventViewTest} because loading R4's definitions takes longer than all the room's other tests. */
class AuditEventValidityIT {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final FhirValidator VALIDATOR = FHIR.newValidator()
            .registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                    new DefaultProfileValidationSupport(FHIR),
                    new CommonCodeSystemsTerminologyService(FHIR),
                    new InMemoryTerminologyServerValidationSupport(FHIR))));

    @ParameterizedTest
    @MethodSource("io.candour.audit.AuditEventViewTest#records")
    void renderWhenAnyRecordThenValidAgainstR4(AccessRecord record) {
        assertThat(errors(AuditEventViewTest.render(record))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.candour.audit.AuditEventViewTest#records")
    void validatorWhenGivenABrokenEventThenSays(AccessRecord record) {
        AuditEvent broken = AuditEventViewTest.render(record);
        broken.getAgentFirstRep().setRequestorElement(null);
        broken.getType().setCode("no such code").setSystem(null);
        broken.setSource(null);
        assertThat(errors(broken)).isNotEmpty();
    }

    private static List<String> errors(AuditEvent event) {
        return VALIDATOR.validateWithResult(event).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(Object::toString)
                .toList();
    }
}
