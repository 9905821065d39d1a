package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's examples are what its profiles say, by the server's own validator, which finds what is broken in them. */
class GuideExamplesTest {
    static Stream<Resource> examples() {
        return Guide.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsWhatItsProfileSays(Resource example) {
        assertThat(Guide.faults(example, Optional.empty())).isEmpty();
    }

    @Test
    void everyProfileHasAnExample() {
        Set<String> shown = Guide.examples()
                .flatMap(each -> each.getMeta().getProfile().stream())
                .map(CanonicalType::getValue)
                .collect(Collectors.toSet());

        assertThat(Guide.all(StructureDefinition.class))
                .filteredOn(each -> !each.getType().equals("Extension"))
                .extracting(StructureDefinition::getUrl)
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    /** An example that something was taken out of or put into, and where that is said. */
    private record Defect(Resource broken, String element) {
        static <R extends Resource> Defect of(String example, Class<R> type, String element, Consumer<R> breaking) {
            R copy = Guide.one(type, example);
            copy.setMeta(null);
            breaking.accept(copy);
            return new Defect(copy, element);
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                Defect.of("choice-hide-from-hospital", Consent.class, "Consent", each -> each.setPolicyRule(null)),
                Defect.of(
                        "choice-hide-from-hospital",
                        Consent.class,
                        "Consent.category[0]",
                        each -> each.getCategoryFirstRep().getCodingFirstRep().setCode("everything")),
                Defect.of("choice-hide-one-entry", Consent.class, "Consent.provision", each -> each.getProvision()
                        .getProvisionFirstRep()
                        .setType(null)),
                Defect.of("proxy-daughter", Consent.class, "Consent.extension[0]", each -> each.getExtension()
                        .get(0)
                        .getExtension()
                        .removeIf(part -> part.getUrl().equals("category"))),
                Defect.of(
                        "access-for-a-second-opinion",
                        Consent.class,
                        "Consent.provision.period",
                        each -> each.getProvision().getPeriod().setEnd(null)),
                Defect.of(
                        "example-patient",
                        Patient.class,
                        "Patient.identifier[0].value",
                        each -> each.getIdentifierFirstRep().setValue("9990000019")),
                Defect.of("example-patient", Patient.class, "Patient.telecom[0]", each -> each.getTelecomFirstRep()
                        .setSystem(null)),
                Defect.of("example-patient", Patient.class, "Patient.contact[0]", each -> each.addContact()
                        .setGender(AdministrativeGender.FEMALE)));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void whatIsNotOfItsShapeIsRefusedByName(Defect defect) {
        assertThatThrownBy(() -> {
                    if (defect.broken instanceof Consent consent) {
                        Guide.SHAPES.check(consent);
                    } else {
                        Guide.SHAPES.check((Patient) defect.broken);
                    }
                })
                .isInstanceOfSatisfying(UnprocessableEntityException.class, refusal -> {
                    OperationOutcome outcome = (OperationOutcome) refusal.getOperationOutcome();
                    assertThat(outcome.getIssueFirstRep().getExpression())
                            .extracting(each -> each.getValue())
                            .containsExactly(defect.element);
                });
    }
}
