package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.demo.DemoTokens.LogIn;
import io.candour.demo.LoginPages;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Log-ins and what ends or limits them, with Keycloak's own tokens and pages, on two servers with one database: the
 * stack's, which the issuer tells of log-outs, and a strict one that asks for a second factor before a choice is changed,
 * introspects, and answers three hundred requests a minute of one caller.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
    private static final int STRICT_LIMIT = 300;
    private static final String MFA = "mfa";

    private DemoStack stack;
    private DemoTokens tokens;
    private JdbcTemplate database;
    private Replica strict;
    private String patientId = "";

    @BeforeAll
    void start(DemoStack running) throws Exception {
        stack = running;
        tokens = new DemoTokens(stack.keycloak());
        database = stack.server().getBean(JdbcTemplate.class);
        patientId = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).ownId();
        strict = stack.startReplica(Map.of(
                "candour.identity.step-up-acr",
                MFA,
                "candour.identity.introspection.clients",
                "demo-cli",
                "candour.identity.introspection.uri",
                stack.keycloak().tokenUrl() + "/introspect",
                "candour.identity.introspection.client-secret",
                "candour-of-the-demo",
                "candour.limits.caller",
                Integer.toString(STRICT_LIMIT)));
    }

    @AfterAll
    void stop() {
        strict.close();
    }

    @Test
    void whoLogsOutAtTheIssuerIsRefusedByEveryServerAndTheirOtherLogInIsNot() throws Exception {
        LogIn one = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);
        LogIn other = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);
        assertThat(with(one).get("Patient").status()).isEqualTo(200);
        assertThat(with(one).at(strict.fhirUrl()).get("Patient").status()).isEqualTo(200);

        tokens.logOut(one);

        Answer refused = with(one).get("Patient");
        loggedOut(refused);
        loggedOut(with(one).get("Patient/$held"));
        loggedOut(with(one).get("Patient/$everything"));
        loggedOut(with(one).get("Patient/$timeline"));
        loggedOut(with(one).post("Consent", "{}"));
        unauthenticated(with(one).at(strict.fhirUrl()).get("Patient"));
        assertThat(with(other).get("Patient").status()).isEqualTo(200);
        assertThat(database.queryForList(
                        "select status || ' ' || outcome from candour.access_record where request_id = ?",
                        String.class,
                        refused.header("X-Request-ID")))
                .containsExactly("401 REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation?_count=1", "Patient/$held", "Patient/$everything?_count=1"})
    void whatWasDecidedBeforeALogOutAndIsRecordedAfterItDoesNotLeave(String read) throws Exception {
        LogIn logIn = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);

        Answer answer = whileThePatientIsLocked(() -> with(logIn).get(read), logIn);

        loggedOut(answer);
    }

    @Test
    void aWriteThatIsUnderWayAtALogOutIsNotCommitted() throws Exception {
        LogIn logIn = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);
        String denial = Denial.of(patientId, "Z99999", "inactive", Optional.empty());

        Answer answer = whileThePatientIsLocked(() -> with(logIn).post("Consent", denial), logIn);

        loggedOut(answer);
        Answer consents =
                FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).get("Consent?_count=100");
        assertThat(consents.body()).doesNotContain("Z99999");
    }

    @Test
    void noRecordOfASessionFollowsItsLogOutOnEitherServer() throws Exception {
        LogIn logIn = tokens.logIn("gp", FhirClient.STAFF_SCOPES);
        List<Reader> readers = Stream.of(stack.fhirUrl(), strict.fhirUrl(), stack.fhirUrl(), strict.fhirUrl())
                .map(server -> new Reader(with(logIn).at(server), "Condition?_count=1&patient=" + patientId))
                .toList();
        List<CompletableFuture<Integer>> refusals = readers.stream()
                .map(reader -> CompletableFuture.supplyAsync(reader::untilRefused, task -> new Thread(task).start()))
                .toList();
        while (readers.stream().anyMatch(reader -> reader.answers.get() < 5)
                && refusals.stream().noneMatch(CompletableFuture::isDone)) {
            Thread.sleep(10);
        }

        tokens.logOut(logIn);

        for (CompletableFuture<Integer> refusal : refusals) {
            assertThat(refusal.get(30, TimeUnit.SECONDS)).isEqualTo(401);
        }
        String revoked = "(select pg_xact_commit_timestamp(xmin) from candour.revoked_session where name = 'sid:"
                + logIn.sid() + "')";
        String records = "select count(*) from candour.access_record where session like '% " + logIn.sid()
                + "' and pg_xact_commit_timestamp(xmin) ";
        assertThat(count(records + "> " + revoked)).isZero();
        assertThat(count(records + "< " + revoked)).isGreaterThanOrEqualTo(20);
    }

    @Test
    void anIssuerThatIsAskedSaysItItself() throws Exception {
        LogIn logIn = tokens.logIn("patient", FhirClient.PATIENT_SCOPES);
        tokens.logOut(logIn);
        assertThat(database.update("delete from candour.revoked_session where name = ?", "sid:" + logIn.sid()))
                .isOne();

        assertThat(with(logIn).get("Patient").status()).isEqualTo(200);
        unauthenticated(with(logIn).at(strict.fhirUrl()).get("Patient"));
    }

    @Test
    void aChoiceNeedsASecondFactorWhereTheDeploymentSaysSo() throws Exception {
        FhirClient weak =
                FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES).at(strict.fhirUrl());
        String id = weak.ownId();
        String denial = Denial.of(id, "Z99998", "inactive", Optional.empty());

        Answer challenge = weak.post("Consent", denial);

        challenged(challenge);
        LoginPages browser = new LoginPages(stack, "patient2");
        try {
            FhirClient password = strict(browser.logIn("password", FhirClient.PATIENT_SCOPES));
            assertThat(password.post("Consent", denial).status()).isEqualTo(401);
            FhirClient both = strict(browser.logIn(MFA, FhirClient.PATIENT_SCOPES));
            Answer saved = both.post("Consent", denial);
            assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        } finally {
            browser.forgetSecondFactor();
        }
    }

    private static void challenged(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer error=\"insufficient_user_authentication\"")
                .contains("acr_values=\"" + MFA + "\"");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    void openingARecordAndLettingSomebodyInNeedASecondFactorToo() throws Exception {
        String nothing = "{\"resourceType\": \"Parameters\"}";
        challenged(FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES)
                .at(strict.fhirUrl())
                .post("Patient/$break-glass", nothing));
        FhirClient weak =
                FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES).at(strict.fhirUrl());
        for (String operation : List.of("appoint-proxy", "answer-proxy", "answer-request")) {
            challenged(weak.post("Patient/" + weak.ownId() + "/$" + operation, nothing));
        }
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgainAndFillsNoLog() throws Exception {
        FhirClient auditor =
                FhirClient.of(stack, "auditor", FhirClient.STAFF_SCOPES).at(strict.fhirUrl());
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 3 * STRICT_LIMIT; i++) {
            answers.add(auditor.get("Organization?_count=1"));
        }

        List<Answer> refused =
                answers.stream().filter(each -> each.status() == 429).toList();
        assertThat(answers.get(0).status()).isEqualTo(200);
        assertThat(refused).hasSizeGreaterThan(STRICT_LIMIT).allSatisfy(each -> {
            assertThat(Integer.parseInt(each.header("Retry-After"))).isBetween(1, 60);
            assertThat(each.json().at("/issue/0/code").asText()).isEqualTo("throttled");
        });
        List<String> ids =
                refused.stream().map(each -> each.header("X-Request-ID")).toList();
        assertThat(count("select count(*) from candour.access_record where request_id = any ('{" + String.join(",", ids)
                        + "}'::text[])"))
                .as("of a run of refusals the first is recorded")
                .isBetween(1L, (long) answers.size() - refused.size());
        assertThat(FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES)
                        .at(strict.fhirUrl())
                        .get("Organization?_count=1")
                        .status())
                .as("another caller")
                .isEqualTo(200);
    }

    /** Asks while somebody holds the patient's lock, so that nothing about them is recorded; meanwhile logs out. */
    private Answer whileThePatientIsLocked(Callable<Answer> request, LogIn logIn) throws Exception {
        CompletableFuture<Answer> answer;
        try (Connection locking = stack.server().getBean(DataSource.class).getConnection()) {
            locking.setAutoCommit(false);
            try (PreparedStatement lock =
                    locking.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, " + 0x63616e64 + "))")) {
                lock.setString(1, patientId);
                lock.execute();
            }
            answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return request.call();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task).start());
            Thread.sleep(500);
            assertThat(answer).isNotDone();
            tokens.logOut(logIn);
            locking.rollback();
        }
        return answer.get(30, TimeUnit.SECONDS);
    }

    /** Asks one thing again and again until the answer is another. */
    private record Reader(FhirClient client, String asked, AtomicInteger answers) {
        Reader(FhirClient client, String asked) {
            this(client, asked, new AtomicInteger());
        }

        int untilRefused() {
            try {
                int status = client.get(asked).status();
                while (status == 200) {
                    answers.incrementAndGet();
                    Thread.sleep(20);
                    status = client.get(asked).status();
                }
                return status;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private FhirClient with(LogIn logIn) {
        return new FhirClient(stack.fhirUrl(), Optional.of(logIn.accessToken()));
    }

    private FhirClient strict(String token) {
        return new FhirClient(strict.fhirUrl(), Optional.of(token));
    }

    private long count(String query) {
        return Optional.ofNullable(database.queryForObject(query, Long.class)).orElseThrow();
    }

    private static void loggedOut(Answer answer) {
        unauthenticated(answer);
        assertThat(answer.header("WWW-Authenticate")).contains("The session has ended");
    }

    private static void unauthenticated(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
}
