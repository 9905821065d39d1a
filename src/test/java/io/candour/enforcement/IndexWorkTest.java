package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.ChoiceDatabase;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.record.HapiTables;
import io.candour.record.ItemGraph;
import io.candour.record.Kind;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.server.LabelSettings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Labels and what else an item has from others, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexWorkTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final LocalReferences LOCAL = new LocalReferences(Set.of("http://here.example/fhir"));
    private static final LabelLists SHIPPED = new LabelSettings(List.of("classpath:io/candour/labels/*.json")).lists();
    private static final LabelLists NONE = LabelLists.of(List.of());

    private static final String HIV = "{'system': 'http://snomed.info/sct', 'code': '86406008'}";
    private static final String COLD = "{'system': 'http://snomed.info/sct', 'code': '82272006'}";

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final JdbcTemplate jdbc = database.jdbc();
    private final TransactionTemplate transactions = database.transactions();
    private final RecordIndex index = new RecordIndex(jdbc);
    private final Map<String, Integer> versions = new HashMap<>();

    @BeforeAll
    void start() {
        HapiTables.create(jdbc);
    }

    @BeforeEach
    void empty() {
        jdbc.execute(
                "truncate candour.record_item, candour.record_place, candour.relabelling, candour.snapshot cascade");
        versions.clear();
        new SnapshotStore(jdbc).create(List.of("p", "q"));
    }

    @Test
    void writeWhenACodeIsListedThenTheItemIsLabelledAndSaysSo() {
        write(condition("c", HIV, ""));

        assertThat(facts("Condition/c").sensitivity()).containsExactly("HIV");
        assertThat(facts("Condition/c").sensitive()).isTrue();
        assertThat(security("Condition/c")).containsExactlyInAnyOrder("HIV", "R");
    }

    @Test
    void writeWhenTheSenderSaidMoreThenThatStays() {
        write(condition("c", HIV, "'meta': {'security': [" + confidentiality("V") + "]},"));

        assertThat(security("Condition/c")).containsExactlyInAnyOrder("HIV", "V");
    }

    @Test
    void writeWhenTheSenderSaidLessThenTheItemIsRestrictedAllTheSame() {
        write(condition("c", HIV, "'meta': {'security': [" + confidentiality("N") + "]},"));

        assertThat(security("Condition/c")).containsExactlyInAnyOrder("HIV", "N", "R");
        assertThat(facts("Condition/c").sensitive()).isTrue();
    }

    @Test
    void writeWhenTheCodeStandsInAReasonOrInsideThenItCounts() {
        write(
                "{'resourceType': 'Procedure', 'id': 'p1', 'subject': {'reference': 'Patient/p'},"
                        + " 'reasonCode': [{'coding': [" + HIV + "]}]}",
                "{'resourceType': 'MedicationRequest', 'id': 'm1', 'subject': {'reference': 'Patient/p'},"
                        + " 'contained': [{'resourceType': 'Condition', 'id': 'x', 'code': {'coding': [" + HIV
                        + "]}}]}",
                "{'resourceType': 'Observation', 'id': 'o1', 'subject': {'reference': 'Patient/p'},"
                        + " 'valueCodeableConcept': {'coding': [{'system': 'http://hl7.org/fhir/sid/icd-10',"
                        + " 'code': 'F32.9'}]}}");

        assertThat(facts("Procedure/p1").sensitivity()).containsExactly("HIV");
        assertThat(facts("MedicationRequest/m1").sensitivity()).containsExactly("HIV");
        assertThat(item("MedicationRequest/m1").content()).doesNotContain("\"meta\":{}");
        assertThat(facts("Observation/o1").sensitivity()).containsExactly("PSY");
    }

    @Test
    void labelsPassOneHopToReasonsAndTheEncounterAndNoFurther() {
        write(
                encounter("e"),
                condition("c", HIV, "'encounter': {'reference': 'Encounter/e'},"),
                request("m", "c"),
                "{'resourceType': 'Procedure', 'id': 'x', 'subject': {'reference': 'Patient/p'},"
                        + " 'partOf': [{'reference': 'MedicationAdministration/a'}]}",
                "{'resourceType': 'MedicationAdministration', 'id': 'a', 'subject': {'reference': 'Patient/p'},"
                        + " 'reasonReference': [{'reference': 'Condition/c'}]}",
                observation("o", "e"));

        assertThat(facts("Encounter/e").sensitivity()).containsExactly("HIV");
        assertThat(facts("MedicationRequest/m").sensitivity()).containsExactly("HIV");
        assertThat(facts("MedicationAdministration/a").sensitivity()).containsExactly("HIV");
        assertThat(facts("Procedure/x").sensitivity()).isEmpty();
        assertThat(facts("Observation/o").sensitivity()).isEmpty();
    }

    @Test
    void labelsPassToWhatIsStoredAlready() {
        write(encounter("e"), observation("o", "e"));
        write(condition("c", HIV, "'encounter': {'reference': 'Encounter/e'},"));

        assertThat(security("Encounter/e")).containsExactlyInAnyOrder("HIV", "R");
        assertThat(facts("Observation/o").sensitivity()).isEmpty();
    }

    @Test
    void aDisputeIsWhereTheEntryIsAlsoWhenThatMoves() {
        write(
                observation("o", "e"),
                "{'resourceType': 'Task', 'id': 't', 'for': {'reference': 'Patient/p'},"
                        + " 'focus': {'reference': 'Observation/o'}, 'code': {'coding':"
                        + " [{'system': 'https://candour.io/fhir/CodeSystem/raised', 'code': 'dispute'}]}}");
        assertThat(facts("Task/t").category()).isEqualTo(Category.TEST_RESULTS);

        write("{'resourceType': 'Observation', 'id': 'o', 'subject': {'reference': 'Patient/p'},"
                + " 'category': [{'coding': [{'code': 'vital-signs'}]}]}");

        assertThat(facts("Task/t").category()).isEqualTo(Category.MEASUREMENTS);
    }

    @Test
    void labelsGoWhereTheirReasonGoes() {
        write(encounter("e"), condition("c", HIV, "'encounter': {'reference': 'Encounter/e'},"), request("m", "c"));
        write(condition("c", COLD, "'encounter': {'reference': 'Encounter/e'},"));

        assertThat(security("Condition/c")).isEmpty();
        assertThat(security("Encounter/e")).isEmpty();
        assertThat(security("MedicationRequest/m")).isEmpty();
    }

    @Test
    void whatTheSenderSaidStaysWhenItsReasonGoes() {
        write(
                condition("c", HIV, ""),
                request("m", "c")
                        .replace("'id': 'm',", "'id': 'm', 'meta': {'security': [" + sensitivity("PSY") + "]},"));
        assertThat(security("MedicationRequest/m")).containsExactlyInAnyOrder("HIV", "PSY", "R");

        delete("Condition/c");

        assertThat(security("MedicationRequest/m")).containsExactly("PSY");
    }

    @Test
    void anEncounterRestsOnItsConditionsWithLabelsAlone() {
        write(
                encounter("e"),
                condition("c", HIV, "'encounter': {'reference': 'Encounter/e'},"),
                condition("d", COLD, "'encounter': {'reference': 'Encounter/e'},"));
        assertThat(restsOn("Encounter/e")).containsExactly("Condition/c");

        write(condition("d", HIV, "'encounter': {'reference': 'Encounter/e'},"));
        assertThat(restsOn("Encounter/e")).containsExactlyInAnyOrder("Condition/c", "Condition/d");

        write(condition("c", COLD, "'encounter': {'reference': 'Encounter/e'},"));
        assertThat(restsOn("Encounter/e")).containsExactly("Condition/d");
        assertThat(security("Encounter/e")).containsExactlyInAnyOrder("HIV", "R");
    }

    @Test
    void groupsThatNameEachOtherHaveBothTheirMembers() {
        String group = "{'resourceType': 'Group', 'id': '%s', 'member': [{'entity': {'reference': 'Patient/%s'}},"
                + " {'entity': {'reference': 'Group/%s'}}]}";
        write(group.formatted("g", "p", "h"), group.formatted("h", "q", "g"));

        assertThat(facts("Group/g").patients()).containsExactly("p", "q");
        assertThat(facts("Group/h").patients()).containsExactly("p", "q");
    }

    @Test
    void factsFollowTheEncounterAndTheTarget() {
        write(
                encounter("e"),
                observation("o", "e"),
                "{'resourceType': 'Provenance', 'id': 'v', 'target': [{'reference': 'Observation/o'}]}");
        assertThat(facts("Observation/o").sourceOrganisation()).contains("Organization/h");
        assertThat(facts("Provenance/v").patients()).containsExactly("p");

        write(encounter("e").replace("Organization/h", "Organization/k"));
        assertThat(facts("Observation/o").sourceOrganisation()).contains("Organization/k");

        write(observation("o", "e").replace("Patient/p", "Patient/q"));
        assertThat(facts("Provenance/v").patients()).containsExactly("q");
    }

    @Test
    void aWriteThatChangesNothingOthersTakeOverReadsNobodyElse() {
        write(encounter("e"), observation("o", "e"));
        IndexWork.Change change = write(encounter("e").replace("'id'", "'language': 'en', 'id'"));

        assertThat(change.facts()).containsOnlyKeys("Encounter/e");
    }

    @Test
    void kindsPassOnHoweverManyStandBetween() {
        for (int i = 0; i < 60; i++) {
            write(repeat(i, ""));
        }
        assertThat(told("MedicationRequest/m59")).containsExactly(kind("MedicationRequest/m0"));

        write(repeat(0, "'requester': {'reference': 'Practitioner/d'},"));
        assertThat(told("MedicationRequest/m1")).containsExactly(kind("MedicationRequest/m0"));
        assertThat(told("MedicationRequest/m59"))
                .containsExactlyInAnyOrder(kind("MedicationRequest/m0"), kind("MedicationRequest/m1"));

        write(repeat(0, ""));
        assertThat(told("MedicationRequest/m59")).containsExactly(kind("MedicationRequest/m0"));
    }

    private static String repeat(int number, String more) {
        return "{'resourceType': 'MedicationRequest', 'id': 'm" + number + "', 'subject': {'reference': 'Patient/p'},"
                + (number == 0 ? "" : "'priorPrescription': {'reference': 'MedicationRequest/m" + (number - 1) + "'},")
                + more + "'status': 'active'}";
    }

    @Test
    void aCircleTellsNoMoreOfWhatNoneOfItTellsOf() {
        String procedure = "{'resourceType': 'Procedure', 'id': 'a', 'subject': {'reference': 'Patient/p'},"
                + " 'complicationDetail': [{'reference': 'Condition/c'}%s]}";
        write(
                condition("x", HIV, ""),
                condition("c", COLD, "'evidence': [{'detail': [{'reference': 'Procedure/a'}]}],"),
                procedure.formatted(", {'reference': 'Condition/x'}"));
        assertThat(told("Condition/c")).contains(kind("Condition/x"));

        write(procedure.formatted(""));

        assertThat(told("Condition/c")).containsExactlyInAnyOrder(kind("Procedure/a"), kind("Condition/c"));
        assertThat(told("Procedure/a")).containsExactlyInAnyOrder(kind("Procedure/a"), kind("Condition/c"));
    }

    private UUID kind(String reference) {
        return Kind.of(facts(reference)).digest();
    }

    private List<UUID> told(String reference) {
        return jdbc.queryForList(
                "select unnest(told) from candour.record_item where type || '/' || id = ?", UUID.class, reference);
    }

    @Test
    void twoWritersAtOnceMissNoLabel() throws Exception {
        write(condition("c", COLD, ""));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                String request = "m" + round;
                CountDownLatch start = new CountDownLatch(1);
                String code = round % 2 == 0 ? HIV : COLD;
                Future<?> label = threads.submit(() -> {
                    start.await();
                    return write(condition("c", code, ""));
                });
                Future<?> reason = threads.submit(() -> {
                    start.await();
                    return write(request(request, "c"));
                });
                start.countDown();
                label.get(20, TimeUnit.SECONDS);
                reason.get(20, TimeUnit.SECONDS);

                assertThat(facts("MedicationRequest/" + request).sensitivity())
                        .as("round " + round)
                        .isEqualTo(facts("Condition/c").sensitivity());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void relabelWhenListsChangeThenEveryItemFollowsAndVersionsMove() {
        write(
                NONE,
                condition("c", HIV, ""),
                request("m", "c"),
                condition("d", COLD, "'subject': {'reference': 'Patient/q'},"));
        long before = version("p");
        long other = version("q");
        Relabelling relabelling = relabelling(SHIPPED);
        assertThat(relabelling.due()).isTrue();

        relabel(relabelling, 1, Integer.MAX_VALUE);

        assertThat(security("MedicationRequest/m")).containsExactlyInAnyOrder("HIV", "R");
        assertThat(version("p")).isGreaterThan(before);
        assertThat(version("q")).isEqualTo(other);
        assertThat(relabelling.due()).isFalse();
        assertThat(relabelling(NONE).due()).isTrue();
    }

    @Test
    void relabelWhenStoppedThenGoesOnWhereItWas() {
        for (int i = 0; i < 10; i++) {
            write(NONE, condition("c" + i, HIV, ""));
        }
        relabel(relabelling(SHIPPED), 3, 2);
        Relabelling again = relabelling(SHIPPED);
        again.begin();
        assertThat(again.done()).isEqualTo(6);
        assertThat(again.step(100)).contains(new Relabelling.Step(4, 4));
        assertThat(again.step(100)).isEmpty();
        assertThat(again.due()).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(facts("Condition/c" + i).sensitivity()).containsExactly("HIV");
        }
    }

    @Test
    void relabelWhileItemsAreWrittenLosesNoWrite() throws Exception {
        for (int i = 0; i < 50; i++) {
            write(NONE, condition("c" + i, HIV, ""));
        }
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int i = 49; i >= 0; i--) {
                    write(condition("c" + i, i % 2 == 0 ? HIV : COLD, "'language': 'cy',"));
                }
            });
            relabel(relabelling(SHIPPED), 5, Integer.MAX_VALUE);
            writing.get(30, TimeUnit.SECONDS);
        } finally {
            writer.shutdownNow();
        }
        for (int i = 0; i < 50; i++) {
            RecordItem item = item("Condition/c" + i);
            assertThat(item.version()).isEqualTo(2);
            assertThat(item.content()).contains("\"language\":\"cy\"");
            assertThat(item.facts().sensitivity()).isEqualTo(i % 2 == 0 ? Set.of("HIV") : Set.of());
        }
    }

    private static void relabel(Relabelling relabelling, int most, int steps) {
        relabelling.begin();
        for (int step = 0; step < steps && relabelling.step(most).isPresent(); step++) {
            assertThat(step).isLessThan(1000);
        }
    }

    private Relabelling relabelling(LabelLists lists) {
        return new Relabelling(jdbc, transactions, FHIR, LOCAL, ZoneOffset.UTC, lists);
    }

    private IndexWork.Change write(String... resources) {
        return write(SHIPPED, resources);
    }

    /** As one transaction; an id that was written before is an update. */
    private synchronized Map<String, Resource> parse(Set<String> fresh, String... resources) {
        Map<String, Resource> written = new LinkedHashMap<>();
        for (String json : resources) {
            Resource resource = (Resource) FHIR.newJsonParser().parseResource(json.replace('\'', '"'));
            String id = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            int version = versions.merge(id, 1, Integer::sum);
            resource.setId(id + "/_history/" + version);
            resource.getMeta()
                    .setVersionId(Integer.toString(version))
                    .setLastUpdated(Date.from(Instant.parse("2026-01-01T00:00:00Z")));
            written.put(id, resource);
            if (version == 1) {
                fresh.add(id);
            }
        }
        return written;
    }

    private IndexWork.Change write(LabelLists lists, String... resources) {
        Set<String> fresh = new java.util.HashSet<>();
        Map<String, Resource> written = parse(fresh, resources);
        return Optional.ofNullable(transactions.execute(any -> work(lists).write(written, Set.of(), fresh)))
                .orElseThrow();
    }

    private void delete(String reference) {
        transactions.execute(any -> work(SHIPPED).write(Map.of(), Set.of(reference), Set.of()));
    }

    private IndexWork work(LabelLists lists) {
        return new IndexWork(FHIR, index, new ItemGraph(jdbc), new WriterLocks(jdbc), LOCAL, ZoneOffset.UTC, lists);
    }

    private RecordItem item(String reference) {
        int slash = reference.indexOf('/');
        return index.read(reference.substring(0, slash), reference.substring(slash + 1))
                .orElseThrow();
    }

    private ItemFacts facts(String reference) {
        return item(reference).facts();
    }

    private Set<String> restsOn(String reference) {
        return new ItemGraph(jdbc).load(Set.of(reference)).get(0).restsOn();
    }

    private List<String> security(String reference) {
        Resource shown =
                (Resource) FHIR.newJsonParser().parseResource(item(reference).content());
        return shown.getMeta().getSecurity().stream().map(Coding::getCode).collect(Collectors.toList());
    }

    private long version(String patient) {
        return new SnapshotStore(jdbc).load(Set.of(patient)).version(patient);
    }

    private static String condition(String id, String code, String more) {
        String subject = more.contains("'subject'") ? "" : "'subject': {'reference': 'Patient/p'},";
        return "{'resourceType': 'Condition', 'id': '" + id + "', " + more + subject + "'code': {'coding': [" + code
                + "]}}";
    }

    private static String encounter(String id) {
        return "{'resourceType': 'Encounter', 'id': '" + id + "', 'subject': {'reference': 'Patient/p'},"
                + " 'serviceProvider': {'reference': 'Organization/h'}}";
    }

    private static String observation(String id, String encounter) {
        return "{'resourceType': 'Observation', 'id': '" + id + "', 'subject': {'reference': 'Patient/p'},"
                + " 'encounter': {'reference': 'Encounter/" + encounter + "'}}";
    }

    private static String request(String id, String reason) {
        return "{'resourceType': 'MedicationRequest', 'id': '" + id + "', 'subject': {'reference': 'Patient/p'},"
                + " 'reasonReference': [{'reference': 'Condition/" + reason + "'}]}";
    }

    private static String confidentiality(String level) {
        return "{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': '" + level + "'}";
    }

    private static String sensitivity(String code) {
        return "{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': '" + code + "'}";
    }
}
