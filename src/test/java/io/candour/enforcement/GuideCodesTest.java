package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.access.AccessRequest;
import io.candour.access.Review;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Reach.Act;
import io.candour.consent.fhir.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide and the server have the same codes and names. */
class GuideCodesTest {

    static Stream<Arguments> systems() {
        return Stream.of(
                system(Vocabulary.CHOICE, Arrays.stream(Choice.values()).map(Choice::code)),
                system(Vocabulary.CATEGORY, Arrays.stream(Category.values()).map(Category::code)),
                system(
                        Vocabulary.LEGAL_BASIS,
                        Arrays.stream(ProxyTerms.Basis.values()).map(ProxyTerms.Basis::code)),
                system(
                        Vocabulary.RAISED,
                        Arrays.stream(RaisedTask.Kind.values()).map(RaisedTask.Kind::code)),
                system(
                        ReviewTasks.SYSTEM + "proxy-act",
                        Arrays.stream(Act.values()).map(Act::code)),
                system(
                        ReviewTasks.SYSTEM + "review-outcome",
                        Arrays.stream(Review.Outcome.values()).map(ReviewTasks::code)),
                system(ReviewTasks.SYSTEM + "end-reason", EndAccess.REASONS.stream()));
    }

    private static Arguments system(String url, Stream<String> codes) {
        return Arguments.of(url, codes.toList());
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aCodeSystemHasTheServersCodes(String url, List<String> codes) {
        CodeSystem system = Guide.one(CodeSystem.class, url.substring(url.lastIndexOf('/') + 1));

        assertThat(system.getUrl()).isEqualTo(url);
        assertThat(system.getConcept())
                .extracting(ConceptDefinitionComponent::getCode)
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                system(
                        "access-request-state",
                        Arrays.stream(AccessRequest.State.values()).map(ReviewTasks::code)),
                system("review-kind", Arrays.stream(Review.Kind.values()).map(ReviewTasks::code)),
                system("care-purpose", OpenRecord.CARE.stream()),
                system("emergency-purpose", OpenRecord.EMERGENCIES.stream()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueSetHasTheServersCodes(String id, List<String> codes) {
        assertThat(Guide.one(ValueSet.class, id)
                        .getCompose()
                        .getIncludeFirstRep()
                        .getConcept())
                .extracting(ConceptReferenceComponent::getCode)
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Vocabulary.EMERGENCY_OVERRIDE,
                Vocabulary.PROXY_REACH,
                Vocabulary.ACCESS_REQUEST,
                Vocabulary.END_REASON,
                Vocabulary.RECEIPT
            })
    void theServersExtensionsAreInTheGuide(String url) {
        assertThat(Guide.all(StructureDefinition.class))
                .filteredOn(each -> each.getType().equals("Extension"))
                .extracting(StructureDefinition::getUrl)
                .contains(url)
                .hasSize(5);
    }

    @Test
    void whatNamesARowOfTheLogIsInTheGuide() {
        assertThat(Guide.one(NamingSystem.class, "access-record")
                        .getUniqueIdFirstRep()
                        .getValue())
                .isEqualTo(Vocabulary.ACCESS_RECORD);
    }
}
