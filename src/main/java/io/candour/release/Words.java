package io.candour.release;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import io.candour.consent.Caller;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;

/** How this room says things in FHIR. Stateless. */
final class Words {
    private static final String HERE = "https://candour.io/fhir/";

    private Words() {}

    /** One of our own code systems. */
    static String system(String name) {
        return HERE + "CodeSystem/" + name;
    }

    /** One of our own extensions. */
    static String extension(String name) {
        return HERE + "StructureDefinition/" + name;
    }

    static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }

    static DateTimeType moment(Instant at) {
        return new DateTimeType(Date.from(at), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC"));
    }

    /** What somebody is called in what is kept of what they did. */
    static String name(Caller caller) {
        return caller.name().isBlank() ? caller.id() : caller.name();
    }
}
