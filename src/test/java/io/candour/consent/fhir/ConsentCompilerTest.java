package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.Compilation.Dormant;
import io.candour.consent.fhir.Compilation.Refused;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentCompilerTest {
    private final ConsentCompiler compiler = new ConsentCompiler(
            Policy.standard(), new LocalReferences(Set.of("https://here.example/fhir")), ZoneOffset.UTC);

    private static Consent parse(String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Consent.class, json.replace('\'', '"'));
    }

    /** An active privacy Consent of Patient/p with what is given besides. */
    private static Consent consent(String more) {
        return parse(
                """
                {'resourceType':'Consent','id':'c','meta':{'versionId':'2'},'status':'active',
                 'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},
                 'patient':{'reference':'Patient/p'}"""
                        + (more.isEmpty() ? "" : "," + more) + "}");
    }

    private static String optOut(String provision) {
        return "'policyRule':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTOUT'}]}"
                + (provision.isEmpty() ? "" : ",'provision':{" + provision + "}");
    }

    private Directive compiled(Consent consent) {
        assertThat(compiler.compile(consent)).isInstanceOf(Compiled.class);
        return ((Compiled) compiler.compile(consent)).directive();
    }

    @Test
    void compileWhenPolicyRuleAloneThenItIsTheBase() {
        assertThat(compiled(consent(optOut(""))).root()).isEqualTo(Provision.of(Effect.DENY));
    }

    @Test
    void compileWhenRootTypeGivenThenItBeatsThePolicyRule() {
        assertThat(compiled(consent(optOut("'type':'permit'"))).root()).isEqualTo(Provision.of(Effect.PERMIT));
    }

    @Test
    void compileWhenEverythingIsUsedThenNothingIsLost() {
        Directive directive = compiled(
                consent(
                        """
                        'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],
                        'extension':[{'url':'https://candour.io/fhir/StructureDefinition/emergency-override','valueBoolean':false}],
                        'provision':{'type':'deny','period':{'start':'2026-01-01','end':'2027-04-30'},
                         'actor':[{'role':{'coding':[{'code':'IRCP'}]},'reference':{'reference':'https://here.example/fhir/Organization/h/_history/2'}},
                          {'role':{'coding':[{'code':'PRCP'}]},'reference':{'identifier':{'system':'https://fhir.nhs.uk/Id/sds-user-id','value':'7'}}},
                          {'role':{'coding':[{'code':'CST'}]},'reference':{'reference':'Organization/keeper'}}],
                         'action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'access'}]}],
                         'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREAT'}],
                         'class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'},
                          {'system':'urn:ietf:rfc:3986','code':'http://example.org/profile|1'},
                          {'system':'http://loinc.org','code':'34133-9'},
                          {'system':'https://candour.io/fhir/CodeSystem/category','code':'medicines'}],
                         'code':[{'coding':[{'system':'http://loinc.org','code':'1'},{'system':'http://snomed.info/sct','code':'2'}]}],
                         'data':[{'meaning':'instance','reference':{'reference':'Observation/1/_history/4'}},
                          {'meaning':'related','reference':{'reference':'Encounter/e'}},
                          {'meaning':'authoredby','reference':{'reference':'Practitioner/d'}}],
                         'dataPeriod':{'start':'2020-01-01'},
                         'securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'V'},
                          {'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'},
                          {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'ETH'}],
                         'provision':[{'type':'permit','actor':[{'reference':{'reference':'Group/g'}}]}]}"""));
        Provision root = new Provision(
                Effect.DENY,
                Set.of("Organization/h", "https://fhir.nhs.uk/Id/sds-user-id|7"),
                Set.of("TREAT"),
                Interval.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-05-01T00:00:00Z")),
                Set.of("Observation"),
                Set.of("http://example.org/profile"),
                Set.of("http://loinc.org|34133-9"),
                Set.of(Category.MEDICINES),
                Set.of("http://loinc.org|1", "http://snomed.info/sct|2"),
                Set.of("Observation/1"),
                Set.of("Encounter/e"),
                Set.of("Practitioner/d"),
                Optional.of(new Interval(Optional.of(Instant.parse("2020-01-01T00:00:00Z")), Optional.empty())),
                Optional.of(Confidentiality.R),
                Set.of("ETH"));
        assertThat(directive)
                .isEqualTo(new Directive(
                        "c",
                        "2",
                        Optional.empty(),
                        root,
                        java.util.List.of(Provision.builder(Effect.PERMIT)
                                .actors(Set.of("Group/g"))
                                .build()),
                        false,
                        Optional.empty()));
    }

    @Test
    void compileWhenConsentAnswersChoiceThenNoPurposeCodeWalksAroundIt() {
        Directive directive = compiled(
                consent(
                        """
                        'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'care-sharing'}]}],
                        'provision':{'type':'deny','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREAT'}]}"""));
        assertThat(directive.choice()).contains(Choice.CARE_SHARING);
        assertThat(directive.root().purposes()).isEmpty();
        assertThat(directive.emergencyOverridable()).isTrue();
    }

    @Test
    void compileWhenDeploymentDeniesEmergencyOverrideThenSilentDenialIsFinal() {
        ConsentCompiler strict = new ConsentCompiler(
                Policy.standard().with(Choice.EMERGENCY_OVERRIDE, Effect.DENY),
                new LocalReferences(Set.of()),
                ZoneOffset.UTC);
        assertThat(((Compiled) strict.compile(consent(optOut("")))).directive().emergencyOverridable())
                .isFalse();
    }

    @Test
    void compileWhenResearchScopeThenIsAboutResearchAlone() {
        Consent research = consent("'provision':{'type':'permit'}");
        research.getScope().getCodingFirstRep().setCode("research");
        assertThat(compiled(research).root().purposes()).isEqualTo(Choice.ACADEMIC_RESEARCH.purposes());
        research.getProvision().addPurpose().setSystem(Vocabulary.ACT_REASON).setCode("TREAT");
        assertThat(compiler.compile(research))
                .isEqualTo(new Refused("Consent.provision.purpose[0]", "is no purpose of what this Consent is about"));
    }

    @ParameterizedTest
    @CsvSource({"draft", "proposed", "rejected", "inactive", "entered-in-error"})
    void compileWhenStatusIsNotActiveThenIsDormantAndNothingIsInferred(String status) {
        Consent consent = consent(optOut(""));
        consent.getStatusElement().setValueAsString(status);
        assertThat(compiler.compile(consent)).isEqualTo(new Dormant("status is " + status));
        assertThat(compiler.directive(consent)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Consent.policyRule; 'provision':{}",
                "Consent.policyRule; 'policyRule':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTIN'},{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTOUT'}]}",
                "Consent.extension('https://candour.io/fhir/StructureDefinition/emergency-override'); 'extension':[{'url':'https://candour.io/fhir/StructureDefinition/emergency-override','valueBoolean':true},{'url':'https://candour.io/fhir/StructureDefinition/emergency-override','valueBoolean':false}],'provision':{'type':'deny'}",
                "Consent.provision.actor[0].role; 'provision':{'type':'permit','actor':[{'role':{'coding':[{'system':'http://own.example','code':'CST'}]},'reference':{'reference':'Organization/h'}}]}",
                "Consent.provision.actor[0].reference; 'provision':{'type':'deny','actor':[{'reference':{'reference':'Device/d'}}]}",
                "Consent.provision.purpose[0]; 'provision':{'type':'deny','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'PurposeOfUse'}]}",
                "Consent.provision.purpose[0]; 'provision':{'type':'deny','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'MARKT'}]}",
                "Consent.provision.provision[0].purpose; 'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'hide-from'}]}],'provision':{'type':'deny','provision':[{'type':'permit','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'ETREAT'}]}]}",
                "Consent.provision.data[0].reference; 'provision':{'type':'deny','data':[{'meaning':'instance','reference':{'reference':'Observations/1'}}]}",
                "Consent.provision.data[0].reference; 'provision':{'type':'deny','data':[{'meaning':'authoredby','reference':{'reference':'Group/g'}}]}",
                "Consent.provision.data[0].reference; 'provision':{'type':'deny','data':[{'meaning':'authoredby','reference':{'display':'Dr No'}}]}",
                "Consent.provision.period.end; 'provision':{'type':'deny','period':{'_end':{'extension':[{'url':'http://x','valueCode':'unknown'}]}}}",
                "Consent.policyRule; 'provision':{'provision':[{'type':'deny'}]}",
                "Consent.implicitRules; 'implicitRules':'http://x'",
                "Consent.modifierExtension; 'modifierExtension':[{'url':'http://x','valueBoolean':true}]",
                "Consent.category; 'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'moonshine'}]}]",
                "Consent.category; 'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'emergency-override'}]}]",
                "Consent.category; 'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'planning'},{'system':'https://candour.io/fhir/CodeSystem/choice','code':'hide-from'}]}]",
                "Consent.provision.modifierExtension; 'provision':{'type':'deny','modifierExtension':[{'url':'http://x','valueBoolean':true}]}",
                "Consent.provision.action[0]; 'provision':{'type':'deny','action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'correct'}]}]}",
                "Consent.provision.actor[0].role; 'provision':{'type':'deny','actor':[{'role':{'coding':[{'code':'WIT'}]},'reference':{'reference':'Organization/h'}}]}",
                "Consent.provision.actor[0].role; 'provision':{'type':'deny','actor':[{'role':{'text':'somebody'},'reference':{'reference':'Organization/h'}}]}",
                "Consent.provision.actor[0].reference; 'provision':{'type':'deny','actor':[{'reference':{'display':'Dr No'}}]}",
                "Consent.provision.actor[0].reference; 'provision':{'type':'deny','actor':[{'reference':{'reference':'https://other.example/fhir/Organization/h'}}]}",
                "Consent.provision.actor[0].reference; 'provision':{'type':'deny','actor':[{'reference':{'reference':'urn:uuid:1'}}]}",
                "Consent.provision.actor[0].reference; 'provision':{'type':'deny','actor':[{'reference':{'reference':'Location/l'}}]}",
                "Consent.provision.purpose[0]; 'provision':{'type':'deny','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'NONESUCH'}]}",
                "Consent.provision.purpose[0]; 'provision':{'type':'deny','purpose':[{'code':'TREAT'}]}",
                "Consent.provision.class[0]; 'provision':{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Nonesuch'}]}",
                "Consent.provision.class[0]; 'provision':{'type':'deny','class':[{'system':'http://unheard.of','code':'x'}]}",
                "Consent.provision.code[0]; 'provision':{'type':'deny','code':[{'text':'diabetes'}]}",
                "Consent.provision.data[0].meaning; 'provision':{'type':'deny','data':[{'meaning':'dependents','reference':{'reference':'Observation/1'}}]}",
                "Consent.provision.data[0].reference; 'provision':{'type':'deny','data':[{'meaning':'related','reference':{'reference':'Observation/1'}}]}",
                "Consent.provision.data[0].reference; 'provision':{'type':'deny','data':[{'meaning':'instance','reference':{'reference':'#1'}}]}",
                "Consent.provision.period; 'provision':{'type':'deny','period':{'start':'2027-01-01','end':'2026-01-01'}}",
                "Consent.provision.dataPeriod; 'provision':{'type':'deny','dataPeriod':{'start':'2027-01-01','end':'2026-01-01'}}",
                "Consent.provision.securityLabel[0]; 'provision':{'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'X'}]}",
                "Consent.provision.securityLabel[0]; 'provision':{'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'NOPAT'}]}",
                "Consent.provision.provision[0].type; 'provision':{'type':'deny','provision':[{}]}",
                "Consent.provision.provision[0].type; 'provision':{'type':'deny','provision':[{'actor':[{'reference':{'reference':'Group/g'}}]}]}",
                "Consent.provision.provision[0].provision; 'provision':{'type':'deny','provision':[{'type':'permit','provision':[{'type':'deny'}]}]}",
                "Consent.provision; 'category':[{'coding':[{'system':'https://candour.io/fhir/CodeSystem/choice','code':'tell-clinicians-something-is-hidden'}]}],'provision':{'type':'deny','code':[{'text':'x'}]}",
            })
    void compileWhenElementCannotBeHonouredThenRefusesNamingItAndClosesWhatIsStored(String element, String more) {
        Consent consent = consent(more);
        assertThat(compiler.compile(consent))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.element()).isEqualTo(element));
        Directive stored = compiler.directive(consent).orElseThrow();
        assertThat(stored.unenforceable()).isPresent();
        assertThat(stored.consent()).isEqualTo("c");
    }

    @Test
    void compileWhenStatusScopeOrPatientIsMissingThenRefuses() {
        Consent noStatus = consent(optOut(""));
        noStatus.setStatus(null);
        Consent noScope = consent(optOut(""));
        noScope.setScope(null);
        Consent elsewhere = consent(optOut(""));
        elsewhere.getPatient().setReference("https://other.example/fhir/Patient/p");
        assertThat(compiler.compile(noStatus)).isEqualTo(new Refused("Consent.status", "is missing"));
        assertThat(compiler.compile(noScope)).isInstanceOf(Refused.class);
        assertThat(compiler.compile(elsewhere))
                .isEqualTo(new Refused("Consent.patient", "must be a Patient on this server"));
    }

    @Test
    void compileWhenScopeIsTwoThingsThenRefuses() {
        Consent both = consent(optOut(""));
        both.getScope().addCoding().setSystem(Vocabulary.CONSENT_SCOPE).setCode("adr");
        assertThat(compiler.compile(both))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.element()).isEqualTo("Consent.scope"));
        both.getScope().getCoding().get(1).setSystem("http://own.example");
        assertThat(compiler.compile(both)).isInstanceOf(Compiled.class);
    }

    @Test
    void compileWhenKeeperIsRecipientTooThenReceives() {
        Directive directive = compiled(
                consent(
                        """
                        'provision':{'type':'permit','actor':[
                         {'role':{'coding':[{'code':'CST'},{'code':'IRCP'}]},'reference':{'reference':'Organization/h'}},
                         {'role':{'coding':[{'code':'AUT'}]},'reference':{'reference':'Practitioner/d'}}]}"""));
        assertThat(directive.root().actors()).containsExactly("Organization/h");
    }

    @Test
    void compileWhenAuthorHasTwoNamesThenEitherCounts() {
        Directive directive = compiled(
                consent(
                        """
                        'provision':{'type':'deny','data':[{'meaning':'authoredby','reference':{
                         'reference':'Practitioner/d','identifier':{'system':'s','value':'7'}}}]}"""));
        assertThat(directive.root().authoredBy()).containsExactlyInAnyOrder("Practitioner/d", "s|7");
    }

    @Test
    void compileWhenTooManyValuesThenRefuses() {
        Consent consent = consent(optOut(""));
        for (int i = 0; i < 1_001; i++) {
            consent.getProvision().addActor().getReference().setReference("Practitioner/" + i);
        }
        assertThat(compiler.compile(consent))
                .isEqualTo(new Refused("Consent.provision.actor", "has more than 1000 entries"));
    }

    @Test
    void compileWhenTenThousandProvisionsThenRefuses() {
        Consent consent = consent(optOut(""));
        for (int i = 0; i < 10_000; i++) {
            consent.getProvision().addProvision().setType(ConsentProvisionType.PERMIT);
        }
        assertThat(compiler.compile(consent))
                .isEqualTo(new Refused("Consent.provision.provision", "has more than 200 entries"));
    }

    @Test
    void compileWhenAdvanceDirectiveScopeThenIsDormant() {
        Consent adr = consent(optOut(""));
        adr.getScope().getCodingFirstRep().setCode("adr");
        assertThat(compiler.compile(adr)).isEqualTo(new Dormant("scope is adr"));
    }
}
