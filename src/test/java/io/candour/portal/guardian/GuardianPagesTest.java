package io.candour.portal.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.staff.AccessRequest;
import io.candour.portal.words.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The guardian's pages say what they are given; an auditor reads the same and has no form. */
class GuardianPagesTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Pages PAGES = new Pages();
    private static final Words WORDS = new Words(messages(), ZoneId.of("Europe/London"));
    private static final Map<String, String> ORGANISATIONS = Map.of("Z90002", "Elm Hospital");
    private static final Checkpoints.Published PUBLISHED =
            new Checkpoints.Published(true, Optional.of(new Checkpoint(1234, NOON)));

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    private static Document page(String template, Role role, Map<String, ?> model) {
        Visitor visitor = new Visitor("Gwen", Set.of(role), "gwen", Optional.empty(), Optional.empty());
        Map<String, Object> all = new HashMap<>(Map.of(
                "words", WORDS, "now", NOON.plusSeconds(60), "organisations", ORGANISATIONS, "published", PUBLISHED));
        all.putAll(model);
        return Pages.check(PAGES.render("portal/guardian/" + template, Optional.of(visitor), Optional.empty(), all));
    }

    private static Document page(String template, Map<String, ?> model) {
        return page(template, Role.GUARDIAN, model);
    }

    private static Review review(String kind, Optional<String> outcome) {
        return new Review(
                "g-" + kind,
                kind,
                "12",
                "staff-1",
                "Ann Other",
                Optional.of("Z90002"),
                kind.equals("emergency") ? "ETREAT" : "TREAT",
                "Found in the street\nno answer",
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(14_400)),
                outcome,
                outcome.map(any -> "Gwen"),
                outcome.map(any -> NOON),
                outcome.map(any -> "Rang the ward"));
    }

    private static Said said(String kind, String state, Optional<String> text) {
        boolean note = kind.equals("note");
        return new Said(
                "t-" + kind,
                kind,
                state,
                "12",
                "Pat",
                note ? "" : kind.equals("dispute") ? "Condition" : "AuditEvent",
                note ? "" : "7-1",
                text,
                Optional.of(NOON),
                List.of(new Said.Step("received", Optional.of(NOON), Optional.of("Gwen"), Optional.of("I read it"))));
    }

    private static Alert alert(String measure) {
        return new Alert(
                "a",
                Optional.of(NOON),
                "staff-1",
                "Ann Other",
                "practitioner",
                Optional.of("Z90002"),
                Optional.of(NOON),
                measure,
                4000,
                3);
    }

    private static Map<String, Object> overview(List<Review> reviews, List<Said> said, List<Alert> alerts) {
        Map<String, Object> model = new HashMap<>(Map.of(
                "questions",
                List.of(),
                "questionCount",
                0,
                "programmeCount",
                0L,
                "copyCount",
                0L,
                "erasureCount",
                0,
                "overdueCount",
                0L));
        model.putAll(Map.of(
                "reviews",
                reviews,
                "reviewCount",
                reviews.size(),
                "said",
                said,
                "saidCount",
                said.size(),
                "alerts",
                alerts,
                "alertCount",
                alerts.size(),
                "openRequests",
                0L,
                "dueRequests",
                2L));
        return model;
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"GUARDIAN", "AUDITOR"})
    void whatAwaitsTheGuardianIsOnOnePage(Role role) {
        Document page = page(
                "overview",
                role,
                overview(
                        List.of(review("emergency", Optional.empty()), review("claim", Optional.empty())),
                        List.of(said("dispute", "requested", Optional.empty())),
                        List.of(alert("patients"))));
        assertThat(page.select("main h2").eachText())
                .containsExactly(
                        "2 opened records to review",
                        "1 thing to answer",
                        "No question to look at",
                        "No copy to look at",
                        "No programme waits for a decision",
                        "1 alert in the last 7 days",
                        "Access that people gave",
                        "The access log");
        assertThat(page.select("main").text())
                .contains("Ann Other, Elm Hospital", "Checkpoint 1234", "Up to date", "4,000 different");
        assertThat(page.select("main form")).isEmpty();
        assertThat(page.select("main").text().contains("Only a guardian can act"))
                .isEqualTo(role == Role.AUDITOR);
    }

    @Test
    void nothingToDoIsSaid() {
        assertThat(page("overview", overview(List.of(), List.of(), List.of()))
                        .select("main h2")
                        .eachText())
                .startsWith("Nothing to review", "Nothing to answer", "No question to look at")
                .contains("No programme waits for a decision", "No alert in the last 7 days");
    }

    @Test
    void aLogThatIsNotPublishedIsToldOf() {
        Map<String, Object> model = new HashMap<>(overview(List.of(), List.of(), List.of()));
        for (var each : Map.of(
                        "does not say", new Checkpoints.Published(false, Optional.empty()),
                        "No checkpoint", new Checkpoints.Published(true, Optional.empty()),
                        "more than a day old",
                                new Checkpoints.Published(true, Optional.of(new Checkpoint(1, Instant.EPOCH))))
                .entrySet()) {
            model.put("published", each.getValue());
            assertThat(page("overview", model).select("main").text()).contains(each.getKey());
        }
    }

    @Test
    void anEmergencyIsReviewedByTheGuardianAlone() {
        Problems problems = new Problems();
        Review.read("g", Typed.NOTHING.with("note", "x"), problems);
        Map<String, Object> model = Map.of(
                "review",
                review("emergency", Optional.empty()),
                "outcomes",
                Review.OUTCOMES,
                "typed",
                Typed.NOTHING.with("note", "x"),
                "problems",
                problems);
        Document page = page("review", model);
        assertThat(page.select(".nhsuk-error-summary a").eachAttr("href")).containsExactly("#outcome", "#note");
        assertThat(page.select("main form textarea").val()).isEqualTo("x");
        assertThat(page.select("main a").eachAttr("href"))
                .contains(
                        "/guardian/log/patients/12",
                        "/guardian/affected?agent=staff-1&start=2026-11-28T12:00:00Z&end=2026-11-28T16:00:00Z",
                        "/guardian/reviews/g-emergency/end");
        Map<String, Object> unasked = new HashMap<>(model);
        unasked.put("problems", new Problems());
        Document audited = page("review", Role.AUDITOR, unasked);
        assertThat(audited.select("main form")).isEmpty();
        assertThat(audited.select("main a").eachAttr("href")).noneMatch(link -> link.endsWith("/end"));
    }

    @Test
    void whatWasFoundIsShownAndNotAskedAgain() {
        Document page = page(
                "review",
                Map.of(
                        "review",
                        review("claim", Optional.of("not-justified")),
                        "outcomes",
                        Review.OUTCOMES,
                        "typed",
                        Typed.NOTHING,
                        "problems",
                        new Problems()));
        assertThat(page.select("main").text()).contains("There was no good reason", "Gwen", "Rang the ward");
        assertThat(page.select("main form")).isEmpty();
        page(
                "reviews",
                Map.of(
                        "reviews",
                        List.of(review("claim", Optional.of("referred")), review("emergency", Optional.empty())),
                        "all",
                        true,
                        "done",
                        "guardian.done.reviewed"));
        page("reviews", Map.of("reviews", List.of(), "all", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispute", "access-query", "note"})
    void whatWasSaidIsAnsweredByTheGuardianAlone(String kind) {
        Map<String, Object> model = Map.of(
                "said",
                said(kind, "received", Optional.of("I <never>\nsaid so")),
                "typed",
                Typed.NOTHING,
                "problems",
                new Problems());
        Document page = page("said", model);
        assertThat(page.select("main input[name=status]").eachAttr("value"))
                .containsExactly("in-progress", "completed", "rejected");
        assertThat(page.select("main input[checked]")).isEmpty();
        assertThat(page.select("blockquote").text()).contains("I <never>");
        assertThat(page.select("main ol").text()).contains("Read", "I read it");
        assertThat(page("said", Role.AUDITOR, model).select("main form")).isEmpty();
    }

    @Test
    void whatIsSettledHasNoForm() {
        assertThat(page(
                                "said",
                                Map.of(
                                        "said",
                                        said("note", "completed", Optional.empty()),
                                        "typed",
                                        Typed.NOTHING,
                                        "problems",
                                        new Problems(),
                                        "done",
                                        "guardian.done.answered"))
                        .select("main form"))
                .isEmpty();
        page("raised", Map.of("said", List.of(said("dispute", "rejected", Optional.empty())), "all", true));
        page("raised", Map.of("said", List.of(), "all", false));
    }

    @Test
    void anAlertLeadsToWhomItConcerned() {
        Document page = page(
                "alerts",
                Map.of(
                        "alerts",
                        Stream.of("requests", "patients", "lookups")
                                .map(GuardianPagesTest::alert)
                                .toList()));
        assertThat(page.select("tbody a").eachAttr("href"))
                .hasSize(3)
                .allMatch(link ->
                        link.contains("start=2026-11-28T12:00:00Z") && link.contains("end=2026-11-28T13:00:00Z"));
        Document releases = page(
                "alerts",
                Map.of(
                        "alerts",
                        Stream.of("uninvited", "overdue")
                                .map(GuardianPagesTest::alert)
                                .toList()));
        assertThat(releases.select("tbody a").eachAttr("href"))
                .containsExactly("/guardian/programmes?show=all", "/guardian/erasures");
        page("alerts", Map.of("alerts", List.of()));
    }

    @Test
    void whoWasAffectedIsAskedAndTold() {
        Problems problems = new Problems();
        problems.add("agent", "guardian.problem.agent");
        assertThat(page("affected", Map.of("typed", Typed.NOTHING, "problems", problems))
                        .select("main table"))
                .isEmpty();
        Map<String, Object> model = new HashMap<>(Map.of(
                "typed",
                Typed.NOTHING.with("agent", "staff 1"),
                "problems",
                new Problems(),
                "period",
                new Period("staff 1", NOON, NOON.plusSeconds(60)),
                "affected",
                List.of(new Affected("12", 4000, 1, 9, Optional.of(NOON), Optional.empty())),
                "next",
                Optional.of("a=b")));
        Document page = page("affected", model);
        assertThat(page.select("tbody a").attr("href")).isEqualTo("/guardian/log/patients/12");
        assertThat(page.select("main > p a").attr("href")).contains("agent=staff%201", "after=a%3Db");
        model.put("affected", List.of());
        model.put("next", Optional.empty());
        assertThat(page("affected", model).select("main").text()).contains("nobody’s record");
    }

    @Test
    void whatPeopleGaveIsARegister() {
        AccessRequest given = new AccessRequest(
                "r",
                "12",
                "Ann Other",
                Optional.of("Z90002"),
                "TREAT",
                "A second opinion",
                List.of("conditions", "medicines"),
                true,
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.of(NOON),
                "attestation-due",
                Optional.of("g"),
                Optional.empty(),
                Optional.empty());
        assertThat(page("requests", Map.of("requests", List.of(given)))
                        .select("tbody")
                        .text())
                .contains("Elm Hospital", "Conditions, Medicines, sensitive", "statement due");
        page("requests", Map.of("requests", List.of()));
    }

    private static LogEntry entry(String interaction, Optional<String> purpose) {
        return new LogEntry(
                "7-1",
                Optional.of(NOON),
                "staff 1",
                "Ann Other",
                List.of("practitioner"),
                Optional.of("Z90002"),
                "portal",
                Optional.of("10.0.0.1"),
                interaction,
                "4",
                purpose,
                List.of("12", "13"),
                Map.of("Condition", 2L),
                "r-1");
    }

    @Test
    void theLogIsReadRowByRow() {
        Map<String, Object> model = Map.of(
                "checkpoint",
                Checkpoints.PATH,
                "entries",
                List.of(entry("$break-glass", Optional.of("BTG")), entry("$of-another-day", Optional.empty())),
                "show",
                "refused",
                "shows",
                LogController.SHOWS,
                "agent",
                "staff 1",
                "first",
                true,
                "older",
                Optional.of("a=b"));
        Document page = page("log", model);
        assertThat(page.select("tbody").text())
                .contains("Opened a record in an emergency", "Emergency", "Refused", "Did: $of-another-day");
        assertThat(page.select(".nhsuk-pagination a").attr("href"))
                .isEqualTo("/guardian/log?show=refused&agent=staff%201&older=a%3Db");
        assertThat(page.select("[aria-current]").text()).isEqualTo("Refused");
        for (String purpose : List.of("BTG", "PATRQT", "XYZ")) {
            assertThat(page("entry", Map.of("entry", entry("read", Optional.of(purpose))))
                            .select("main")
                            .text())
                    .contains("Condition: 2", "Record 12", "10.0.0.1");
        }
    }

    @Test
    void oneRecordsLogIsInWords() {
        LogDay.Line line = new LogDay.Line(
                Optional.of(NOON), "Ann Other", "Read conditions", "Allowed for care", true, true, true, "7-1");
        Document page = page(
                "patient-log",
                Map.of(
                        "patient",
                        "12",
                        "days",
                        List.of(new LogDay(Optional.of(LocalDate.of(2026, 11, 28)), Optional.of("Elm"), List.of(line))),
                        "first",
                        true,
                        "older",
                        Optional.empty()));
        assertThat(page.select("main").text())
                .contains("28 November 2026, Elm", "Read conditions", "Emergency", "Refused", "Automatic");
    }
}
