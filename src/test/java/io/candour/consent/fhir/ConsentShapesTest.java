package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.fhir.Compilation.Authorisation;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.Compilation.Refused;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The two profiles that people's choices come in: IHE's Privacy Consent on FHIR, and national proxy Consents. */
class ConsentShapesTest {
    private static final Set<String> BASIC = Set.of("TREAT", "HPAYMT", "HOPERAT");
    private static final Interval YEAR =
            Interval.of(Instant.parse("2022-01-01T00:00:00Z"), Instant.parse("2023-01-01T00:00:00Z"));

    private final ConsentCompiler compiler =
            new ConsentCompiler(Policy.standard(), new LocalReferences(Set.of()), ZoneOffset.UTC);

    private static Consent parse(String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Consent.class, json);
    }

    private static String consent(String category, String more) {
        return """
                {'resourceType':'Consent','id':'c','status':'active','dateTime':'2022-06-13',
                 'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},
                 'category':[{'coding':[%s]}],'patient':{'reference':'Patient/p'},%s}"""
                .formatted(category, more)
                .replace('\'', '"');
    }

    /** All that PCF asks for around the provision. */
    private static String pcf(String type, String more) {
        return consent(
                "{'system':'http://loinc.org','code':'59284-0'}",
                """
                'performer':[{'reference':'Patient/p'}],'organization':[{'reference':'Organization/o'}],
                'sourceReference':{'reference':'DocumentReference/form'},'policy':[{'uri':'https://example.org/policy/1'}],
                'provision':{'type':'%s','purpose':[%s,%s,%s]%s}"""
                        .formatted(type, purpose("TREAT"), purpose("HPAYMT"), purpose("HOPERAT"), more));
    }

    private static String purpose(String code) {
        return "{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'" + code + "'}";
    }

    private static String data(String meaning, String reference) {
        return "'data':[{'meaning':'" + meaning + "','reference':{'reference':'" + reference + "'}}]";
    }

    private static String labels(String... codes) {
        List<String> labels = new ArrayList<>();
        for (String code : codes) {
            String system = code.length() == 1 ? "v3-Confidentiality" : "v3-ActCode";
            labels.add("{'system':'http://terminology.hl7.org/CodeSystem/" + system + "','code':'" + code + "'}");
        }
        return "'securityLabel':[" + String.join(",", labels) + "]";
    }

    private static String except(String type, String more) {
        return ",'provision':[{'type':'" + type + "'," + more + "}]";
    }

    private static String recipient(String reference) {
        return ",'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',"
                + "'code':'IRCP'}]},'reference':{'reference':'" + reference + "'}}]";
    }

    private static ProvisionBuilder permit() {
        return Provision.builder(Effect.PERMIT);
    }

    private static ProvisionBuilder basic() {
        return permit().purposes(BASIC);
    }

    private static ProvisionBuilder deny() {
        return Provision.builder(Effect.DENY);
    }

    private static Arguments rule(String name, String json, ProvisionBuilder root, ProvisionBuilder... nested) {
        return Arguments.of(
                name,
                json,
                root.build(),
                Stream.of(nested).map(ProvisionBuilder::build).toList());
    }

    static Stream<Arguments> pcfRules() {
        Set<String> practitioner = Set.of("Practitioner/x");
        return Stream.of(
                rule("basic", pcf("permit", ""), basic()),
                rule("basic, rejecting", pcf("deny", ""), deny().purposes(BASIC)),
                rule(
                        "basic, for one recipient",
                        pcf("permit", recipient("Organization/o")),
                        basic().actors(Set.of("Organization/o"))),
                rule(
                        "basic, with an end",
                        pcf("permit", ",'period':{'end':'2022-12-31'}"),
                        basic().period(new Interval(Optional.empty(), YEAR.end()))),
                rule(
                        "intermediate, one year's data",
                        pcf("permit", ",'dataPeriod':{'start':'2022-01','end':'2022-12'}"),
                        basic().dataPeriod(YEAR)),
                rule(
                        "intermediate, all but one year's data",
                        pcf("permit", except("deny", "'dataPeriod':{'start':'2022-01','end':'2022-12'}")),
                        basic(),
                        deny().dataPeriod(YEAR)),
                rule(
                        "intermediate, one author's data",
                        pcf("permit", "," + data("authoredby", "Practitioner/x")),
                        basic().authoredBy(practitioner)),
                rule(
                        "intermediate, all but one author's data",
                        pcf("permit", except("deny", data("authoredby", "Practitioner/x"))),
                        basic(),
                        deny().authoredBy(practitioner)),
                rule(
                        "intermediate, one encounter's data",
                        pcf("permit", "," + data("related", "Encounter/e")),
                        basic().related(Set.of("Encounter/e"))),
                rule(
                        "intermediate, all but one encounter's data",
                        pcf("permit", except("deny", data("related", "Encounter/e"))),
                        basic(),
                        deny().related(Set.of("Encounter/e"))),
                rule(
                        "intermediate, one item",
                        pcf("permit", "," + data("instance", "Observation/1")),
                        basic().instances(Set.of("Observation/1"))),
                rule(
                        "intermediate, all but one item",
                        pcf("permit", except("deny", data("instance", "Observation/1"))),
                        basic(),
                        deny().instances(Set.of("Observation/1"))),
                rule("advanced, normal", pcf("permit", "," + labels("N")), basic().confidentiality(Confidentiality.N)),
                rule(
                        "advanced, normal and restricted",
                        pcf("permit", "," + labels("N", "R")),
                        basic().confidentiality(Confidentiality.R)),
                rule(
                        "advanced, normal but not restricted",
                        pcf("permit", "," + labels("N") + except("deny", labels("R"))),
                        basic().confidentiality(Confidentiality.N),
                        deny().confidentiality(Confidentiality.R)),
                rule(
                        "advanced, normal, restricted for one",
                        pcf("permit", "," + labels("N") + recipient("Practitioner/x") + except("permit", labels("R"))),
                        basic().confidentiality(Confidentiality.N).actors(practitioner),
                        permit().confidentiality(Confidentiality.R)),
                rule(
                        "advanced, normal, two sensitivities for one",
                        pcf(
                                "permit",
                                "," + labels("N")
                                        + except("permit", labels("PSY", "SEX") + recipient("Practitioner/x"))),
                        basic().confidentiality(Confidentiality.N),
                        permit().sensitivity(Set.of("PSY", "SEX")).actors(practitioner)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pcfRules")
    void compileWhenPcfShapeThenIsThatRule(String name, String json, Provision root, List<Provision> nested) {
        assertThat(compiler.compile(parse(json))).isInstanceOfSatisfying(Compiled.class, compiled -> {
            assertThat(compiled.directive().root()).isEqualTo(root);
            assertThat(compiled.directive().nested()).isEqualTo(nested);
            assertThat(compiled.directive().choice()).isEmpty();
        });
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "a project's own purpose",
                        pcf("permit", "").replace("v3-ActReason\",\"code\":\"HOPERAT", "own\",\"code\":\"FooBar"),
                        "Consent.provision.purpose[2]"),
                Arguments.of(
                        "a second level of exceptions",
                        pcf("permit", except("deny", labels("R") + except("permit", labels("V")))),
                        "Consent.provision.provision[0].provision"),
                Arguments.of(
                        "an author that is a team",
                        pcf("permit", except("deny", data("authoredby", "CareTeam/t"))),
                        "Consent.provision.provision[0].data[0].reference"),
                Arguments.of(
                        "neither root type nor policyRule",
                        pcf("permit", "").replace("\"type\":\"permit\",", ""),
                        "Consent.policyRule"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void compileWhenPcfShapeCannotBeHonouredThenRefusesNamingElement(String name, String json, String element) {
        assertThat(compiler.compile(parse(json))).isInstanceOfSatisfying(Refused.class, refusal -> {
            assertThat(refusal.element()).isEqualTo(element);
            assertThat(refusal.reason()).isNotBlank();
        });
    }

    private static final String INFA = "{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'INFA'}";
    private static final String BY_PROXY =
            "'performer':[{'reference':'RelatedPerson/r'}],'policyRule':{'coding':[{'code':'court-order'}]},";

    private static String proxy(String provision) {
        return consent(INFA, BY_PROXY + "'provision':{" + provision + "}");
    }

    private static final String NO_ROLE = "'actor':[{'reference':{'reference':'RelatedPerson/r'}}]";

    private static String proxyIn(String role) {
        return "'actor':[{'role':{'coding':[{'code':'" + role + "'}]},'reference':{'reference':'RelatedPerson/r'}}]";
    }

    static Stream<Arguments> proxies() {
        Authorisation always = new Authorisation(Set.of("RelatedPerson/r"), Interval.ALWAYS);
        return Stream.of(
                Arguments.of("without a role", proxy(NO_ROLE), always),
                Arguments.of("as recipient", proxy(proxyIn("IRCP")), always),
                Arguments.of("as grantee, permitted", proxy("'type':'permit'," + proxyIn("GRANTEE")), always),
                Arguments.of(
                        "until an end date",
                        proxy("'period':{'start':'2022-01-01','end':'2022-12-31'}," + NO_ROLE),
                        new Authorisation(Set.of("RelatedPerson/r"), YEAR)),
                Arguments.of(
                        "named as author alone",
                        proxy(proxyIn("AUT")),
                        new Refused("Consent.provision.actor", "names nobody who receives")),
                Arguments.of(
                        "for some of the record",
                        proxy(NO_ROLE + "," + labels("N")),
                        new Refused(
                                "Consent.provision.securityLabel",
                                "limits what a proxy may see in a way that is not enforced")),
                Arguments.of(
                        "of a patient known by number alone",
                        proxy(NO_ROLE)
                                .replace(
                                        "\"patient\":{\"reference\":\"Patient/p\"}",
                                        "\"patient\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"9000000009\"}}"),
                        new Refused("Consent.patient", "must be a Patient on this server")),
                Arguments.of(
                        "named by number alone, which says nothing of a relationship",
                        proxy(
                                "'actor':[{'reference':{'identifier':{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9000000009'}}}]"),
                        new Refused(
                                "Consent.policyRule",
                                "neither provision.type nor a policyRule of OPTIN or OPTOUT says what holds")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proxies")
    void compileWhenProxyShapeThenAuthorisesOrIsRefusedWithTheReason(String name, String json, Compilation expected) {
        assertThat(compiler.compile(parse(json))).isEqualTo(expected);
    }

    @Test
    void compileWhenProxyShapeDeniesThenIsARuleAgainstThatPerson() {
        assertThat(compiler.compile(parse(proxy("'type':'deny'," + NO_ROLE))))
                .isInstanceOfSatisfying(Compiled.class, compiled -> assertThat(
                                compiled.directive().root())
                        .isEqualTo(deny().actors(Set.of("RelatedPerson/r")).build()));
    }

    /** Senders leave things out; whatever is missing, there is an answer and never an exception. */
    @Test
    void compileWhenAnyElementOfAnyShapeIsMissingOrEmptyThenStillAnswers() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> shapes = new ArrayList<>();
        for (Arguments each : Stream.of(pcfRules(), refused(), proxies())
                .flatMap(rows -> rows)
                .toList()) {
            shapes.add(json.readTree((String) each.get()[1]));
        }
        shapes.add(
                json.readTree(
                        pcf(
                                "permit",
                                """
                ,'class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'},
                 {'system':'urn:ietf:rfc:3986','code':'http://example.org/profile|1'}],
                'code':[{'coding':[{'system':'http://loinc.org','code':'1'}]}],
                'action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'access'}]}]""")));
        int answers = 0;
        for (JsonNode shape : shapes) {
            for (JsonNode broken : Broken.ways(shape)) {
                Consent consent = parse(broken.toString());
                consent.setId("c");
                consent.getMeta().setVersionId("1");
                assertThat(compiler.compile(consent)).as(broken::toString).isNotNull();
                assertThat(compiler.directive(consent)).as(broken::toString).isNotNull();
                assertThat(compiler.answered(consent, Instant.EPOCH))
                        .as(broken::toString)
                        .isNotNull();
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(1_000);
    }
}
