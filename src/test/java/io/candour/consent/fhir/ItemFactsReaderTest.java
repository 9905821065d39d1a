package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;

class ItemFactsReaderTest {
    private static final Instant RECORDED = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<String, ItemFacts> known = new HashMap<>();
    private final ItemFactsReader reader = new ItemFactsReader(
            new LocalReferences(Set.of("https://here.example/fhir")),
            ZoneId.of("Europe/London"),
            reference -> Optional.ofNullable(known.get(reference)),
            LabelLists.none());

    private ItemFacts read(String json) {
        IBaseResource resource = FhirContext.forR4Cached().newJsonParser().parseResource(json.replace('\'', '"'));
        ItemFacts facts = reader.read(resource, RECORDED);
        known.put(facts.reference(), facts);
        return facts;
    }

    @Test
    void readWhenConditionThenTellsAllFacts() {
        ItemFacts facts = read(
                """
                {'resourceType':'Condition','id':'c','meta':{
                  'profile':['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition|2.0'],
                  'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'},
                    {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'},
                    {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'NOPAT'}]},
                 'code':{'coding':[{'system':'http://snomed.info/sct','code':'35489007'}]},
                 'subject':{'reference':'https://here.example/fhir/Patient/p/_history/3'},
                 'encounter':{'reference':'Encounter/e'},
                 'asserter':{'reference':'Practitioner/d','identifier':{'system':'https://fhir.nhs.uk/Id/sds-user-id','value':'1'}},
                 'onsetDateTime':'2020-06-01','abatementDateTime':'2021'}""");
        assertThat(facts)
                .isEqualTo(new ItemFacts(
                        "Condition",
                        "c",
                        java.util.List.of("p"),
                        Set.of("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition"),
                        Set.of(),
                        Category.CONDITIONS,
                        Confidentiality.R,
                        Set.of("PSY"),
                        Set.of("http://snomed.info/sct|35489007"),
                        Optional.empty(),
                        Set.of("Practitioner/d", "https://fhir.nhs.uk/Id/sds-user-id|1"),
                        Set.of(),
                        Set.of("Encounter/e"),
                        Optional.of(Interval.of(
                                Instant.parse("2020-05-31T23:00:00Z"), Instant.parse("2022-01-01T00:00:00Z"))),
                        RECORDED,
                        true,
                        true));
    }

    @Test
    void readWhenSourceIsOnlyOnEncounterThenTakesItFromThere() {
        read(
                """
                {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/p'},
                 'serviceProvider':{'reference':'Organization/h'},
                 'episodeOfCare':[{'reference':'EpisodeOfCare/s'}]}""");
        ItemFacts facts = read(
                """
                {'resourceType':'Observation','id':'o','subject':{'reference':'Patient/p'},
                 'category':[{'coding':[{'code':'vital-signs'}]}],
                 'encounter':{'reference':'Encounter/e'}}""");
        assertThat(facts.sourceOrganisation()).contains("Organization/h");
        assertThat(facts.authors()).contains("Organization/h");
        assertThat(facts.belongsTo()).containsExactlyInAnyOrder("Encounter/e", "EpisodeOfCare/s");
        assertThat(facts.category()).isEqualTo(Category.MEASUREMENTS);
    }

    @Test
    void readWhenItTellsOfOthersThenNamesThemButNotItselfNorItsVisit() {
        assertThat(
                        read("""
                {'resourceType':'Procedure','id':'x','subject':{'reference':'Patient/p'},
                 'encounter':{'reference':'Encounter/e'},'basedOn':[{'reference':'ServiceRequest/s'}],
                 'partOf':[{'reference':'Procedure/x'},{'reference':'Procedure/whole/_history/2'}],
                 'reasonReference':[{'reference':'https://here.example/fhir/Condition/c'},
                   {'reference':'https://elsewhere.example/fhir/Condition/d'},{'reference':'#inside'}],
                 'contained':[{'resourceType':'Condition','id':'inside',
                   'evidence':[{'detail':[{'reference':'Observation/o'}]}]}]}""")
                                .names())
                .containsExactlyInAnyOrder("Procedure/whole", "Condition/c", "Observation/o");
        assertThat(
                        read("""
                {'resourceType':'Claim','id':'y','patient':{'reference':'Patient/p'},
                 'diagnosis':[{'sequence':1,'diagnosisReference':{'reference':'Condition/c'}}],
                 'procedure':[{'sequence':1,'procedureReference':{'reference':'Procedure/x'}}],
                 'prescription':{'reference':'MedicationRequest/m'}}""")
                                .names())
                .containsExactlyInAnyOrder("Condition/c", "Procedure/x", "MedicationRequest/m");
        assertThat(
                        read("""
                {'resourceType':'Composition','id':'z','subject':{'reference':'Patient/p'},
                 'section':[{'section':[{'entry':[{'reference':'Condition/c'}]}]}]}""")
                                .names())
                .containsExactly("Condition/c");
    }

    @Test
    void readWhenAuthorIsARoleThenWhoseItIsWroteIt() {
        read(
                """
                {'resourceType':'PractitionerRole','id':'r','practitioner':{'reference':'Practitioner/d'},
                 'organization':{'reference':'Organization/h'}}""");
        assertThat(
                        read("""
                                {'resourceType':'Observation','id':'o','subject':{'reference':'Patient/p'},
                                 'performer':[{'reference':'PractitionerRole/r'}]}""")
                                .authors())
                .containsExactlyInAnyOrder("PractitionerRole/r", "Practitioner/d", "Organization/h");
    }

    @Test
    void readWhenPeriodBoundHasNoValueThenIsOpen() {
        assertThat(
                        read("""
                                {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/p'},'period':{
                                 '_start':{'extension':[{'url':'http://x','valueCode':'unknown'}]}}}""")
                                .clinical())
                .isEmpty();
    }

    @Test
    void readWhenSubjectIsGroupThenItemIsEveryMembers() {
        read(
                """
                {'resourceType':'Group','id':'g','member':[{'entity':{'reference':'Patient/q'}},
                 {'entity':{'reference':'Patient/p'}},{'entity':{'reference':'Practitioner/x'}}]}""");
        assertThat(read("{'resourceType':'Observation','id':'o','subject':{'reference':'Group/g'}}")
                        .patients())
                .containsExactly("p", "q");
    }

    @Test
    void readWhenCyclicListsThenEnds() {
        read(
                "{'resourceType':'List','id':'a','subject':{'reference':'Patient/p'},'entry':[{'item':{'reference':'List/a'}}]}");
        ItemFacts b = read(
                "{'resourceType':'List','id':'b','entry':[{'item':{'reference':'List/a'}},{'item':{'reference':'List/b'}}]}");
        assertThat(b.patients()).containsExactly("p");
    }

    @Test
    void readWhenContainedThenItsPatientsAndLabelsCount() {
        ItemFacts facts = read(
                """
                {'resourceType':'MedicationRequest','id':'m','subject':{'reference':'Patient/p'},
                 'contained':[{'resourceType':'Observation','id':'o','subject':{'reference':'Patient/q'},'meta':{'security':[
                   {'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'V'}]}},
                  {'resourceType':'Medication','id':'d','code':{'coding':[{'system':'s','code':'x'}]}}],
                 'reasonReference':[{'reference':'#o'}],
                 'medicationReference':{'reference':'#d'}}""");
        assertThat(facts.patients()).containsExactly("p", "q");
        assertThat(facts.confidentiality()).isEqualTo(Confidentiality.V);
        assertThat(facts.codes()).containsExactly("s|x");
    }

    @Test
    void readWhenContainedPatientThenIsNeverOneOfOurs() {
        ItemFacts facts = read(
                """
                {'resourceType':'Observation','id':'o','contained':[{'resourceType':'Patient','id':'p'}],
                 'subject':{'reference':'#p'}}""");
        assertThat(facts.patients()).containsExactly("#p");
    }

    @Test
    void readWhenSubjectIsElsewhereThenNamesTheStranger() {
        for (String stranger : new String[] {
            "https://other.example/fhir/Patient/p",
            "urn:uuid:7d2f0a3c-0000-4000-8000-000000000001",
            "Patient?identifier=1"
        }) {
            assertThat(read("{'resourceType':'Observation','id':'o','subject':{'reference':'" + stranger + "'}}")
                            .patients())
                    .containsExactly(stranger);
        }
        assertThat(read("{'resourceType':'Observation','id':'o','subject':{'identifier':{'system':'s','value':'1'}}}")
                        .patients())
                .containsExactly("s|1");
        assertThat(
                        read("""
                                {'resourceType':'Appointment','id':'a','participant':[{'actor':{'reference':'Patient/p'}},
                                 {'actor':{'reference':'https://other.example/fhir/Practitioner/x'}}]}""")
                                .patients())
                .containsExactly("p");
    }

    @Test
    void readWhenStoredBundleThenIsEveryonesInItAndForeignEntriesAreStrangers() {
        ItemFacts facts = read(
                """
                {'resourceType':'Bundle','id':'b','type':'collection','entry':[
                 {'fullUrl':'https://here.example/fhir/Patient/p','resource':{'resourceType':'Patient','id':'p'}},
                 {'resource':{'resourceType':'Observation','subject':{'reference':'Patient/q'},'meta':{'security':[
                   {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}}},
                 {'fullUrl':'https://other.example/fhir/Observation/1',
                  'resource':{'resourceType':'Observation','id':'1','subject':{'reference':'Patient/p'}}}]}""");
        assertThat(facts.patients()).containsExactly("https://other.example/fhir/Observation/1#p", "p", "q");
        assertThat(facts.sensitivity()).containsExactly("HIV");
    }

    @Test
    void readWhenLabelSitsInTagsThenCounts() {
        assertThat(
                        read("""
                                {'resourceType':'Flag','id':'f','meta':{'tag':[
                                 {'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'NOPAT'}]}}""")
                                .noPatient())
                .isTrue();
    }

    @Test
    void readWhenPractitionerThenIsNobodysAndNamesNoPatient() {
        ItemFacts facts = read("{'resourceType':'Practitioner','id':'x'}");
        assertThat(facts.patients()).isEmpty();
        assertThat(facts.namesPatient()).isFalse();
        ItemFacts location = read(
                """
                {'resourceType':'Location','id':'home','extension':[{'url':'u','valueReference':{'reference':'Patient/p'}}]}""");
        assertThat(location.patients()).isEmpty();
        assertThat(location.namesPatient()).isTrue();
    }

    @Test
    void readWhenProvenanceIsAboutConsentThenIsAChoiceOfThatPatient() {
        ItemFacts consent = read(
                "{'resourceType':'Consent','id':'c','patient':{'reference':'Patient/p'},'performer':[{'reference':'RelatedPerson/r'}],"
                        + "'organization':[{'reference':'Organization/h'}]}");
        assertThat(consent.authors()).containsExactly("RelatedPerson/r");
        ItemFacts facts = read(
                """
                {'resourceType':'Provenance','id':'v','target':[{'reference':'Consent/c'}],
                 'agent':[{'who':{'reference':'Practitioner/d'}}]}""");
        assertThat(facts.patients()).containsExactly("p");
        assertThat(facts.category()).isEqualTo(Category.CHOICES);
        assertThat(facts.authors()).containsExactly("Practitioner/d");
    }

    @Test
    void readWhenSomebodySaysSomethingThenItIsWhereWhatItIsAboutIs() {
        read("{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'}}");
        ItemFacts dispute = read(raised("dispute", "'focus':{'reference':'Condition/c'},"));

        assertThat(dispute.category()).isEqualTo(Category.CONDITIONS);
        assertThat(dispute.names()).containsExactly("Condition/c");
        assertThat(dispute.patients()).containsExactly("p");
        assertThat(read(raised("note", "")).category()).isEqualTo(Category.DOCUMENTS);
        assertThat(read(raised(
                                "access-query",
                                "'focus':{'type':'AuditEvent','identifier':{'system':'x','value':'1'}},"))
                        .category())
                .isEqualTo(Category.CHOICES);
        assertThat(read("{'resourceType':'Task','id':'t','code':{'coding':[{'system':'x','code':'access-query'}]}}")
                        .category())
                .as("somebody else's code")
                .isEqualTo(Category.REFERRALS);
    }

    private static String raised(String kind, String focus) {
        return """
                {'resourceType':'Task','id':'t-%s',%s'for':{'reference':'Patient/p'},
                 'code':{'coding':[{'system':'https://candour.io/fhir/CodeSystem/raised','code':'%s'}]}}"""
                .formatted(kind, focus, kind);
    }

    @Test
    void readWhenPeriodRunsBackwardsThenHasNoClinicalTime() {
        assertThat(
                        read("""
                                {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/p'},
                                 'period':{'start':'2021-01-02','end':'2020-01-01'}}""")
                                .clinical())
                .isEmpty();
    }

    @Test
    void readWhenOngoingThenLastsWithoutEnd() {
        Interval since =
                read("{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p'},'onsetDateTime':'2020-01-01T10:00:00Z'}")
                        .clinical()
                        .orElseThrow();
        assertThat(since).isEqualTo(new Interval(Optional.of(Instant.parse("2020-01-01T10:00:00Z")), Optional.empty()));
    }

    @Test
    void readWhenNoIdThenRefuses() {
        assertThatThrownBy(() -> read("{'resourceType':'Flag'}")).isInstanceOf(IllegalArgumentException.class);
    }
}
