package io.candour.portal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Test;

/** The right behind an emergency. */
class EmergencyControllerTest {
    @Test
    void right_isTheOneThatTheRowRestsOn() {
        AuditEvent event = new AuditEvent();
        event.addAgent();
        event.addAgent().addPolicy("urn:candour:default:care-sharing").addPolicy("urn:candour:Grant/4c1f");

        assertThat(EmergencyController.right(event)).contains("4c1f");
        assertThat(EmergencyController.right(new AuditEvent())).isEmpty();
    }
}
