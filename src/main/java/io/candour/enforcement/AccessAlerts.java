package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import io.candour.audit.Alert;
import io.candour.audit.Alerts;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code AuditEvent/$access-alerts}: who did much more in an hour than they used to, newest first, for guardian and
 * auditor. Safe for use by many threads.
 */
final class AccessAlerts implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 500;

    private final Alerts alerts;
    private final FhirContext fhir;

    AccessAlerts(Alerts alerts, FhirContext fhir) {
        this.alerts = alerts;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "access-alerts";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Parameters answer = new Parameters();
        for (Alert alert : alerts.latest(invocation.count(DEFAULT_COUNT, MAX_COUNT))) {
            ParametersParameterComponent part = answer.addParameter().setName("alert");
            part.addPart().setName("id").setValue(new StringType(alert.id().toString()));
            part.addPart().setName("noticed").setValue(instant(alert.at()));
            part.addPart().setName("agent").setValue(new StringType(alert.agentId()));
            part.addPart().setName("name").setValue(new StringType(alert.agentName()));
            part.addPart()
                    .setName("kind")
                    .setValue(new CodeType(alert.agentKind().name().toLowerCase(Locale.ROOT)));
            alert.organisation()
                    .ifPresent(code -> part.addPart().setName("organisation").setValue(new StringType(code)));
            part.addPart().setName("hour").setValue(instant(alert.hour()));
            part.addPart()
                    .setName("measure")
                    .setValue(new CodeType(alert.measure().name().toLowerCase(Locale.ROOT)));
            part.addPart().setName("seen").setValue(number(alert.seen()));
            part.addPart().setName("usual").setValue(number(alert.usual()));
        }
        return new Answer(200, fhir.newJsonParser().encodeResourceToString(answer), Map.of(), Answer.Evidence.NONE);
    }

    static InstantType instant(Instant at) {
        return new InstantType(Date.from(at), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC"));
    }

    static IntegerType number(long value) {
        return new IntegerType((int) Math.min(Integer.MAX_VALUE, value));
    }
}
