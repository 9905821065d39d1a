package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.candour.consent.Policy;
import io.candour.identity.Directory;
import io.candour.identity.NhsNumber;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.OptOutRules.Bypass;
import io.candour.release.Passing.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has opted out nationally is in no release, whatever they say here; on a real database, with real files. */
class OptOutsTest {
    private static final Duration KEEP = Duration.ofHours(24);
    /** From the range for tests, each valid. */
    private static final List<String> NUMBERS = numbers(8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path exchange;

    private final CountedWorld world = new CountedWorld(Policy.standard());
    private Airlock airlock;

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (long candidate = 9990000000L; numbers.size() < count; candidate++) {
            if (NhsNumber.isValid(Long.toString(candidate))) {
                numbers.add(Long.toString(candidate));
            }
        }
        return numbers;
    }

    @BeforeEach
    void people() {
        for (int i = 0; i < 8; i++) {
            world.person("p" + i, "1980-01-01", "female", "LS1 4AP");
            world.chooses("p" + i, CountedWorld.yes());
            world.database
                    .jdbc()
                    .update(
                            "insert into candour.identifier (system, value, type, id) values (?, ?, 'Patient', ?)",
                            Directory.NHS_NUMBER,
                            NUMBERS.get(i),
                            "p" + i);
        }
        airlock = airlock(Map.of());
    }

    private Airlock airlock(Map<String, Bypass> bypass) {
        world.optOuts = new OptOuts(
                world.database.jdbc(), Optional.of(new OptOutFiles(exchange, KEEP, Clock.systemUTC())), bypass);
        return world.airlock(new SmallNumbers(3, 2));
    }

    private void run(String id) {
        Asked asked = world.questions.find(id).orElseGet(() -> world.ask(id, CountedWorld.question()));
        world.database.transactions().executeWithoutResult(any -> airlock.run(asked, world.programme));
    }

    private List<Path> files(String where) {
        try (Stream<Path> files = Files.list(exchange.resolve(where))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the national service does: gives back what it was asked, without those who opted out. */
    private void answer(Set<String> optedOut) throws IOException {
        for (Path request : files("out")) {
            List<String> lines = Files.readAllLines(request);
            assertThat(lines).allMatch(line -> line.matches("[0-9]{10},"));
            Files.write(
                    exchange.resolve("in").resolve(request.getFileName()),
                    lines.stream()
                            .filter(line -> !optedOut.contains(line.substring(0, 10)))
                            .toList());
        }
    }

    private void refused(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOf(BaseServerResponseException.class)
                .hasMessageContaining("National opt-outs");
    }

    private Integer told(String id) {
        return world.questions
                .find(id)
                .orElseThrow()
                .latest()
                .orElseThrow()
                .cells()
                .get(0)
                .told()
                .orElseThrow();
    }

    private Long counted(String id, String patient) {
        return world.database
                .jdbc()
                .queryForObject(
                        "select count(*) from candour.counted where question = ? and patient = ?",
                        Long.class,
                        id,
                        patient);
    }

    @Test
    void runWhenItWasNotAnsweredYetThenNothingIsCountedAndItIsAskedOnce() {
        refused(() -> run("q"));
        refused(() -> run("q"));

        assertThat(files("out")).hasSize(1);
        assertThat(world.questions.find("q").orElseThrow().latest()).isEmpty();
    }

    @Test
    void runWhenSomebodyHasOptedOutThenTheyAreNotCounted() throws IOException {
        refused(() -> run("q"));
        answer(Set.of(NUMBERS.get(3), NUMBERS.get(4)));

        run("q");

        assertThat(told("q")).isEqualTo(6);
        assertThat(counted("q", "p3")).isZero();
        assertThat(counted("q", "p0")).isEqualTo(1);
        assertThat(checks()).containsExactly("8 2 -");
    }

    private List<String> checks() {
        return world.database
                .jdbc()
                .queryForList(
                        "select coalesce(asked::text, '-') || ' ' || coalesce(left_out::text, '-') || ' '"
                                + " || coalesce(bypass, '-') from candour.opt_out_check order by id",
                        String.class);
    }

    @Test
    void runWhenSomebodyHasNoNumberThenTheyAreLeftOut() throws IOException {
        world.person("unknown", "1980-01-01", "female", "LS1 4AP");
        world.chooses("unknown", CountedWorld.yes());
        refused(() -> run("q"));
        answer(Set.of());

        run("q");

        assertThat(counted("q", "unknown")).isZero();
        assertThat(told("q")).isEqualTo(8);
    }

    @Test
    void runWhenSomebodyHasTwoNumbersThenNeitherMayBeOptedOut() throws IOException {
        String old = numbers(9).get(8);
        String later = numbers(10).get(9);
        for (String second : List.of(old, later)) {
            world.database
                    .jdbc()
                    .update(
                            "insert into candour.identifier (system, value, type, id) values (?, ?, 'Patient', ?)",
                            Directory.NHS_NUMBER,
                            second,
                            second.equals(old) ? "p3" : "p4");
        }
        refused(() -> run("q"));
        answer(Set.of(old, NUMBERS.get(4)));

        run("q");

        assertThat(counted("q", "p3")).isZero();
        assertThat(counted("q", "p4")).isZero();
        assertThat(told("q")).isEqualTo(6);
    }

    @Test
    void forgetWhenTheAnswerIsOldThenNothingOfItIsLeftThoughNobodyAsks() throws IOException {
        refused(() -> run("q"));
        answer(Set.of(NUMBERS.get(3)));
        Path half = Files.writeString(exchange.resolve("out").resolve("half.tmp"), NUMBERS.get(1));
        world.optOuts.forget();
        assertThat(files("in")).hasSize(1);
        assertThat(files("out")).hasSize(2);
        for (Path asked : files("out")) {
            Files.setLastModifiedTime(
                    asked, FileTime.from(Instant.now().minus(KEEP).minusSeconds(1)));
        }

        world.optOuts.forget();

        assertThat(files("in")).isEmpty();
        assertThat(files("out")).isEmpty();
        assertThat(half).doesNotExist();
    }

    @Test
    void runWhenSomebodyNewSaysYesThenTheyAloneAreAsked() throws IOException {
        world.chooses("p7", CountedWorld.no());
        refused(() -> run("q"));
        answer(Set.of());
        run("q");
        world.chooses("p7", CountedWorld.yes());

        refused(() -> run("q"));

        assertThat(files("out")).hasSize(2);
        assertThat(files("out").stream().map(OptOutsTest::lines)).contains(List.of(NUMBERS.get(7) + ","));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runWhenTheAnswerIsOldThenItIsGoneAndAskedAnew() throws IOException {
        refused(() -> run("q"));
        answer(Set.of());
        run("q");
        Path asked = files("out").get(0);
        Files.setLastModifiedTime(asked, FileTime.from(Instant.now().minus(KEEP).minusSeconds(1)));

        refused(() -> run("q"));

        assertThat(files("in")).isEmpty();
        assertThat(files("out")).hasSize(1).doesNotContain(asked);
    }

    @Test
    void reconcileWhenSomebodyHasOptedOutSinceThenItIsPutAnewWithoutThem() throws IOException {
        refused(() -> run("q"));
        answer(Set.of());
        run("q");
        answer(Set.of(NUMBERS.get(3)));

        Reconciled reconciled = world.inTransaction(
                () -> airlock.reconcile(world.questions.find("q").orElseThrow(), world.programme));

        assertThat(reconciled).isEqualTo(Reconciled.RUN_AGAIN);
        assertThat(world.questions.find("q").orElseThrow().state()).isEqualTo(State.ANSWERED);
        assertThat(world.database
                        .jdbc()
                        .queryForList("select patient from candour.counted where run = 2", String.class))
                .hasSize(7)
                .doesNotContain("p3");
        assertThat(world.inTransaction(
                        () -> airlock.reconcile(world.questions.find("q").orElseThrow(), world.programme)))
                .isEqualTo(Reconciled.MAY_LEAVE);
    }

    @Test
    void runWhenItDoesNotApplyThenNobodyIsAskedAndTheReasonIsKept() {
        airlock = airlock(Map.of("programme", Bypass.EXPLICIT_CONSENT));

        run("q");

        assertThat(told("q")).isEqualTo(8);
        assertThat(exchange).isEmptyDirectory();
        assertThat(checks()).containsExactly("- - EXPLICIT_CONSENT");
    }

    @Test
    void runWhenTheAnswerCannotBeItThenNothingIsCounted() throws IOException {
        for (String wrong : List.of("1234567890,", "no number", "9000000009,")) {
            refused(() -> run("q"));
            Files.writeString(exchange.resolve("in").resolve(files("out").get(0).getFileName()), wrong);

            refused(() -> run("q"));

            assertThat(world.questions.find("q").orElseThrow().latest()).isEmpty();
        }
    }

    @Test
    void clearThenNothingOfItIsInTheDatabase() throws IOException {
        refused(() -> run("q"));
        answer(Set.of(NUMBERS.get(3)));
        run("q");

        assertThat(new TreeSet<>(world.database
                        .jdbc()
                        .queryForList(
                                "select table_name || '.' || column_name from information_schema.columns"
                                        + " where table_schema = 'candour' and table_name = 'opt_out_check'",
                                String.class)))
                .containsExactly(
                        "opt_out_check.asked",
                        "opt_out_check.at",
                        "opt_out_check.bypass",
                        "opt_out_check.id",
                        "opt_out_check.left_out",
                        "opt_out_check.programme");
    }
}
