package io.candour.release;

import io.candour.choice.ChoiceDatabase;
import io.candour.choice.SnapshotStore;
import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Labels;
import io.candour.identity.Directory;
import io.candour.record.HapiTables;
import io.candour.record.IndexedItem;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sweep;
import io.candour.release.Programme.Recipient;
import io.candour.release.Programme.Registered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** People with records and choices in a real database, and what of this room counts them. */
final class CountedWorld {
    static final String ODS = "X9906";
    static final String RECIPIENT = Directory.ODS_CODE + "|" + ODS;
    static final String ASTHMA = "http://snomed.info/sct|195967001";
    static final String COLD = "http://snomed.info/sct|82272006";
    static final String SALBUTAMOL = "http://snomed.info/sct|372897005";
    static final String HEIGHT = "http://loinc.org|8302-2";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static final LocalDate TODAY = LocalDate.parse("2026-11-29");

    final ChoiceDatabase database = ChoiceDatabase.fresh();
    final SnapshotStore snapshots = new SnapshotStore(database.jdbc());
    final RecordIndex index = new RecordIndex(database.jdbc());
    final ConsentEngine engine;
    final Willingness willingness;
    final QuestionEngine counting;
    final Questions questions = new Questions(database.jdbc());
    final Ledger ledger = new Ledger(database.jdbc());
    final Extracts extracts = new Extracts(database.jdbc());
    final Running running = new Running(database.jdbc());
    OptOuts optOuts = new OptOuts(database.jdbc(), Optional.empty(), Map.of());
    final Incidents incidents = new Incidents(database.jdbc());
    final ExtractLedger copies = new ExtractLedger(database.jdbc());
    final Programmes programmes = new Programmes(database.jdbc());
    final Programme programme = programme("programme", ODS);
    final Map<String, ItemFacts> items = new LinkedHashMap<>();

    CountedWorld(Policy policy) {
        HapiTables.create(database.jdbc());
        engine = new ConsentEngine(policy);
        willingness = new Willingness(engine, snapshots, index, new Directory(database.jdbc()));
        counting = new PostgresQuestionEngine(new Sweep(database.jdbc()), willingness, ZoneOffset.UTC);
        programmes.register(programme);
    }

    Airlock airlock(SmallNumbers numbers) {
        return new Airlock(
                questions, ledger, incidents, willingness, optOuts, running, counting, numbers, ZoneOffset.UTC);
    }

    static Programme programme(String id, String ods) {
        Instant now = Instant.parse("2026-11-01T09:00:00Z");
        return new Programme(
                id,
                new Recipient(ods, "University " + ods, RecipientType.UNIVERSITY),
                "Asthma and weather",
                "Whether cold spells bring people with asthma to hospital",
                "HRESCH",
                "Consent",
                "None",
                false,
                EnumSet.of(
                        Category.DETAILS,
                        Category.CONDITIONS,
                        Category.MEDICINES,
                        Category.TEST_RESULTS,
                        Category.MEASUREMENTS),
                now,
                now.plus(Duration.ofDays(365)),
                Duration.ofDays(28),
                new Registered(now, "guardian", "Demo Guardian"),
                List.of());
    }

    /** An answer to the choice about research by others than companies. */
    static Directive research(String id, Provision root) {
        return new Directive(id, "1", Optional.of(Choice.ACADEMIC_RESEARCH), root, List.of(), true, Optional.empty());
    }

    static Directive yes() {
        return research("yes", Provision.of(Effect.PERMIT));
    }

    static Directive no() {
        return research("no", Provision.of(Effect.DENY));
    }

    /** Makes these the choices of the person, who is new or changes them. */
    void chooses(String patient, Directive... directives) {
        snapshots.create(List.of(patient));
        database.jdbc()
                .update(
                        "update candour.snapshot set version = version + 1, directives = ?::jsonb where patient = ?",
                        StoredJson.write(List.of(directives)),
                        patient);
    }

    /** A person's Patient. */
    void person(String patient, String born, String gender, String postcode) {
        item(
                facts("Patient", patient, patient, Category.DETAILS, Set.of(), Set.of(), Optional.empty()),
                """
                {"resourceType":"Patient","id":"%s","birthDate":"%s","gender":"%s","address":[{"postalCode":"%s"}]}
                """
                        .formatted(patient, born, gender, postcode));
    }

    void item(ItemFacts facts, String content) {
        items.put(facts.reference(), facts);
        database.transactions()
                .executeWithoutResult(any -> index.replace(
                        List.of(new IndexedItem(
                                new RecordItem(1, facts, content), Set.of(), Labels.NONE, Set.of(), Optional.empty())),
                        List.of()));
    }

    /** As a change of somebody's records does it. */
    void touched(String patient) {
        database.transactions().executeWithoutResult(any -> {
            snapshots.lock(List.of(patient));
            snapshots.bump(List.of(patient));
        });
    }

    /** Gives the recipient one more name, as an entry of the directory does. */
    void named(String organisation) {
        database.jdbc()
                .update(
                        "insert into candour.identifier (system, value, type, id) values (?, ?, 'Organization', ?)",
                        Directory.ODS_CODE,
                        ODS,
                        organisation);
        database.transactions().executeWithoutResult(any -> snapshots.bumpEpoch());
    }

    /** The same item with other labels. */
    static ItemFacts labelled(ItemFacts plain, Confidentiality level, Set<String> sensitivity) {
        return new ItemFacts(
                plain.type(),
                plain.id(),
                plain.patients(),
                plain.profiles(),
                plain.documentTypes(),
                plain.category(),
                level,
                sensitivity,
                plain.codes(),
                plain.sourceOrganisation(),
                plain.authors(),
                plain.names(),
                plain.belongsTo(),
                plain.clinical(),
                plain.recorded(),
                plain.noPatient(),
                plain.namesPatient());
    }

    void condition(String id, String patient, String code) {
        condition(id, patient, code, Set.of());
    }

    void condition(String id, String patient, String code, Set<String> names) {
        item(
                facts(
                        "Condition",
                        id,
                        patient,
                        Category.CONDITIONS,
                        Set.of(code),
                        names,
                        Optional.of(on("2025-06-01"))),
                "{\"resourceType\":\"Condition\"}");
    }

    static Interval on(String day) {
        Instant start = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Interval.of(start, start.plus(Duration.ofDays(1)));
    }

    static ItemFacts facts(
            String type,
            String id,
            String patient,
            Category category,
            Set<String> codes,
            Set<String> names,
            Optional<Interval> clinical) {
        return new ItemFacts(
                type,
                id,
                List.of(patient),
                Set.of(),
                Set.of(),
                category,
                Confidentiality.N,
                Set.of(),
                codes,
                Optional.of("Organization/practice"),
                Set.of(),
                names,
                Set.of(),
                clinical,
                Instant.parse("2026-11-01T09:00:00Z"),
                false,
                true);
    }

    static Question question(Criterion... cohort) {
        return new Question(List.of(cohort), List.of(), Optional.empty(), Optional.empty());
    }

    Counted count(Question question) {
        return inTransaction(() ->
                counting.count(question, TODAY, programme.classes(), willingness.of(programme), hundredths -> {}));
    }

    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(database.transactions().execute(any -> work.get()));
    }

    /** Takes items out of the database, as if they had never been. */
    void forget(Collection<ItemFacts> gone) {
        database.transactions()
                .executeWithoutResult(any -> index.replace(
                        List.of(),
                        new ArrayList<>(gone.stream().map(ItemFacts::reference).toList())));
    }

    /** Returns once somebody waits for what another has locked. */
    void awaitWaiting() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Boolean waits = database.jdbc()
                    .queryForObject(
                            """
                            select exists (select from pg_stat_activity
                                where datname = current_database() and wait_event_type = 'Lock')
                            """,
                            Boolean.class);
            if (Boolean.TRUE.equals(waits)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("Nobody waits for anybody");
    }

    /** A question that this world's programme asked. */
    Asked ask(String id, Question question) {
        Asked asked = new Asked(
                id,
                programme.id(),
                ODS,
                TODAY.atStartOfDay(ZoneOffset.UTC).toInstant(),
                "researcher",
                "Demo Researcher",
                "To know",
                question,
                Optional.empty(),
                List.of());
        questions.ask(asked);
        return asked;
    }
}
