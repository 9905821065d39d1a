package io.candour.enforcement;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.candour.consent.CallerKind;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** The guide and the server say the same of what can be asked. */
class GuideCapabilitiesTest {
    private static final AllowList LIST = AllowList.shipped();
    private static final OperationDefinitions OPERATIONS = new OperationDefinitions(LIST.operations(), Guide.FHIR);

    @Test
    void theServerSaysWhatTheGuideSays() {
        CapabilityStatement server = new CapabilityProvider(
                        LIST,
                        OPERATIONS,
                        Guide.FHIR,
                        new Deployment("http://localhost:8080/fhir", ZoneOffset.UTC, true))
                .getServerConformance(new MockHttpServletRequest(), new SystemRequestDetails());
        CapabilityStatement guide = Guide.one(CapabilityStatement.class, "server");
        // That is the deployment's.
        server.getRestFirstRep().getSecurity().setCorsElement(null);

        assertThat(server.getInstantiates()).extracting(each -> each.getValue()).containsExactly(guide.getUrl());
        assertThat(encoded(server)).isEqualTo(encoded(guide));
    }

    private static String encoded(CapabilityStatement statement) {
        CapabilityStatement what = new CapabilityStatement();
        statement.getRest().forEach(what::addRest);
        statement.getFormat().forEach(format -> what.addFormat(format.getValue()));
        return Guide.FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(what);
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfCallerCanDoWhatTheGuideSays(CallerKind kind) {
        CapabilityStatementRestComponent rest = Guide.one(
                        CapabilityStatement.class, kind.name().toLowerCase(Locale.ROOT))
                .getRestFirstRep();
        Map<String, Set<String>> allowed = LIST.types().stream()
                .collect(toMap(type -> type, type -> Arrays.stream(Interaction.values())
                        .filter(each -> LIST.allows(kind, type, each) || LIST.open(type, each))
                        .map(Interaction::code)
                        .collect(toCollection(TreeSet::new))));
        allowed.values().removeIf(Set::isEmpty);
        Map<String, Set<String>> said = rest.getResource().stream()
                .filter(CapabilityStatementRestResourceComponent::hasInteraction)
                .collect(toMap(CapabilityStatementRestResourceComponent::getType, each -> each.getInteraction().stream()
                        .map(interaction -> interaction.getCode().toCode())
                        .collect(toCollection(TreeSet::new))));

        assertThat(said).isEqualTo(allowed);
        assertThat(rest.getInteraction().stream()
                        .anyMatch(each -> each.getCode().toCode().equals("batch")))
                .isEqualTo(LIST.allowsBundles(kind));
        assertThat(rest.getInteraction().stream()
                        .anyMatch(each -> each.getCode().toCode().equals("transaction")))
                .isEqualTo(kind == CallerKind.SYSTEM);
        assertThat(rest.getResource().stream()
                        .flatMap(each -> each.getOperation().stream())
                        .map(each -> each.getName())
                        .collect(toSet()))
                .isEqualTo(LIST.operations().stream()
                        .filter(code ->
                                LIST.operation(code).orElseThrow().parameters().containsKey(kind))
                        .collect(toSet()));
        rest.getResource().stream()
                .flatMap(each -> each.getOperation().stream())
                .forEach(each -> LIST.operation(each.getName())
                        .orElseThrow()
                        .parameters()
                        .getOrDefault(kind, Set.of())
                        .forEach(
                                parameter -> assertThat(each.getDocumentation()).contains(parameter)));
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfCallerSearchesAsTheGuideSays(CallerKind kind) {
        Guide.one(CapabilityStatement.class, kind.name().toLowerCase(Locale.ROOT))
                .getRestFirstRep()
                .getResource()
                .forEach(said -> {
                    String type = said.getType();
                    boolean searched = LIST.allows(kind, type, Interaction.SEARCH_TYPE)
                            || LIST.open(type, Interaction.SEARCH_TYPE);
                    Set<String> sorts = searched ? new TreeSet<>(LIST.sorts(type)) : Set.of();

                    assertThat(said.getSearchParam())
                            .as(type)
                            .extracting(each -> each.getName())
                            .containsExactlyInAnyOrderElementsOf(
                                    searched
                                            ? LIST.parameters(type).stream()
                                                    .map(AllowList::plain)
                                                    .collect(toSet())
                                            : Set.of());
                    assertThat(said.getSearchInclude())
                            .as(type)
                            .extracting(each -> each.getValue())
                            .containsExactlyInAnyOrderElementsOf(
                                    searched
                                            ? LIST.includes(type).keySet().stream()
                                                    .map(name -> type + ":" + name)
                                                    .toList()
                                            : List.of());
                    assertThat(said.getDocumentation())
                            .as(type)
                            .isEqualTo(sorts.isEmpty() ? null : "_sort: " + String.join(", ", sorts));
                });
    }

    @Test
    void theGuideDefinesTheParametersThatR4DoesNot() {
        Map<String, Set<String>> own = LIST.types().stream().collect(toMap(type -> type, LIST::ownParameters));
        own.values().removeIf(Set::isEmpty);

        assertThat(Guide.all(SearchParameter.class))
                .isNotEmpty()
                .allSatisfy(
                        each -> assertThat(LIST.parameters(each.getBase().get(0).getCode()))
                                .contains(each.getCode()))
                .extracting(each -> Map.entry(each.getBase().get(0).getCode(), Set.of(each.getCode())))
                .containsExactlyInAnyOrderElementsOf(own.entrySet());
    }

    @Test
    void theGuideHasTheOperationsThatTheServerHas() {
        assertThat(Guide.all(OperationDefinition.class))
                .extracting(Guide.FHIR.newJsonParser()::encodeResourceToString)
                .containsExactlyInAnyOrderElementsOf(LIST.operations().stream()
                        .map(OPERATIONS::of)
                        .map(Guide.FHIR.newJsonParser()::encodeResourceToString)
                        .toList());
    }
}
