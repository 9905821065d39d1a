package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.access.AccessRequest;
import io.candour.access.Review;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Reach.Act;
import io.candour.consent.fhir.Vocabulary;
import io.candour.release.ReleaseCodes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide and the server have the same codes. */
class GuideCodesTest {
    /** Their codes stand in no enumeration: of these, what is written is held against the profiles. */
    private static final Set<String> UNLISTED = Set.of("access-request", "review", "release", "erasure-input");

    static Stream<Arguments> systems() {
        Stream<Arguments> others = Stream.of(
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
        return Stream.concat(others, of(ReleaseCodes.systems()));
    }

    private static Stream<Arguments> of(Map<String, List<String>> codes) {
        return codes.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
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
        Stream<Arguments> others = Stream.of(
                system(
                        "access-request-state",
                        Arrays.stream(AccessRequest.State.values()).map(ReviewTasks::code)),
                system("review-kind", Arrays.stream(Review.Kind.values()).map(ReviewTasks::code)),
                system("care-purpose", OpenRecord.CARE.stream()),
                system("emergency-purpose", OpenRecord.EMERGENCIES.stream()));
        return Stream.concat(others, of(ReleaseCodes.values()));
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

    @Test
    void eachCodeSystemOfTheGuideIsHeld() {
        Stream<String> held = systems().map(each -> (String) each.get()[0]);

        assertThat(Guide.all(CodeSystem.class))
                .extracting(CodeSystem::getUrl)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(held, UNLISTED.stream().map(id -> ReviewTasks.SYSTEM + id))
                                .toList());
    }
}
