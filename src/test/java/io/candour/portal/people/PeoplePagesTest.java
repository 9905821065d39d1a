package io.candour.portal.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.form.TypedDay;
import io.candour.portal.people.ActingPerson.State;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

/** The pages about people who act for somebody, and about requests. */
class PeoplePagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor ANN =
            new Visitor("Ann", Set.of(Role.PATIENT), "ann", Optional.of("9990000018"), Optional.empty());
    private static final Whose OWN = new Whose("me", "1", "Ann", true);
    private static final Whose OTHER = new Whose("2", "2", "Bob", false);

    private final Draft draft = Drafts.of(new MockHttpSession()).begin("appoint", "1");

    private static Document page(String template, Whose whose, Map<String, ?> model) {
        return Pages.check(PAGES.render("portal/people/" + template, Optional.of(ANN), Optional.of(whose), model));
    }

    private static Map<String, Object> with(Map<String, ?> model, String name, Object value) {
        Map<String, Object> more = new HashMap<>(model);
        more.put(name, value);
        return more;
    }

    private static ActingPerson person(State state, Optional<String> name, String basis) {
        return new ActingPerson(
                "9",
                state,
                name,
                List.of("medicines", "visits"),
                true,
                List.of("see", "choose", "dispute"),
                Optional.empty(),
                Optional.of(LocalDate.of(2027, 3, 31)),
                Optional.of(basis),
                state == State.ENDED ? Optional.of("No longer needed") : Optional.empty());
    }

    @Test
    void people_whoAskActAndDid() {
        List<ActingPerson> past = Arrays.stream(State.values())
                .map(state -> person(state, Optional.of("Carl"), "patient-consent"))
                .toList();
        Map<String, Object> model = Map.of(
                "asking", List.of(person(State.ASKS, Optional.of("Carl"), "patient-consent")),
                "acting",
                        List.of(
                                person(State.ACTS, Optional.empty(), "parental-responsibility"),
                                person(State.ACTS, Optional.of("Dora"), "power-of-attorney")),
                "past", past);

        Document own = page("people", OWN, model);
        assertThat(own.select("a[href=/record/me/people/9/answer]")).hasSize(1);
        assertThat(own.text()).contains("medicines, visits and appointments", "the end of 31 March 2027");
        for (String done : List.of("yes", "no", "ended", "appointed", "asked")) {
            page("people", OWN, with(model, "done", "people.done." + done));
        }
        Document carers = page("people", OTHER, model);
        assertThat(carers.select("a[href=/record/2/people/appoint], a[href=/record/2/people/9/answer]"))
                .as("who acts settles nothing of who else does")
                .isEmpty();
        page("people", OWN, Map.of("asking", List.of(), "acting", List.of(), "past", List.of()));
    }

    @Test
    void answerAndEnd_ofOnePerson() {
        Map<String, Object> answer = Map.of("person", person(State.ASKS, Optional.of("Carl"), "patient-consent"));
        page("answer", OWN, answer);
        page("answer", OWN, with(answer, "error", "people.error.answer"));
        Map<String, Object> end = Map.of(
                "person", person(State.ACTS, Optional.of("Carl"), "patient-consent"),
                "ends", List.of("patient-wish", "safeguarding", "other"),
                "ending", new PeopleController.Ending("other", "x"));
        page("end", OWN, end);
        page("end", OTHER, with(with(end, "error", "people.error.reason"), "field", "reason"));
        page("end", OWN, with(with(end, "error", "people.error.code"), "field", "code-patient-wish"));
        page("refused", OWN, Map.of("issues", List.of(), "back", "/people"));
        page("not-for-you", OTHER, Map.of());
    }

    @Test
    void appointing_eachPageOfIt() {
        for (String kind : List.of("appoint", "ask")) {
            Map<String, Object> model = Map.of(
                    "kind",
                    kind,
                    "draft",
                    "d",
                    "given",
                    draft,
                    "back",
                    "",
                    "categories",
                    TermsDraft.CATEGORIES,
                    "acts",
                    TermsDraft.ACTS,
                    "day",
                    TypedDay.of("31", "x", "1980"));
            page("terms-who", OWN, model);
            if (kind.equals("appoint")) {
                Document wrong = page(
                        "terms-who",
                        OWN,
                        with(
                                model,
                                "wrong",
                                Map.of(
                                        "name", "people.error.name",
                                        "number", "people.error.number",
                                        "born-day", "people.error.born")));
                assertThat(wrong.select(".nhsuk-error-summary a")).hasSize(3);
                assertThat(wrong.select("#born-month").val()).isEqualTo("x");
            }
            page("terms-see", OWN, model);
            page("terms-see", OWN, with(model, "wrong", Map.of("category-allergies", "people.error.category")));
            page("terms-see", OWN, with(model, "wrong", Map.of("see-all", "people.error.see")));
            page("terms-sensitive", OWN, model);
            page("terms-sensitive", OWN, with(model, "wrong", Map.of("sensitive-yes", "people.error.sensitive")));
            page("terms-act", OWN, model);
            page("terms-until", OWN, model);
            page("terms-until", OWN, with(model, "wrong", Map.of("until-day", "people.error.until.past")));
            page("terms-until", OWN, with(model, "wrong", Map.of("how-forever", "people.error.until")));
            ProxyTerms terms = new ProxyTerms(
                    "9990000018",
                    LocalDate.of(1980, 3, 31),
                    Optional.of("Carl"),
                    List.of("medicines", "choices"),
                    false,
                    List.of("choose"),
                    Optional.empty());
            Map<String, Object> check = with(
                    with(
                            with(with(model, "terms", terms), "born", LocalDate.of(1980, 3, 31)),
                            "until",
                            Optional.empty()),
                    "back",
                    "/until?draft=d");
            assertThat(page("terms-check", OWN, check).text()).contains("medicines, choices");
            page("terms-check", OWN, with(check, "issues", List.of()));
        }
    }

    @Test
    void requests_inEachState() {
        List<RequestsController.Row> rows = Arrays.stream(AskedAccess.State.values())
                .map(PeoplePagesTest::row)
                .toList();
        Map<String, Object> model = Map.of("asked", rows, "open", rows, "past", rows);
        page("requests", OWN, model);
        for (String done : List.of("yes", "no", "ended")) {
            page("requests", OWN, with(model, "done", "people.request.done." + done));
        }
        page("requests", OWN, Map.of("asked", List.of(), "open", List.of(), "past", List.of()));
        for (RequestsController.Row row : rows) {
            page("request", OWN, Map.of("row", row));
            if (row.asked().state() == AskedAccess.State.ASKED) {
                page("request", OWN, Map.of("row", row, "error", "people.error.answer"));
            } else if (row.asked().state() == AskedAccess.State.OPEN) {
                page("request", OWN, Map.of("row", row, "error", "people.error.reason", "reason", "x"));
            }
        }
    }

    private static RequestsController.Row row(AskedAccess.State state) {
        boolean over = state == AskedAccess.State.ATTESTED;
        return new RequestsController.Row(
                new AskedAccess(
                        "t",
                        state,
                        "Dr Gray",
                        Optional.of("Z1"),
                        "A second opinion",
                        over ? "X" : "TREAT",
                        List.of(),
                        over,
                        over ? 1 : 7,
                        Optional.empty(),
                        Optional.of("77"),
                        Optional.empty(),
                        over ? Optional.of(false) : Optional.empty(),
                        over ? Optional.of("Kept for the law") : Optional.empty()),
                Optional.of("Elm Street"));
    }
}
