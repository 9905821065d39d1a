package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.portal.FhirThere;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.words.Today;
import io.candour.portal.words.Words;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributesModelMap;

/** Who acts for two people: the choices and entries of one are never shown or changed under the name of the other. */
class OneRecordTest {
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final Whose ADA = new Whose("1", "1", "Ada Example", false);
    private static final Visitor CARER =
            new Visitor("Cara", Set.of(Role.CARER), "cara", Optional.of("9990000034"), Optional.empty());
    private static final String OF_BOB =
            "{'resourceType': 'Consent', 'id': 'c', 'status': 'active', 'patient': {'reference': 'Patient/2'}}";
    private static final String NOTHING_CHOSEN = "{'resourceType': 'Parameters'}";

    private final FhirThere there = new FhirThere();
    private final MockHttpSession session = new MockHttpSession();
    private final ResourceBundleMessageSource messages = messages();
    private final Words words = new Words(messages, HERE);

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages/portal/words", "messages/portal/choice");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    void choice_ofAnotherPerson_isNotThereAndNotTakenBack() {
        there.has("Consent/c", OF_BOB).has("Consent/c/_history/1", OF_BOB).has("PUT Consent/c", OF_BOB);
        there.has("Patient/1/$consent-status", NOTHING_CHOSEN);
        ReceiptController receipts = new ReceiptController();
        Draft draft = Drafts.of(session).begin("take-back", "1");

        assertThatThrownBy(() -> receipts.receipt(
                        "c", "1", Optional.empty(), Optional.empty(), there.fhir(), ADA, session, model()))
                .isInstanceOf(ResponseStatusException.class);
        assertThatThrownBy(() -> receipts.ask("c", there.fhir(), ADA, session, model()))
                .isInstanceOf(ResponseStatusException.class);
        assertThatThrownBy(() -> receipts.takeBack(
                        "c", draft.id(), there.fhir(), ADA, session, new MockHttpServletResponse(), model()))
                .isInstanceOf(ResponseStatusException.class);
        assertThat(there.asked()).doesNotContain("PUT Consent/c");
    }

    @Test
    void choice_ofThisPerson_isShown() {
        there.has("Consent/c/_history/1", OF_BOB);
        there.has("Patient/2/$consent-status", NOTHING_CHOSEN);
        Whose bob = new Whose("2", "2", "Bob Example", false);

        assertThat(new ReceiptController()
                        .receipt("c", "1", Optional.empty(), Optional.empty(), there.fhir(), bob, session, model()))
                .isEqualTo("portal/choice/receipt");
    }

    @Test
    void hiding_entryOfAnotherPerson_isNotThere() {
        there.has("Patient/1/$consent-status", NOTHING_CHOSEN);
        there.has("Condition/b", "{'resourceType': 'Condition', 'id': 'b', 'subject': {'reference': 'Patient/2'}}");
        there.has("Condition?patient=1&_id=b&_count=100", "{'resourceType': 'Bundle', 'type': 'searchset'}");
        HidingController hiding = new HidingController(messages, words, new Today(Clock.systemUTC(), HERE));

        assertThatThrownBy(() -> hiding.begin(Optional.of("Condition/b"), there.fhir(), ADA, session))
                .isInstanceOf(ResponseStatusException.class);
        assertThatThrownBy(() -> hiding.begin(Optional.of("nonsense"), there.fhir(), ADA, session))
                .isInstanceOf(ResponseStatusException.class);
    }

    @Test
    void takingBack_whereNothingWasStored_saysSo() {
        there.has("Patient/1/$consent-status", NOTHING_CHOSEN);
        Drafts drafts = Drafts.of(session);
        String code = Question.LOCAL_PRACTICE_OPT_OUT.code();
        Draft draft = drafts.begin(QuestionController.FORM, "1")
                .with("question", code)
                .with("answer", "no");
        drafts.keep(draft);
        RedirectAttributesModelMap next = new RedirectAttributesModelMap();

        assertThat(new QuestionController(messages, words)
                        .save(
                                code,
                                draft.id(),
                                draft.state(),
                                there.fhir(),
                                ADA,
                                CARER,
                                session,
                                new MockHttpServletResponse(),
                                Locale.UK,
                                model(),
                                next))
                .isEqualTo("redirect:/record/1/choices");
        assertThat(next.getFlashAttributes().get("done")).isEqualTo("choice.done.nothing");
        assertThat(ChoicePagesTest.page(
                                "overview",
                                Map.of("overview", Overview.of(StandingTest.sample()), "done", "choice.done.nothing"))
                        .select("[role=alert]")
                        .text())
                .contains("nothing to take back");
    }

    private static ExtendedModelMap model() {
        return new ExtendedModelMap();
    }
}
