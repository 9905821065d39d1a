package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A patient chooses on the pages, and what others get of their record changes. */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class, ChoicesAsBefore.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MyChoicesIT {
    private final DemoStack stack;
    private final Visits visits;
    private FhirClient consultant;
    private String patient = "";
    private String hospital = "";

    MyChoicesIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @BeforeAll
    void names() throws Exception {
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        patient = found("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C"
                        + stack.cast().attribute("patient", "nhs_number"))
                .path("id")
                .asText();
        hospital = found("Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code%7C"
                        + stack.cast().attribute("consultant", "ods_code"))
                .path("name")
                .asText();
    }

    private JsonNode found(String search) throws Exception {
        return consultant.get(search).resources().findFirst().orElseThrow();
    }

    private int consultantSees() throws Exception {
        return consultant.get("Patient/" + patient).status();
    }

    @Story
    void hidingAllFromOnePlace_countsAtOnceUntilItIsTakenBack(Way way) throws Exception {
        assertThat(consultantSees()).isEqualTo(200);
        try (Visit visit = visits.signedIn("patient", way)) {
            visit.open("/record/me/choices").isAt("My choices").look("choices");
            visit.press("Hide something").isAt("What do you want to hide?").look("hide-what");
            visit.press("Continue").isAt("What do you want to hide?").look("hide-what-error");
            visit.choose("My whole record").press("Continue").isAt("Who do you want to hide it from?");
            visit.look("hide-from")
                    .choose(hospital)
                    .press("Continue")
                    .isAt("For how long?")
                    .look("hide-until");
            visit.choose("Until I change my mind")
                    .press("Continue")
                    .isAt("In an emergency")
                    .look("hide-emergency");
            visit.choose("Yes, in an emergency they may").press("Continue").isAt("Check your answer");
            visit.sees("Nothing is saved yet.", hospital + " would then see 0 of")
                    .look("hide-check");
            assertThat(consultantSees()).as("nothing is saved yet").isEqualTo(200);

            visit.press("Save my choice").isAt("Your choice is saved").sees(hospital + " may not see your record.");
            visit.look("receipt");

            assertThat(consultantSees()).isEqualTo(404);
            visit.open("/record/me/choices/working")
                    .sees(hospital + " may not see your record.")
                    .look("choices-working");
            visit.open("/record/me/choices/preview").look("preview");
            visit.choose(hospital)
                    .press("Show what they would see")
                    .sees(hospital + " would see 0 of")
                    .look("preview-of");
            visit.open("/record/me/looked?show=refused")
                    .isAt("Who has looked")
                    .sees("Refused")
                    .look("looked-refused");
            visit.open("/record/me/choices")
                    .follow("Take this back")
                    .isAt("Take back this choice?")
                    .look("take-back");
            visit.press("Take it back").isAt("Your choice is saved").look("receipt-taken-back");
            visit.open("/record/me/choices/history").look("choices-history");
        }
        assertThat(consultantSees()).isEqualTo(200);
    }

    @Story
    void aQuestion_isAnsweredAndAnsweredAnew(Way way) {
        try (Visit visit = visits.signedIn("patient", way)) {
            visit.open("/record/me/choices/ask/academic-research").look("question");
            visit.press("Continue").sees("There is a problem").look("question-error");
            visit.choose("Yes, they may use it")
                    .press("Continue")
                    .isAt("Check your answer")
                    .look("question-check");
            visit.press("Save my choice").isAt("Your choice is saved");
            visit.open("/record/me/choices/ask/academic-research").sees("may see your record");
            visit.choose("No, they may not use it").press("Continue").press("Save my choice");
            visit.isAt("Your choice is saved").sees("may not see your record");
            visit.open("/record/me/choices/ask/care-inside")
                    .choose("No, they may not see it")
                    .press("Continue");
            visit.isAt("In an emergency")
                    .press("Continue")
                    .sees("There is a problem")
                    .look("emergency-error");
        }
    }
}
