package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.consent.Directive;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HL7's own R4 examples mean here. */
class Hl7ExamplesTest {
    private final LocalReferences references = new LocalReferences(Set.of());
    private final ConsentCompiler compiler = new ConsentCompiler(Policy.standard(), references, ZoneOffset.UTC);
    private final ItemFactsReader reader =
            new ItemFactsReader(references, ZoneOffset.UTC, reference -> Optional.empty(), LabelLists.none());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "consent-example.json; PERMIT, exceptions []",
                "consent-example-Emergency.json; DENY, exceptions [DENY]",
                "consent-example-grantor.json; DENY to [Patient/example], exceptions []",
                "consent-example-notAuthor.json; PERMIT, exceptions []",
                "consent-example-notOrg.json; Consent.provision.action[1] must be access, use or disclose",
                "consent-example-notThem.json; Consent.provision.action[1] must be access, use or disclose",
                "consent-example-notThis.json; Consent.provision.data[0].reference must be an Encounter, CarePlan or"
                        + " EpisodeOfCare",
                "consent-example-notTime.json; PERMIT, exceptions []",
                "consent-example-Out.json; DENY, exceptions []",
                "consent-example-pkb.json; Consent.provision.provision[0].type is missing: permit or deny",
                "consent-example-signature.json; Consent.provision.provision[0].class[0] must be a resource type, a"
                        + " profile's URI, a LOINC or SNOMED CT document type",
                "consent-example-smartonfhir.json; PERMIT, exceptions [PERMIT]",
            })
    void compileWhenHl7ExampleThenIsARuleOrRefusedWithElementAndReason(String name, String outcome) {
        Consent consent = (Consent) Hl7Examples.read(name);
        assertThat(inShort(compiler.compile(consent))).isEqualTo(outcome);
        consent.getMeta().setVersionId("1");
        boolean refused = outcome.startsWith("Consent.");
        assertThat(compiler.directive(consent))
                .hasValueSatisfying(
                        stored -> assertThat(stored.unenforceable().isPresent()).isEqualTo(refused));
    }

    private static String inShort(Compilation compilation) {
        if (compilation instanceof Compilation.Refused refused) {
            return refused.element() + " " + refused.reason();
        }
        Directive directive = ((Compilation.Compiled) compilation).directive();
        Set<String> actors = directive.root().actors();
        return directive.root().effect()
                + (actors.isEmpty() ? "" : " to " + actors)
                + ", exceptions "
                + directive.nested().stream().map(nested -> nested.effect()).toList();
    }

    @Test
    void namesWhenAskedForConsentsThenAreTheTwelveAbove() {
        assertThat(Hl7Examples.names().stream().filter(name -> name.startsWith("consent-example")))
                .hasSize(12);
    }

    @Test
    void readWhenAnyHl7ExampleThenHasFactsAndWhomItIsAbout() {
        List<String> names = examples();
        Set<String> types = new TreeSet<>();
        int owned = 0;
        for (String name : names) {
            Resource example = Hl7Examples.read(name);
            if (!example.hasId()) {
                continue; // A Bundle as a message has none.
            }
            ItemFacts facts = reader.read(example, Instant.EPOCH);
            types.add(facts.type());
            List<String> subjects = Stream.of("subject", "patient", "beneficiary", "for")
                    .flatMap(path -> Elements.at(example, path).stream())
                    .flatMap(value -> patient(value).stream())
                    .toList();
            assertThat(facts.patients()).as(name).containsAll(subjects);
            owned += subjects.isEmpty() ? 0 : 1;
        }
        assertThat(types).hasSizeGreaterThan(100);
        assertThat(owned).isGreaterThan(250);
    }

    private static List<String> examples() {
        return Hl7Examples.names().stream()
                .filter(name -> name.contains("example") && !name.contains("profile"))
                .toList();
    }

    /** Senders leave things out; whatever is missing, the item has facts. */
    @Test
    void readWhenAnyElementOfAnExampleIsMissingOrEmptyThenStillHasFacts() throws JsonProcessingException {
        Set<String> tried = new TreeSet<>();
        int read = 0;
        for (String name : examples()) {
            JsonNode example = new ObjectMapper().readTree(Hl7Examples.json(name));
            if (example.has("id")
                    && example.toString().length() < 6_000
                    && tried.add(example.get("resourceType").asText())) {
                ((ObjectNode) example).remove("text");
                for (JsonNode broken : Broken.ways(example)) {
                    Resource resource =
                            (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(broken.toString());
                    assertThatCode(() -> reader.read(resource, Instant.EPOCH))
                            .as(broken::toString)
                            .doesNotThrowAnyException();
                    read++;
                }
            }
        }
        assertThat(tried).hasSizeGreaterThan(90);
        assertThat(read).isGreaterThan(5_000);
    }

    private Optional<String> patient(Base value) {
        return value instanceof Reference reference
                ? references
                        .local(reference)
                        .filter(local -> local.startsWith("Patient/"))
                        .map(LocalReferences::id)
                : Optional.empty();
    }
}
