package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.IParser;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UnsignedIntType;

/** A part of an operation's answer that has parts of its own. */
record Part(ParametersParameterComponent component) {

    static Part of(Parameters answer, String name) {
        return new Part(answer.addParameter().setName(name));
    }

    Part part(String name) {
        return new Part(component.addPart().setName(name));
    }

    void add(String name, Type value) {
        component.addPart().setName(name).setValue(value);
    }

    void text(String name, String value) {
        add(name, new StringType(value));
    }

    void code(String name, String value) {
        add(name, new CodeType(value));
    }

    void count(String name, int value) {
        add(name, new UnsignedIntType(value));
    }

    void instant(String name, Instant value) {
        add(name, instant(value));
    }

    void reference(String name, String value) {
        add(name, new Reference(value));
    }

    /** As FHIR JSON. References keep their versions: it is a version that an answer is about. */
    static String encode(FhirContext fhir, Parameters answer) {
        IParser parser = fhir.newJsonParser();
        parser.setStripVersionsFromReferences(false);
        return parser.encodeResourceToString(answer);
    }

    /** In UTC, whatever zone the machine is in. */
    static InstantType instant(Instant value) {
        return new InstantType(Date.from(value), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC"));
    }
}
