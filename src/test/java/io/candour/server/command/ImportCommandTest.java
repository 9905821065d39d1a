package io.candour.server.command;

import static io.candour.server.command.LoopbackFhirServer.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.server.command.LoopbackFhirServer.Fault;
import io.candour.server.command.LoopbackFhirServer.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportCommandTest extends ImportFixture {
    @Test
    void loadWhenFilesReferToEachOtherThenSendsWhatIsReferredToFirst() throws IOException {
        server.delay = Duration.ofMillis(40);
        writePatient("a1");
        writePatient("a2");
        write("b.json", transaction("b", "Practitioner", "PractitionerRole"));
        write("c.json", transaction("c", "Organization", "Location"));
        write("d.json", transaction("d", "Organization"));
        write("0.json", transaction("0", "Observation"));

        assertThat(load().exitCode()).isZero();

        assertThat(server.stored()).hasSize(6);
        List<List<String>> stages =
                List.of(List.of("d"), List.of("c"), List.of("b"), List.of("a1", "a2"), List.of("0"));
        Instant before = Instant.MIN;
        for (List<String> stage : stages) {
            List<Post> posts = stage.stream().map(this::postOf).toList();
            Instant barrier = before;
            assertThat(posts).allSatisfy(post -> assertThat(post.began()).isAfterOrEqualTo(barrier));
            before = posts.stream().map(Post::ended).max(Instant::compareTo).orElseThrow();
        }
    }

    @Test
    void loadWhenThereAreManyFilesThenSendsNoMoreAtOnceThanAllowed() throws IOException {
        // Longer than a busy machine lets a thread wait for its turn.
        server.delay = Duration.ofMillis(600);
        for (int i = 0; i < 12; i++) {
            writePatient("p" + i);
        }

        assertThat(load("--concurrency=3").exitCode()).isZero();

        assertThat(server.stored()).hasSize(12);
        assertThat(server.mostOnTheWay()).isEqualTo(3);
    }

    @Test
    void loadWhenServerSaysRetryAfterThenWaitsThatLong() throws IOException {
        writePatient("p");
        failFirst(1, new Fault.Status(503, Map.of("Retry-After", "1"), ""));

        assertThat(load().exitCode()).isZero();

        List<Post> posts = server.posts();
        assertThat(posts).extracting(Post::status).containsExactly(503, 200);
        assertThat(Duration.between(posts.get(0).ended(), posts.get(1).began()))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(3000));
    }

    @Test
    void loadWhenServerIsBusyWithoutSayingHowLongThenBacksOff() throws IOException {
        writePatient("p");
        failFirst(2, new Fault.Status(429, Map.of(), outcome("throttled", "slow down", "Bundle")));

        assertThat(load().exitCode()).isZero();

        List<Post> posts = server.posts();
        assertThat(posts).extracting(Post::status).containsExactly(429, 429, 200);
        assertThat(Duration.between(posts.get(0).ended(), posts.get(1).began())).isGreaterThan(Duration.ofMillis(370));
        assertThat(Duration.between(posts.get(1).ended(), posts.get(2).began())).isGreaterThan(Duration.ofMillis(740));
    }

    @Test
    void loadWhenServerStaysBusyThenFailsThatFileAfterTheAllowedRetries() throws IOException {
        writePatient("p1");
        writePatient("p2");
        server.script = bundle -> bundle.path("id").asText().equals("p1")
                ? Optional.of(new Fault.Status(503, Map.of(), ""))
                : Optional.empty();

        Run run = load("--retries=1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Failed: p1.json: HTTP 503");
        assertThat(server.posts()).extracting(Post::status).containsExactlyInAnyOrder(503, 503, 200);
    }

    @Test
    void loadWhenServerAsksToWaitTooLongThenDoesNotWait() throws IOException {
        writePatient("p");
        failFirst(9, new Fault.Status(503, Map.of("Retry-After", "3600"), ""));

        assertThat(load().exitCode()).isEqualTo(1);

        assertThat(server.posts()).hasSize(1);
    }

    @Test
    void loadWhenConnectionDropsBeforeStoringThenSendsAgain() throws IOException {
        writePatient("p");
        failFirst(1, new Fault.Drop(false));

        assertThat(load().exitCode()).isZero();

        assertThat(report().at("/resources/loaded").asInt()).isEqualTo(2);
        assertThat(report().at("/resources/alreadyThere").asInt()).isZero();
    }

    @Test
    void loadWhenAnswerWasLostAndServerSaysDuplicateThenCountsAsAlreadyThere() throws IOException {
        writePatient("p");
        failFirst(1, new Fault.Drop(true));

        Run run = load();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("found 2 resources already there");
        assertThat(server.posts()).extracting(Post::status).containsExactly(200, 422);
        assertThat(report().at("/resources/alreadyThere").asInt()).isEqualTo(2);
        assertThat(load().out()).contains("skipped 1 loaded before");
    }

    @Test
    void loadWhenTheAnswerTakesTooLongThenSendsAgain() throws IOException {
        writePatient("p");
        var first = new AtomicInteger(1);
        server.script = bundle -> {
            if (first.getAndDecrement() > 0) {
                LockSupport.parkNanos(Duration.ofMillis(1300).toNanos());
            }
            return Optional.empty();
        };

        assertThat(load("--timeout=1").exitCode()).isZero();

        assertThat(server.posts()).extracting(Post::status).containsExactly(200, 422);
    }

    @Test
    void loadWhenServerSaysDuplicateAtOnceThenFails() throws IOException {
        write("a.json", transaction("same", "Patient"));
        write("b.json", transaction("same", "Patient").replace("\"entry\"", " \"entry\""));

        Run run = load("--concurrency=1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Failed: b.json: HTTP 422: a patient with this identifier is here");
        assertThat(load().exitCode()).as("a refusal stays one in the next run").isEqualTo(1);
    }

    @Test
    void loadWhenSomeFilesFailThenReportsWhyAndNextRunSendsOnlyThose() throws IOException {
        writePatient("good1");
        writePatient("good2");
        writePatient("bad");
        write("broken.json", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{");
        write("lone.json", "{\"resourceType\":\"Patient\"}");
        write("search.json", "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");
        write("text.json", "hello");
        write("notes.txt", "not for loading");
        server.script = bundle -> bundle.path("id").asText().equals("bad")
                ? Optional.of(new Fault.Status(422, Map.of(), outcome("value", "wrong digit", "Patient.identifier[0]")))
                : Optional.empty();

        Run first = load();

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err())
                .contains("Failed: bad.json: HTTP 422: wrong digit at Patient.identifier[0]")
                .contains("Failed: lone.json: is a Patient; a Bundle was expected")
                .contains("Failed: search.json: is a Bundle of type 'searchset'; transaction or batch was expected")
                .contains("Failed: text.json: is not JSON at line 1")
                .contains("Failed: broken.json: is not JSON at line 1");
        assertThat(report().path("files").toString())
                .isEqualTo("{\"found\":7,\"loaded\":2,\"skipped\":0,\"failed\":5,\"notSent\":0}");
        assertThat(report().path("resources").toString())
                .isEqualTo("{\"found\":6,\"loaded\":4,\"alreadyThere\":0,\"skipped\":0,\"failed\":2}");
        assertThat(report().path("complete").asBoolean()).isFalse();
        assertThat(report().path("failures")).anySatisfy(failure -> assertThat(failure.toString())
                .contains(
                        "\"file\":\"bad.json\"",
                        "\"status\":422",
                        "\"code\":\"value\"",
                        "\"diagnostics\":\"wrong digit\"",
                        "\"expression\":[\"Patient.identifier[0]\"]"));

        server.script = bundle -> Optional.empty();
        for (String name : List.of("broken.json", "lone.json", "search.json", "text.json")) {
            Files.delete(folder.resolve(name));
        }
        Run second = load();

        assertThat(second.exitCode()).isZero();
        assertThat(second.out())
                .isEqualTo("Loaded 1 files (2 resources), skipped 2 loaded before (4 resources),"
                        + " failed 0 (0 resources)." + System.lineSeparator());
        assertThat(server.posts()).hasSize(4);
        assertThat(report().path("complete").asBoolean()).isTrue();
    }

    @Test
    void loadWhenContentIsLoadedIntoAnotherServerThenSkipsNothing() throws IOException {
        writePatient("p");
        assertThat(load().exitCode()).isZero();

        try (var other = new LoopbackFhirServer()) {
            Run run = run(List.of(
                    "import",
                    "--server=" + other.base(),
                    "--issuer=" + other.issuer(),
                    "--client-id=" + LoopbackFhirServer.CLIENT,
                    "--client-secret=" + LoopbackFhirServer.SECRET,
                    folder.resolve("p.json").toString()));

            assertThat(run.exitCode()).isZero();
            assertThat(other.stored()).hasSize(1);
        }
    }

    @Test
    void loadWhenServerIsGoneThenGivesUpAndSaysWhatWasNotSent() throws IOException {
        for (int i = 0; i < 6; i++) {
            writePatient("p" + i);
        }
        server.script = bundle -> Optional.of(new Fault.Drop(false));

        Run run = load("--retries=0", "--concurrency=2");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Gave up: no answer");
        assertThat(report().at("/files/notSent").asInt()).isPositive();
        assertThat(server.posts()).hasSizeLessThan(6);
    }

    @Test
    void loadWhenTokenIsRevokedThenGetsAnotherOnce() throws IOException {
        writePatient("p1");
        writePatient("p2");
        server.script = bundle -> {
            server.forgetTokens();
            return Optional.empty();
        };

        assertThat(load("--concurrency=1").exitCode()).isZero();

        assertThat(server.unauthorized()).isEqualTo(1);
        assertThat(server.tokensGiven()).isEqualTo(2);
    }

    @Test
    void loadWhenQuietThenSaysNothingOfSuccess() throws IOException {
        writePatient("p");

        assertThat(load("--quiet").all()).isEmpty();
        assertThat(server.stored()).hasSize(1);
    }

    @Test
    void loadWhateverHappensThenSecretsAreNowhere() throws IOException {
        writePatient("p1");
        writePatient("p2");
        server.script = bundle -> bundle.path("id").asText().equals("p1")
                ? Optional.of(new Fault.Status(422, Map.of(), outcome("value", "wrong", "Patient")))
                : Optional.empty();
        String secret = LoopbackFhirServer.SECRET;
        List<String> mistyped = Stream.concat(
                        arguments().stream().filter(argument -> !argument.startsWith("--client-secret")),
                        Stream.of("--client-secrt=" + secret))
                .toList();

        String said = load().all() + load().all() + run(mistyped).all();

        assertThat(said).contains("unknown option --client-secrt ").doesNotContain(secret);
        String written = Files.readString(reportFile());
        try (Stream<Path> state = Files.list(folder.resolve(".candour-import"))) {
            for (Path file : state.toList()) {
                written += Files.readString(file);
            }
        }
        assertThat(written).contains("LOADED").doesNotContain(secret);
        assertThat(server.tokens()).isNotEmpty();
        assertThat(said + written).doesNotContain(server.tokens());
    }

    private Post postOf(String bundle) {
        return server.stored().stream()
                .filter(post -> post.bundle().path("id").asText().equals(bundle))
                .findFirst()
                .orElseThrow();
    }

    private void failFirst(int times, Fault fault) {
        var left = new AtomicInteger(times);
        server.script = bundle -> left.getAndDecrement() > 0 ? Optional.of(fault) : Optional.empty();
    }
}
