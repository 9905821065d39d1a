package io.candour.portal.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.programme.Programme;
import io.candour.portal.programme.Studied;
import io.candour.portal.research.Bars;
import io.candour.portal.research.Question;
import io.candour.portal.research.Questioned;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guardian does about secondary uses: the forms, what they send, and that nobody is offered to decide their own. */
class GuardianReleasesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor GWEN = visitor("gwen", Role.GUARDIAN);
    private static final Visitor GUS = visitor("gus", Role.GUARDIAN);
    private static final Visitor AUDITOR = visitor("aud", Role.AUDITOR);

    private static Visitor visitor(String subject, Role role) {
        return new Visitor(subject, Set.of(role), subject, Optional.empty(), Optional.empty());
    }

    private static Document page(String template, Visitor visitor, Map<String, ?> model) {
        return Pages.check(PAGES.render("portal/guardian/" + template, Optional.of(visitor), Optional.empty(), model));
    }

    private static List<String> sent(Parameters parameters) {
        return parameters.getParameter().stream()
                .map(each -> each.getName() + "=" + each.getValue().primitiveValue())
                .toList();
    }

    private static List<String> fields(Problems problems) {
        return problems.all().stream().map(Problem::field).toList();
    }

    /** As {@code $programmes} tells one that Gwen entered. */
    private static Entered entered(String state) {
        Parameters answer = new Parameters();
        ParametersParameterComponent part = answer.addParameter().setName("programme");
        part.addPart().setName("study").setResource(Studied.study("p1", state, "HRESCH", false));
        part.addPart().setName("registered").setValue(new InstantType("2026-11-28T12:00:00Z"));
        part.addPart().setName("registeredBy").setValue(person("gwen", "Gwen"));
        if (!state.equals("in-review")) {
            ParametersParameterComponent decision = part.addPart().setName("decision");
            decision.addPart().setName("outcome").setValue(new CodeType("approved"));
            decision.addPart().setName("at").setValue(new InstantType("2026-11-29T12:00:00Z"));
            decision.addPart().setName("by").setValue(person("gus", "Gus"));
            decision.addPart().setName("note").setValue(new StringType("As the committee said"));
        }
        return Entered.of(answer).get(0);
    }

    private static Reference person(String id, String name) {
        return new Reference().setIdentifier(new Identifier().setValue(id)).setDisplay(name);
    }

    @ParameterizedTest
    @CsvSource({
        "in-review, gwen, ''",
        "in-review, gus, approved refused",
        "approved, gwen, stopped",
        "active, gus, stopped",
        "completed, gus, ''",
        "disapproved, gus, ''"
    })
    void nobodyIsOfferedToLetInWhatTheyEntered(String state, String subject, String outcomes) {
        Entered entered = entered(state);
        Visitor visitor = visitor(subject, Role.GUARDIAN);
        List<String> offered = entered.outcomes(visitor);
        assertThat(String.join(" ", offered)).isEqualTo(outcomes);
        assertThat(entered.outcomes(AUDITOR)).isEmpty();

        Optional<Receipts> receipts = Optional.of(new Receipts("p1", 17, 20)).filter(any -> !state.equals("in-review"));
        Document page = page(
                "programme",
                visitor,
                Map.of(
                        "receipts",
                        receipts,
                        "entered",
                        entered,
                        "own",
                        entered.isEnteredBy(visitor),
                        "outcomes",
                        offered,
                        "typed",
                        Typed.NOTHING,
                        "problems",
                        new Problems()));
        assertThat(page.select("main").text().contains("17 of 20 people")).isEqualTo(receipts.isPresent());
        assertThat(page.select("main input[type=radio]").eachAttr("value")).isEqualTo(offered);
        assertThat(page.select("main input[checked]")).isEmpty();
        assertThat(page.select("main").text().contains("so another guardian decides"))
                .isEqualTo(state.equals("in-review") && subject.equals("gwen"));
        assertThat(page.select("main").text().contains("Gus As the committee said"))
                .isEqualTo(!state.equals("in-review"));
    }

    @Test
    void aDecisionNeedsAnOutcomeAndAWhyAndIsCheckedBefore() {
        Entered entered = entered("in-review");
        Problems problems = new Problems();
        assertThat(entered.decide(Typed.NOTHING, entered.outcomes(GUS), problems))
                .isEmpty();
        assertThat(fields(problems)).containsExactly("outcome", "note");

        Typed typed = Typed.NOTHING.with("outcome", "approved").with("note", "As it should be");
        assertThat(sent(entered.decide(typed, entered.outcomes(GUS), new Problems())
                        .orElseThrow()))
                .containsExactly("programme=p1", "outcome=approved", "note=As it should be");
        for (String outcome : List.of("approved", "refused", "stopped")) {
            Document check =
                    page("programme-decide", GUS, Map.of("entered", entered, "typed", typed.with("outcome", outcome)));
            assertThat(check.select("main form input[name=outcome]").val()).isEqualTo(outcome);
        }

        Problems own = new Problems();
        assertThat(entered.decide(typed, entered.outcomes(GWEN), own)).isEmpty();
        assertThat(own.all()).containsExactly(new Problem("", "guardian.problem.programme"));
    }

    @Test
    void theRegisterIsAListWithAWayToEnterOne() {
        Map<String, Object> model = Map.of("entered", List.of(entered("in-review"), entered("active")), "all", true);
        assertThat(page("programmes", GWEN, model).select("main a").eachAttr("href"))
                .contains("/guardian/programmes/new", "/guardian/programmes/p1");
        assertThat(page("programmes", AUDITOR, model).select("main a").eachAttr("href"))
                .doesNotContain("/guardian/programmes/new");
        assertThat(page("programmes", GWEN, Map.of("entered", List.of(), "all", false))
                        .select("main")
                        .text())
                .contains("No programme waits");
    }

    @Test
    void theRegisterSaysHowManyCouldNotBeChecked() {
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("reconciliation")
                .addPart(new ParametersParameterComponent(new StringType("releases")).setValue(new IntegerType(3)))
                .addPart(new ParametersParameterComponent(new StringType("unchecked")).setValue(new IntegerType(1_200)))
                .addPart(new ParametersParameterComponent(new StringType("uninvited")).setValue(new IntegerType(1)));
        Map<String, Object> model = Map.of("entered", List.of(), "all", true, "nights", Night.of(answer));

        assertThat(page("programmes", GWEN, model).select("main").text())
                .contains("3 releases were checked", "1 person was in one who had not", "1,200 people in releases");
        assertThat(Night.of(new Parameters())).isEmpty();
    }

    private static Typed complete() {
        Map<String, List<String>> values = new TreeMap<>();
        values.put("organisation", List.of("x9906"));
        values.put("organisationName", List.of("University of Elmshire"));
        values.put("organisationType", List.of("university"));
        values.put("title", List.of("Asthma and weather"));
        values.put("description", List.of("Whether cold spells bring people to hospital"));
        values.put("purpose", List.of("HRESCH"));
        values.put("commercial", List.of("no"));
        values.put("legalBasis", List.of("Consent"));
        values.put("fee", List.of("None"));
        values.put("category", List.of("conditions", "details", "choices"));
        Typed typed = TypedDay.write(new Typed(values), "start", LocalDate.of(2026, 12, 1));
        return TypedDay.write(typed, "end", LocalDate.of(2027, 11, 30));
    }

    private static Map<String, Object> form(Typed typed, Problems problems) {
        return Map.of(
                "types",
                NewProgramme.TYPES,
                "purposes",
                NewProgramme.PURPOSES,
                "yesNo",
                NewProgramme.YES_NO,
                "categories",
                NewProgramme.CATEGORIES,
                "typed",
                typed,
                "problems",
                problems);
    }

    @Test
    void aNewProgrammeIsFilledInCheckedAndSent() {
        assertThat(page("programme-new", GWEN, form(Typed.NOTHING, new Problems()))
                        .select("main input[checked]"))
                .isEmpty();
        NewProgramme programme = NewProgramme.read(complete(), new Problems()).orElseThrow();

        assertThat(sent(programme.parameters()))
                .containsExactly(
                        "organisation=X9906",
                        "organisationName=University of Elmshire",
                        "organisationType=university",
                        "title=Asthma and weather",
                        "description=Whether cold spells bring people to hospital",
                        "purpose=HRESCH",
                        "commercial=false",
                        "legalBasis=Consent",
                        "fee=None",
                        "category=details",
                        "category=conditions",
                        "start=2026-12-01",
                        "end=2027-11-30");
        assertThat(sent(NewProgramme.read(complete().with("notice", "60"), new Problems())
                        .orElseThrow()
                        .parameters()))
                .endsWith("notice=60");
        assertThat(page("programme-check", GWEN, Map.of("programme", programme, "typed", complete()))
                        .select("main dl")
                        .text())
                .contains("X9906", "No, nobody does", "1 December 2026", "The usual time", "Personal details");
    }

    @Test
    void anEmptyFormNamesAllFieldsInTheirOrder() {
        Problems problems = new Problems();
        assertThat(NewProgramme.read(Typed.NOTHING, problems)).isEmpty();
        assertThat(fields(problems))
                .containsExactly(
                        "organisation",
                        "organisationName",
                        "organisationType",
                        "title",
                        "description",
                        "purpose",
                        "commercial",
                        "legalBasis",
                        "fee",
                        "category",
                        "start",
                        "end");
        assertThat(page("programme-new", GWEN, form(Typed.NOTHING, problems)).select(".nhsuk-error-summary a"))
                .hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "organisationType, company, commercial",
        "organisationType, insurer, organisationType",
        "end-year, 2025, end",
        "notice, 0, notice",
        "organisation, x, organisation",
        "title, x, title"
    })
    void whatDoesNotGoIsNamed(String field, String value, String named) {
        Problems problems = new Problems();
        assertThat(NewProgramme.read(complete().with(field, value), problems)).isEmpty();
        assertThat(fields(problems)).containsExactly(named);
    }

    @Test
    void whatIsCommercialIsNotPlanning() {
        Problems problems = new Problems();
        Typed planning = complete().with("purpose", "HOPERAT");
        assertThat(NewProgramme.read(planning, problems)).isPresent();
        assertThat(NewProgramme.read(planning.with("commercial", "yes"), problems))
                .isEmpty();
        assertThat(fields(problems)).containsExactly("purpose");
    }

    private static Map<String, Object> model(Question question, Visitor visitor, Typed typed, Problems problems) {
        AirlockReview review = new AirlockReview(question, "question");
        Map<String, Object> model = new HashMap<>();
        model.put("kind", "question");
        model.put("kinds", "questions");
        model.put("one", question);
        model.put("answer", question.answer());
        model.put("progress", question.progress());
        model.put("stage", review.stage());
        model.put("own", review.isAskedBy(visitor));
        model.put("outcomes", review.outcomes(visitor));
        model.put("programme", Studied.running());
        model.put("bars", question.answer().flatMap(Bars::of));
        model.put("typed", typed);
        model.put("problems", problems);
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "in-progress", "on-hold", "completed", "rejected"})
    void aQuestionIsDecidedByWhoDidNotAskIt(String state) {
        Question question = Questioned.question(state, state.equals("in-progress") ? Questioned.report() : "");
        boolean open = question.isOpen();

        Document page = page("airlock-one", GWEN, model(question, GWEN, Typed.NOTHING, new Problems()));
        assertThat(page.select("main form")).hasSize(open ? 1 : 0);
        assertThat(page.select("main input[checked]")).isEmpty();
        assertThat(page.select("main table")).hasSize(state.equals("in-progress") ? 1 : 0);
        assertThat(page.select("main").text()).contains("Approved the question", "only a few people");

        Visitor rose = visitor("rose", Role.GUARDIAN);
        Document own = page("airlock-one", rose, model(question, rose, Typed.NOTHING, new Problems()));
        assertThat(own.select("main form")).isEmpty();
        assertThat(own.select("main").text().contains("your own question")).isEqualTo(open);
        assertThat(page("airlock-one", AUDITOR, model(question, AUDITOR, Typed.NOTHING, new Problems()))
                        .select("main form"))
                .isEmpty();
    }

    @Test
    void aQuestionThatRunsIsStoppedAndNotDecided() {
        Question sent = Questioned.question("requested", "");
        Question running = new Question(
                sent.id(),
                sent.programme(),
                sent.state(),
                sent.words(),
                sent.reason(),
                sent.asker(),
                sent.askerName(),
                sent.asked(),
                sent.held(),
                sent.notes(),
                sent.run(),
                Optional.of(40),
                sent.answer());

        Document page = page("airlock-one", GWEN, model(running, GWEN, Typed.NOTHING, new Problems()));

        assertThat(page.select("main form").eachAttr("action")).containsExactly("/guardian/questions/q1/cancel");
        assertThat(page.select("main").text()).contains("40 in 100 records are done.", "Nothing has come of it yet.");
        assertThat(page("airlock-one", AUDITOR, model(running, AUDITOR, Typed.NOTHING, new Problems()))
                        .select("main form"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"requested, question", "in-progress, answer", "on-hold, held"})
    void aReviewIsCheckedBeforeItIsSent(String state, String stage) {
        Question question = Questioned.question(state, state.equals("in-progress") ? Questioned.report() : "");
        for (String outcome : List.of("approved", "refused")) {
            Document check = page(
                    "airlock-check",
                    GWEN,
                    Map.of(
                            "kind",
                            "question",
                            "kinds",
                            "questions",
                            "one",
                            question,
                            "stage",
                            stage,
                            "typed",
                            Typed.NOTHING.with("outcome", outcome)));
            assertThat(check.select("main > p")).hasSize(2);
        }
    }

    @Test
    void anAnswerIsLetOutAsItWasLookedAt() {
        AirlockReview review = new AirlockReview(Questioned.question("in-progress", Questioned.report()), "question");
        Typed typed = Typed.NOTHING.with("outcome", "approved").with("run", "2");
        assertThat(sent(review.read(typed, review.outcomes(GWEN), new Problems())
                        .orElseThrow()))
                .containsExactly("question=q1", "outcome=approved", "run=2");

        Problems older = new Problems();
        assertThat(review.read(typed.with("run", "1"), review.outcomes(GWEN), older))
                .isEmpty();
        assertThat(older.all()).containsExactly(new Problem("", "guardian.problem.run"));
    }

    @Test
    void aRefusalSaysWhy() {
        Question question = Questioned.question("requested", "");
        AirlockReview review = new AirlockReview(question, "question");
        Typed typed = Typed.NOTHING.with("outcome", "refused").with("run", "2");
        Problems problems = new Problems();
        assertThat(review.read(typed, review.outcomes(GWEN), problems)).isEmpty();
        assertThat(fields(problems)).containsExactly("note");
        assertThat(page("airlock-one", GWEN, model(question, GWEN, typed, problems))
                        .title())
                .startsWith("Error: ");

        assertThat(sent(review.read(typed.with("note", "Too narrow"), review.outcomes(GWEN), new Problems())
                        .orElseThrow()))
                .containsExactly("question=q1", "outcome=refused", "note=Too narrow");
        assertThat(review.outcomes(visitor("rose", Role.GUARDIAN))).isEmpty();
    }

    @Test
    void questionsAreAListInWords() {
        Programme programme = Studied.running();
        assertThat(page(
                                "airlock",
                                GWEN,
                                Map.of(
                                        "kind",
                                        "question",
                                        "kinds",
                                        "questions",
                                        "passing",
                                        List.of(Questioned.question("on-hold", "")),
                                        "programmes",
                                        Map.of(programme.id(), programme),
                                        "all",
                                        false))
                        .select("tbody")
                        .text())
                .contains("condition Asthma", "Asthma <b> and weather, University of Elmshire", "Rose", "Held");
        page(
                "airlock",
                GWEN,
                Map.of(
                        "kind",
                        "question",
                        "kinds",
                        "questions",
                        "passing",
                        List.of(),
                        "programmes",
                        Map.of(),
                        "all",
                        true));
    }

    @Test
    void howManyHaveReadANoticeIsTold() {
        Parameters answer = new Parameters();
        for (String programme : List.of("p1", "p2")) {
            ParametersParameterComponent part = answer.addParameter().setName("receipts");
            part.addPart().setName("programme").setValue(new Reference("ResearchStudy/" + programme));
            part.addPart().setName("people").setValue(new IntegerType(1200));
            part.addPart().setName("read").setValue(new IntegerType(programme.equals("p1") ? 1 : 0));
        }
        List<Receipts> receipts = Receipts.of(answer);
        assertThat(receipts).containsExactly(new Receipts("p1", 1, 1200), new Receipts("p2", 0, 1200));
        Document page =
                page("notices", GWEN, Map.of("receipts", receipts, "programmes", Map.of("p1", Studied.running())));
        assertThat(page.select("tbody tr").get(0).text()).contains("University of Elmshire", "1 of 1,200 people");
        assertThat(page.select("tbody tr").get(1).text()).contains("Nobody of 1,200 people");
        assertThat(page.select("tbody a").eachAttr("href"))
                .containsExactly("/guardian/programmes/p1", "/guardian/programmes/p2");
        page("notices", AUDITOR, Map.of("receipts", List.of(), "programmes", Map.of()));
    }
}
