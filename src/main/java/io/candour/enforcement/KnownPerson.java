package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.PersonLookups;
import io.candour.audit.Alert;
import io.candour.audit.Alerts;
import io.candour.consent.Caller;
import io.candour.identity.Directory;
import io.candour.identity.NhsNumber;
import io.candour.record.RecordIndex;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;

/**
 * Finds a person by NHS number and birth date for staff without a relationship: the declared exceptions to the blank face
 * (I5). Limited for each caller, and who reaches the limit is told of to the guardian. Safe for use by many threads.
 */
final class KnownPerson {
    static final String NUMBER = "nhsNumber";
    static final String BORN = "birthDate";

    private static final int LONGEST_REASON = 1_000;

    private final PersonLookups lookups;
    private final Alerts alerts;
    private final Directory directory;
    private final RecordIndex index;
    private final FhirContext fhir;

    KnownPerson(PersonLookups lookups, Alerts alerts, Directory directory, RecordIndex index, FhirContext fhir) {
        this.lookups = lookups;
        this.alerts = alerts;
        this.directory = directory;
        this.index = index;
        this.fhir = fhir;
    }

    /** Counts one more try, after what depends on the request alone was checked. */
    void admit(Invocation invocation, Exchange exchange) {
        checkAsked(invocation);
        if (!lookups.admit(exchange.caller().id())) {
            alerts.leave(exchange.agent(), Alert.Measure.LOOKUPS, lookups.most() + 1, lookups.most());
            throw Refusal.tooMany("Too many people were asked for in an hour");
        }
    }

    private static void checkAsked(Invocation invocation) {
        if (!NhsNumber.isValid(invocation.text(NUMBER).orElse(""))) {
            throw Refusal.invalid(NUMBER, "An NHS number has ten digits, the last of which checks the others");
        }
        if (!invocation.text(BORN).orElse("").matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw Refusal.invalid(BORN, "A birth date is a day, as 1980-01-31");
        }
    }

    /** A reason in somebody's own words, fit to be read by others. */
    static String reason(Invocation invocation, String parameter) {
        return invocation.words(parameter, "A reason", LONGEST_REASON);
    }

    /** Logical id of the one Patient with this number and birth date. */
    Optional<String> find(Invocation invocation) {
        Optional<String> born = invocation.text(BORN);
        return directory
                .find("Patient", Directory.NHS_NUMBER, invocation.text(NUMBER).orElseThrow())
                .flatMap(id -> index.read("Patient", id))
                .filter(item -> born.equals(Optional.ofNullable(fhir.newJsonParser()
                        .parseResource(Patient.class, item.content())
                        .getBirthDateElement()
                        .getValueAsString())))
                .map(item -> item.facts().id());
    }

    /** Refuses somebody who asks for their own record with the rights of their work. */
    static void checkNotSelf(Invocation invocation) {
        Optional<String> own = invocation.token().nhsNumber();
        if (own.isPresent() && own.equals(invocation.text(NUMBER))) {
            throw Refusal.invalid(NUMBER, "Nobody opens their own record for their work");
        }
    }

    static String name(Caller caller) {
        return caller.name().isBlank() ? caller.id() : caller.name();
    }
}
