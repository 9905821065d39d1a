package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.ProxyAges;
import io.candour.choice.Grants;
import io.candour.consent.CallerKind;
import io.candour.consent.Grant;
import io.candour.enforcement.ProxyTerms.Basis;
import io.candour.identity.Directory;
import io.candour.identity.NhsNumber;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;

/** Who may act for whom. Each refusal names the parameter. Safe for use by many threads. */
final class ProxyChecks {
    /** Longer chains of people who act for each other there are not. */
    private static final int MOST = 50;

    private static final int MOST_YEARS = 150;

    private final Directory directory;
    private final RecordIndex index;
    private final Grants grants;
    private final ProxyAges ages;
    private final FhirContext fhir;
    private final ZoneId zone;

    ProxyChecks(Directory directory, RecordIndex index, Grants grants, ProxyAges ages, FhirContext fhir, ZoneId zone) {
        this.directory = directory;
        this.index = index;
        this.grants = grants;
        this.ages = ages;
        this.fhir = fhir;
        this.zone = zone;
    }

    /** The stored Patient, if there is one. */
    Optional<Patient> patient(String id) {
        return index.read("Patient", id).map(item -> fhir.newJsonParser().parseResource(Patient.class, item.content()));
    }

    /**
     * Refuses what must not be, and says when the right ends: on its last day, or on the birthday that ends childhood.
     *
     * @param token of the patient, or of staff who settle it for them
     */
    Optional<Instant> check(String patient, ProxyTerms terms, VerifiedToken token, Instant now) {
        boolean byPatient = token.caller().kind() == CallerKind.PATIENT;
        LocalDate today = LocalDate.ofInstant(now, zone);
        if (!NhsNumber.isValid(terms.number())) {
            throw Refusal.invalid("nhsNumber", "An NHS number has ten digits, the last of which checks the others");
        }
        Optional<String> own = directory.find("Patient", Directory.NHS_NUMBER, terms.number());
        if (own.equals(Optional.of(patient))) {
            throw refused("nhsNumber", "Nobody acts for themselves");
        }
        if (!byPatient && token.nhsNumber().equals(Optional.of(terms.number()))) {
            throw refused("nhsNumber", "Nobody settles that they act for somebody themselves");
        }
        own.flatMap(this::patient).ifPresent(proxy -> checkProxy(proxy, terms));
        if (terms.born().isAfter(today) || terms.born().plusYears(ages.proxy()).isAfter(today)) {
            throw refused("birthDate", "Somebody who acts for another is " + ages.proxy() + " or older");
        }
        own.ifPresent(id -> checkNoCircle(id, patient, now));
        Optional<LocalDate> childhoodEnds = checkBasis(patient, terms, byPatient, today);
        if (terms.until().filter(day -> day.isBefore(today)).isPresent()) {
            throw refused("end", "The last day is past");
        }
        if (terms.until()
                .filter(day -> day.isAfter(today.plusYears(MOST_YEARS)))
                .isPresent()) {
            throw refused("end", "That is longer than a life; leave it out for no end");
        }
        Optional<Instant> until =
                terms.until().map(day -> day.plusDays(1).atStartOfDay(zone).toInstant());
        Optional<Instant> grown =
                childhoodEnds.map(day -> day.atStartOfDay(zone).toInstant());
        return until.filter(end -> grown.isEmpty() || end.isBefore(grown.get())).or(() -> grown);
    }

    private static void checkProxy(Patient proxy, ProxyTerms terms) {
        boolean dead =
                proxy.hasDeceased() && !(proxy.getDeceased() instanceof BooleanType said && !said.booleanValue());
        if (dead || proxy.hasActive() && !proxy.getActive()) {
            throw refused("nhsNumber", "This person can't act for anybody: their own record is closed");
        }
        if (!terms.born().toString().equals(proxy.getBirthDateElement().getValueAsString())) {
            throw refused("birthDate", "Number and birth date do not go together");
        }
    }

    /** Logical id of somebody who is to act, if they are known here. */
    Optional<String> known(ProxyTerms terms) {
        return directory.find("Patient", Directory.NHS_NUMBER, terms.number());
    }

    /** Somebody whom the patient acts for, themselves or through others, can't act for the patient. */
    private void checkNoCircle(String proxy, String patient, Instant now) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(Set.of(proxy));
        while (!next.isEmpty()) {
            if (seen.size() > MOST) {
                throw refused("nhsNumber", "Too many people act for each other here");
            }
            String whose = next.removeFirst();
            if (whose.equals(patient)) {
                throw refused("nhsNumber", "People can't act for each other in a circle");
            }
            if (seen.add(whose)) {
                grants.of(whose).stream()
                        .filter(kept -> kept.live(now) && kept.grant() instanceof Grant.Proxy)
                        .map(kept -> kept.grant().caller().replaceFirst(".*\\|", ""))
                        .flatMap(number -> directory.find("Patient", Directory.NHS_NUMBER, number).stream())
                        .forEach(next::add);
            }
        }
    }

    private Optional<LocalDate> checkBasis(String patient, ProxyTerms terms, boolean byPatient, LocalDate today) {
        if (byPatient != (terms.basis() == Basis.PATIENT_CONSENT)) {
            throw refused(
                    "basis",
                    byPatient
                            ? "A person lets others act by their own consent"
                            : "Staff settle it by parental responsibility or power of attorney");
        }
        LocalDate born = patient(patient)
                .map(found -> found.getBirthDateElement().getValueAsString())
                .filter(date -> date.length() == 10)
                .map(LocalDate::parse)
                .orElseThrow(() -> refused("birthDate", "It is not known how old the patient is"));
        return switch (terms.basis()) {
            case PATIENT_CONSENT -> {
                if (born.plusYears(ages.own()).isAfter(today)) {
                    throw refused("basis", "A person says so themselves from the age of " + ages.own());
                }
                yield Optional.empty();
            }
            case PARENTAL_RESPONSIBILITY -> {
                LocalDate grown = born.plusYears(ages.child());
                if (!grown.isAfter(today)) {
                    throw refused("basis", "Parental responsibility counts until the age of " + ages.child());
                }
                yield Optional.of(grown);
            }
            case POWER_OF_ATTORNEY -> Optional.empty();
        };
    }

    private static RuntimeException refused(String parameter, String why) {
        return Refusal.unprocessable(parameter, IssueType.BUSINESSRULE, why);
    }
}
