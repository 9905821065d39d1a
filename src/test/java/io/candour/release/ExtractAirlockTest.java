package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.ItemFacts;
import io.candour.consent.Provision;
import io.candour.consent.fhir.Labels;
import io.candour.record.IndexedItem;
import io.candour.record.RecordItem;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.Extract.Held;
import io.candour.release.Passing.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionStatus;

/** What passes the airlock as rows: only what everybody in it says yes to as it leaves, as it was looked at. */
class ExtractAirlockTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    private ExtractWorld extracts;
    private ExtractAirlock airlock;

    @BeforeEach
    void world() {
        extracts = new ExtractWorld(place);
        airlock = extracts.airlock();
        for (int i = 0; i < 4; i++) {
            extracts.person("p" + i, CountedWorld.ASTHMA, "2025-06-01");
        }
    }

    private Extract made(String id) {
        return extracts.made(airlock, id, extracts.world.programme);
    }

    private Reconciled letOut(String id) {
        return extracts.letOut(airlock, id, extracts.world.programme);
    }

    @Test
    void runWhenAllSayYesThenItWaitsAndLeavesAsItWas() throws Exception {
        assertThat(made("e").state()).isEqualTo(State.ANSWERED);
        List<JsonNode> held = ExtractWorld.read(extracts.held("e", 1));
        assertThat(extracts.released("e")).doesNotExist();

        assertThat(letOut("e")).isEqualTo(Reconciled.MAY_LEAVE);

        assertThat(extracts.find("e").state()).isEqualTo(State.RELEASED);
        assertThat(ExtractWorld.read(extracts.released("e"))).isEqualTo(held);
        assertThat(extracts.held("e", 1)).doesNotExist();
        assertThat(extracts.world.copies.of("p0", 10).get(0).released()).isPresent();
        JsonNode manifest = JsonMapper.builder()
                .build()
                .readTree(extracts.released("e").resolve("manifest.json").toFile());
        assertThat(manifest.path("manifest").asText()).isEqualTo("2");
        assertThat(manifest.at("/files/0/lines").asInt()).isEqualTo(4);
        assertThat(manifest.toString()).doesNotContain("p0");
    }

    @Test
    void runWhenThereAreFewThenItIsHeldAndNothingIsWritten() {
        extracts.world.chooses("p0", CountedWorld.no());
        extracts.world.chooses("p1", CountedWorld.no());

        Extract few = made("e");

        assertThat(few.state()).isEqualTo(State.HELD);
        assertThat(few.latest().orElseThrow().held()).contains(Held.FEW);
        assertThat(place.resolve("extracts").resolve("held").resolve("e")).doesNotExist();
        extracts.world.chooses("p1", CountedWorld.yes());
        extracts.world.database.transactions().executeWithoutResult(any -> airlock.run(few, extracts.world.programme));
        assertThat(extracts.find("e").state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void reconcileWhenSomebodyWithdrewSinceThenItIsMadeAnewWithoutThem() {
        made("e");
        extracts.world.chooses("p3", CountedWorld.no());

        assertThat(letOut("e")).isEqualTo(Reconciled.RUN_AGAIN);

        assertThat(extracts.find("e").latest().orElseThrow().people()).isEqualTo(3);
        assertThat(extracts.held("e", 1)).doesNotExist();
        assertThat(extracts.released("e")).doesNotExist();
        assertThat(letOut("e")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(ExtractWorld.read(extracts.released("e"))).hasSize(6);
        assertThat(extracts.world.copies.of("p3", 10).get(0).released())
                .as("what left was without them")
                .isEmpty();
    }

    private int runs(String id) {
        return extracts.find(id).run().orElseThrow();
    }

    private void changed(String condition, String patient, String code) {
        ItemFacts now = CountedWorld.facts(
                "Condition",
                condition,
                patient,
                Category.CONDITIONS,
                Set.of(code),
                Set.of(),
                Optional.of(CountedWorld.on("2025-06-01")));
        extracts.world
                .database
                .transactions()
                .executeWithoutResult(any -> extracts.world.index.replace(
                        List.of(new IndexedItem(
                                new RecordItem(2, now, "{\"resourceType\":\"Condition\",\"id\":\"" + condition + "\"}"),
                                Set.of(),
                                Labels.NONE,
                                Set.of(),
                                Optional.empty())),
                        List.of()));
    }

    @Test
    void reconcileWhenRecordsAndMembershipsMovedAndAllStillSayYesThenItLeavesAsItWas() {
        made("e");
        changed("c-p0", "p0", CountedWorld.COLD);
        extracts.world.touched("p0");
        extracts.world.chooses("p1", CountedWorld.research("again", Provision.of(Effect.PERMIT)));
        extracts.condition("new", "p2", CountedWorld.COLD, "2025-06-01");
        extracts.world.touched("p2");
        extracts.world.database.transactions().executeWithoutResult(any -> extracts.world.snapshots.bumpEpoch());

        assertThat(letOut("e")).isEqualTo(Reconciled.MAY_LEAVE);

        assertThat(runs("e")).isEqualTo(1);
        assertThat(ExtractWorld.read(extracts.released("e"))).hasSize(8);
    }

    @Test
    void reconcileWhenAnItemAndItsPatientsChoicesBothChangedThenItIsMadeAnew() {
        made("e");
        changed("c-p0", "p0", CountedWorld.COLD);
        extracts.world.chooses(
                "p0",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-that",
                        Provision.builder(Effect.DENY)
                                .codes(Set.of(CountedWorld.ASTHMA))
                                .build()));

        assertThat(letOut("e")).isEqualTo(Reconciled.RUN_AGAIN);
    }

    @Test
    void reconcileWhenAnItemInItIsClosedNowThenItIsMadeAnewWithoutIt() {
        made("e");
        extracts.world.chooses(
                "p0",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-that",
                        Provision.builder(Effect.DENY)
                                .instances(Set.of("Condition/c-p0"))
                                .build()));
        assertThat(letOut("e")).as("a choice").isEqualTo(Reconciled.RUN_AGAIN);

        extracts.world.item(
                CountedWorld.labelled(
                        Objects.requireNonNull(extracts.world.items.get("Condition/c-p1")),
                        Confidentiality.R,
                        Set.of()),
                "{}");
        extracts.world.touched("p1");
        assertThat(letOut("e")).as("a label").isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(runs("e")).isEqualTo(3);
    }

    @Test
    void reconcileWhenAnItemInItIsAnothersNowThenItIsMadeAnew() {
        made("e");
        changed("c-p2", "p3", CountedWorld.ASTHMA);
        extracts.world.touched("p2");
        extracts.world.touched("p3");

        assertThat(letOut("e")).isEqualTo(Reconciled.RUN_AGAIN);
    }

    @Test
    void reconcileWhenAFileIsNotAsItWasMadeThenItIsMadeAnew() throws Exception {
        made("e");
        Files.write(extracts.held("e", 1).resolve("Condition.ndjson.pgp"), new byte[] {1});

        assertThat(letOut("e")).isEqualTo(Reconciled.RUN_AGAIN);

        assertThat(letOut("e")).isEqualTo(Reconciled.MAY_LEAVE);
        assertThat(ExtractWorld.read(extracts.released("e"))).hasSize(8);
    }

    @Test
    void reconcileWhenSomebodyIsInItWhoNeverSaidYesThenItDoesNotLeave() {
        extracts.world.person("no", "1980-01-01", "female", "LS1 4AP");
        extracts.world.chooses("no", CountedWorld.no());
        made("e");
        extracts.world
                .database
                .jdbc()
                .update("insert into candour.extracted (extract, run, patient, version, classes)"
                        + " select 'e', 1, patient, version, '{DETAILS}' from candour.snapshot where patient = 'no'");

        assertThat(letOut("e")).isEqualTo(Reconciled.INCIDENT);

        assertThat(extracts.find("e").latest().orElseThrow().held()).contains(Held.INCIDENT);
        assertThat(extracts.released("e")).doesNotExist();
        assertThat(extracts.world
                        .database
                        .jdbc()
                        .queryForList(
                                "select unnest(patients) from candour.release_incident where extract = 'e'",
                                String.class))
                .containsExactly("no");
    }

    @Test
    void reconcileWhenSomebodyWithdrawsRightNowThenItWaitsAndDoesNotLeave() throws Exception {
        made("e");
        CountDownLatch withdrawing = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> extracts.world.database.transactions().executeWithoutResult(any -> {
                    extracts.world.snapshots.lock(List.of("p3"));
                    extracts.world.chooses("p3", CountedWorld.no());
                    withdrawing.countDown();
                    await(commit);
                }));
        await(withdrawing);
        CompletableFuture<Reconciled> leaving = CompletableFuture.supplyAsync(() -> letOut("e"));
        extracts.world.awaitWaiting();
        assertThat(leaving).as("waits for the withdrawal").isNotDone();
        commit.countDown();
        writer.get(5, TimeUnit.SECONDS);

        assertThatThrownBy(() -> leaving.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(BaseServerResponseException.class)
                .hasMessageContaining("try again");
        assertThat(extracts.released("e")).doesNotExist();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void letOutWhenTheTransactionIsUndoneThenNothingHasLeft() {
        made("e");

        extracts.world.database.transactions().executeWithoutResult((TransactionStatus status) -> {
            Extract extract = extracts.find("e");
            assertThat(airlock.reconcile(extract, extracts.world.programme)).isEqualTo(Reconciled.MAY_LEAVE);
            extracts.approve(extract);
            status.setRollbackOnly();
        });

        assertThat(extracts.find("e").state()).isEqualTo(State.ANSWERED);
        assertThat(extracts.released("e")).doesNotExist();
        airlock.deliver();
        assertThat(extracts.released("e")).doesNotExist();
    }

    @Test
    void deliverWhenAServerEndedBetweenCommitAndFileThenItIsDoneLater() {
        made("e");
        extracts.approve(extracts.find("e"));
        assertThat(extracts.find("e").state()).isEqualTo(State.RELEASED);
        assertThat(extracts.released("e")).doesNotExist();

        airlock.deliver();
        airlock.deliver();

        assertThat(ExtractWorld.read(extracts.released("e"))).hasSize(8);
    }

    @Test
    void runWhenTheRecipientsKeyIsNoneThenItIsRefusedAndNothingStays() {
        extracts.write("university.asc", "no key");

        assertThatThrownBy(() -> made("e")).isInstanceOf(BaseServerResponseException.class);

        assertThat(extracts.find("e").latest()).isEmpty();
        assertThat(place.resolve("extracts").resolve("making")).isEmptyDirectory();
    }

    @Test
    void termsWhenTheDeploymentSaysNothingThenNobodyGetsAny() {
        assertThatThrownBy(() -> extracts.airlock(ExtractRules.NONE).terms("programme"))
                .isInstanceOf(BaseServerResponseException.class);
    }
}
