package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.demo.DemoTokens.LogIn;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Three servers on one database are one: the stack's, and two in processes of their own. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("nightly")
class ReplicasIT {
    private static final int ROUNDS = 12;
    private static final int LETTERS = 30;
    private static final Duration SIGNED_EVERY = Duration.ofSeconds(10);

    private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final List<Replica> replicas = new ArrayList<>();
    private DemoStack stack;
    private List<String> servers = List.of();
    private FhirClient patient;
    private FhirClient consultant;
    private String id = "";

    @BeforeAll
    void start(DemoStack running) throws Exception {
        stack = running;
        mail.start();
        Map<String, String> own = Map.of(
                "spring.mail.host", "127.0.0.1",
                "spring.mail.port", Integer.toString(mail.getSmtp().getPort()),
                "candour.mail.from", "records@example.org",
                "candour.mail.every", "200ms");
        replicas.add(stack.startReplica(own));
        replicas.add(stack.startReplica(own));
        servers = Stream.concat(Stream.of(stack.fhirUrl()), replicas.stream().map(Replica::fhirUrl))
                .toList();
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        id = patient.ownId();
    }

    @AfterAll
    void stop() {
        replicas.forEach(Replica::close);
        mail.stop();
    }

    private String server(int turn) {
        return servers.get(turn % servers.size());
    }

    private JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    @Test
    void aChoiceThatIsSavedAtOneCountsAtEachFromItsAnswerOn() throws Exception {
        String hospital = stack.cast().attribute("consultant", "ods_code");
        Answer saved = patient.post("Consent", Denial.of(id, hospital, "active", Optional.empty()));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        String consent = saved.json().path("id").asText();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                boolean open = round % 2 == 0;
                Answer answer = patient.at(server(round))
                        .put(
                                "Consent/" + consent,
                                Denial.of(id, hospital, open ? "inactive" : "active", Optional.of(consent)));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                for (String each : servers) {
                    assertThat(consultant
                                    .at(each)
                                    .get("Observation?_count=1&patient=" + id)
                                    .resources())
                            .as("saved at %s, read at %s", server(round), each)
                            .hasSize(open ? 1 : 0);
                }
            }
        } finally {
            patient.put("Consent/" + consent, Denial.of(id, hospital, "inactive", Optional.of(consent)));
        }
    }

    @Test
    void aPageLinkOfOneLeadsOnAtTheOthers() throws Exception {
        Answer whole = patient.get("Condition?_count=100");
        assertThat(whole.link("next")).as("all on one page").isEmpty();
        List<String> all =
                whole.resources().map(each -> each.path("id").asText()).toList();
        assertThat(all).hasSizeGreaterThan(6);

        List<String> paged = new ArrayList<>();
        Answer page = patient.at(server(1)).get("Condition?_count=2");
        for (int turn = 2; ; turn++) {
            page.resources().map(each -> each.path("id").asText()).forEach(paged::add);
            Optional<String> next = page.link("next");
            if (next.isEmpty()) {
                break;
            }
            // Links lead to where clients come in: here to one server after the other.
            page = patient.get(next.get().replace(stack.fhirUrl(), server(turn)));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
        }

        assertThat(paged).containsExactlyElementsOf(all);
    }

    @Test
    void aRightThatIsMadeAtOneOpensAndEndsAtEach() throws Exception {
        FhirClient patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        String other = patient2.ownId();
        for (int turn = 0; turn < servers.size(); turn++) {
            Answer opened = consultant
                    .at(server(turn))
                    .post(
                            "Patient/$break-glass",
                            EmergencyIT.parameters(Map.of(
                                    "nhsNumber",
                                    stack.cast().attribute("patient2", "nhs_number"),
                                    "birthDate:valueDate",
                                    stack.cast().attribute("patient2", "birthdate"),
                                    "reason:valueCode",
                                    "ETREAT",
                                    "reasonText",
                                    "Found in the street, no answer")));
            assertThat(opened.status()).as(opened.body()).isEqualTo(200);
            for (String each : servers) {
                assertThat(consultant.at(each).get("Patient/" + other).status())
                        .as(each)
                        .isEqualTo(200);
            }
            Answer ended = patient2.at(server(turn + 1))
                    .post(
                            "Patient/" + other + "/$end-access",
                            EmergencyIT.parameters(
                                    Map.of("grant", Choosing.value(opened.json(), "grant"), "reason", "I am awake")));
            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
            for (String each : servers) {
                assertThat(consultant.at(each).get("Patient/" + other).status())
                        .as(each)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void theLogOfAllWritersIsSignedByOneAtATimeAndVerifies(@TempDir Path folder) throws Exception {
        LogProof proof = LogProof.of(stack);
        String outside = proof.published();
        Instant since = now();
        try (Load load = new Load(0, Duration.ZERO)) {
            for (int i = 0; i < servers.size(); i++) {
                FhirClient there = patient.at(server(i));
                load.begin("reader-" + i, Duration.ofMillis(20), turn -> there.get("Observation?_count=5"));
            }
            Thread.sleep(SIGNED_EVERY.multipliedBy(4).toMillis());
            load.close();
            assertThat(load.givenUp()).isEmpty();
            assertThat(load.answered()).isGreaterThan(100);
            assertThat(load.unrecorded(database())).isEmpty();
        }

        assertThat(database()
                        .queryForObject(
                                "select count(distinct writer) from candour.access_batch where at >= ?::timestamptz",
                                Integer.class,
                                since.toString()))
                .as("writers")
                .isEqualTo(servers.size());
        signedByOneAtATime(since);
        assertThat(proof.verify(outside, folder)).isZero();
        assertThat(proof.verify(proof.publishedAfterNow(), folder)).isZero();
    }

    private void signedByOneAtATime(Instant since) {
        List<Map<String, Object>> rows = database()
                .queryForList(
                        "select number, extract(epoch from at)::float8 as second from candour.access_checkpoint"
                                + " where at >= ?::timestamptz order by number",
                        since.toString());
        assertThat(rows).as("checkpoints in four turns").hasSizeBetween(3, 5);
        IntStream.range(1, rows.size()).forEach(i -> {
            assertThat((Long) rows.get(i).get("number"))
                    .isEqualTo((Long) rows.get(i - 1).get("number") + 1);
            assertThat((Double) rows.get(i).get("second")
                            - (Double) rows.get(i - 1).get("second"))
                    .as("seconds between two checkpoints")
                    .isGreaterThanOrEqualTo(SIGNED_EVERY.toSeconds());
        });
    }

    /** By the database's clock, which all times in the log are of. */
    private Instant now() {
        return Instant.parse(Objects.requireNonNull(database()
                .queryForObject(
                        "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                        String.class)));
    }

    @Test
    void eachLetterIsSentByOneOfThem() throws Exception {
        mail.purgeEmailFromAllMailboxes();
        List<Object[]> addresses = IntStream.range(0, LETTERS)
                .mapToObj(i -> new Object[] {"somebody-%d@example.org".formatted(i)})
                .toList();
        database().batchUpdate("insert into candour.outgoing_mail (address) values (?)", addresses);

        assertThat(mail.waitForIncomingEmail(30_000, LETTERS)).isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> Optional.of(0L)
                .equals(Optional.ofNullable(
                        database().queryForObject("select count(*) from candour.outgoing_mail", Long.class))));
        List<String> written = new ArrayList<>();
        for (MimeMessage letter : mail.getReceivedMessages()) {
            written.add(letter.getAllRecipients()[0].toString());
        }
        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        addresses.stream().map(each -> each[0].toString()).toList());
    }

    @Test
    void aLogOutThatOneIsToldOfEndsTheSessionAtEach() throws Exception {
        DemoTokens tokens = new DemoTokens(stack.keycloak());
        LogIn logIn = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);
        for (String each : servers) {
            assertThat(with(logIn, each).status()).isEqualTo(200);
        }

        tokens.logOut(logIn);

        for (String each : servers) {
            Answer refused = with(logIn, each);
            assertThat(refused.status()).as(each).isEqualTo(401);
            JsonNode outcome = refused.json();
            assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    private static Answer with(LogIn logIn, String server) throws Exception {
        return new FhirClient(server, Optional.of(logIn.accessToken())).get("Patient");
    }
}
