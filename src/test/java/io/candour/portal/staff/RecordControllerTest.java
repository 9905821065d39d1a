package io.candour.portal.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.portal.FhirThere;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Today;
import io.candour.portal.words.Words;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** What a clinician's pages ask the server for, and what they make of its answers. */
class RecordControllerTest {
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final String PRESCRIPTION =
            """
            {'resourceType': 'MedicationRequest', 'id': 'p1', 'status': 'active', 'intent': 'order',
             'subject': {'reference': 'Patient/12'}, 'medicationReference': {'reference': 'Medication/m1'}}""";
    private static final String MEDICINE =
            "{'resourceType': 'Medication', 'id': 'm1', 'code': {'text': 'Simvastatin 20 mg tablets'}}";

    private final FhirThere there = new FhirThere();
    private final Model model = new ExtendedModelMap();
    private final RecordController controller = controller();

    private static RecordController controller() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        Words words = new Words(messages, HERE);
        return new RecordController(words, new Boxes(words, messages), new Today(Clock.systemUTC(), HERE));
    }

    @BeforeEach
    void english() {
        LocaleContextHolder.setLocale(Locale.UK);
    }

    @AfterEach
    void close() {
        there.close();
    }

    private static String bundle(String resource) {
        return "{'resourceType': 'Bundle', 'type': 'searchset', 'entry': [{'resource': " + resource + "}]}";
    }

    private void hasTheMedicine() {
        there.has("Medication?_id=m1&_count=100", bundle(MEDICINE));
        there.has("Patient?_id=12", bundle("{'resourceType': 'Patient', 'id': '12'}"));
    }

    @Test
    void glance_medicineByReference_isTheNameInItsBox() {
        hasTheMedicine();
        there.has("Patient/12/$held", "{'resourceType': 'Parameters'}");
        String nothing = "{'resource': {'resourceType': 'Bundle', 'type': 'searchset'}}";
        there.has(
                "POST ",
                "{'resourceType': 'Bundle', 'type': 'batch-response', 'entry': [{'resource': {'resourceType': 'Patient',"
                        + " 'id': '12'}}, " + nothing + ", {'resource': " + bundle(PRESCRIPTION) + "}]}");

        assertThat(controller.glance("12", "", new MockHttpServletResponse(), there.fhir(), model))
                .isEqualTo("portal/staff/glance");

        assertThat(model.getAttribute("boxes"))
                .asInstanceOf(InstanceOfAssertFactories.list(Box.class))
                .flatExtracting(Box::rows)
                .extracting(row -> row.entry().name())
                .containsExactly("Simvastatin 20 mg tablets");
    }

    @Test
    void categoryAndItem_medicineByReference_haveItsName() {
        hasTheMedicine();
        there.has("Patient/12/$timeline?category=medicines&_count=25", bundle(PRESCRIPTION));
        there.has("MedicationRequest?patient=12&_id=p1&_count=100", bundle(PRESCRIPTION));

        controller.category("12", "medicines", "", "", there.fhir(), model);
        assertThat(model.getAttribute("entries"))
                .asInstanceOf(InstanceOfAssertFactories.list(Entry.class))
                .extracting(Entry::name)
                .containsExactly("Simvastatin 20 mg tablets");

        controller.item("12", "MedicationRequest", "p1", "", there.fhir(), model);
        assertThat((Entry) model.getAttribute("entry")).extracting(Entry::name).isEqualTo("Simvastatin 20 mg tablets");
    }

    @Test
    void category_cursorThatCountsNoLonger_beginsAnew() {
        there.has("Patient/12/$timeline?category=medicines&_count=25&_cursor=old", 400, "{}");

        assertThat(controller.category("12", "medicines", "care-g1", "old", there.fhir(), model))
                .isEqualTo("redirect:/staff/patients/12/medicines?access=care-g1");
    }

    @Test
    void item_adverseEvent_isFoundByItsSubject() {
        hasTheMedicine();
        there.has(
                "AdverseEvent?subject=12&_id=a1&_count=100",
                bundle("{'resourceType': 'AdverseEvent', 'id': 'a1', 'subject': {'reference': 'Patient/12'}}"));

        assertThat(controller.item("12", "AdverseEvent", "a1", "", there.fhir(), model))
                .isEqualTo("portal/staff/item");
    }

    @Test
    void item_ofAnotherPerson_isNotThere() {
        for (String type : List.of("Patient", "MedicationRequest", "Medication")) {
            assertThatThrownBy(() -> controller.item("12", type, "13", "", there.fhir(), model))
                    .isInstanceOf(ResponseStatusException.class);
        }
        assertThat(there.asked()).containsExactly("MedicationRequest?patient=12&_id=13&_count=100");
    }

    @Test
    void item_ofWhichTheServerOnlyRemarksSomething_isNotThere() {
        there.has(
                "Condition?patient=12&_id=c1&_count=100",
                bundle("{'resourceType': 'OperationOutcome', 'issue': [{'code': 'suppressed'}]}"));

        assertThatThrownBy(() -> controller.item("12", "Condition", "c1", "", there.fhir(), model))
                .isInstanceOf(ResponseStatusException.class);
    }
}
