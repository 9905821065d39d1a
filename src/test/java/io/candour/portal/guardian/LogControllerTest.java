package io.candour.portal.guardian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.portal.FhirRefused;
import io.candour.portal.FhirThere;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ui.ExtendedModelMap;

/** Lists of the log that go on: where the link to an older page counts no longer, they begin anew. */
class LogControllerTest {
    private final FhirThere there = new FhirThere();
    private final LogController controller =
            new LogController(new Checkpoints(HttpClient.newHttpClient(), there.settings()));

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    void log_cursorThatCountsNoLonger_beginsAnewWithWhatWasAskedFor() {
        there.has("AuditEvent?outcome=4&agent=Device/1&_count=25&_cursor=old", 400, "{}");

        assertThat(controller.log("refused", "Device/1", "old", there.fhir(), new ExtendedModelMap()))
                .isEqualTo("redirect:/guardian/log?show=refused&agent=Device%2F1");
    }

    @Test
    void ofPatient_cursorThatCountsNoLonger_beginsAnew() {
        there.has("Patient/12/$access-log?_count=25&_cursor=old", 400, "{}");

        assertThat(controller.ofPatient("12", "old", there.fhir(), new ExtendedModelMap()))
                .isEqualTo("redirect:/guardian/log/patients/12");
    }

    @Test
    void log_refusedOnItsFirstPage_isRefused() {
        there.has("AuditEvent?_count=25", 400, "{}");

        assertThatThrownBy(() -> controller.log("all", "", "", there.fhir(), new ExtendedModelMap()))
                .isInstanceOf(FhirRefused.class);
    }
}
