package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.ChoiceDatabase;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Purpose;
import io.candour.identity.Directory;
import io.candour.identity.Session;
import io.candour.identity.SmartScopes;
import io.candour.identity.SmartScopes.Context;
import io.candour.identity.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConflictOfInterestTest {
    private static final String NUMBER = "9990000018";

    private final Directory directory = new Directory(ChoiceDatabase.fresh().jdbc());
    private final ConflictOfInterest conflicts = new ConflictOfInterest(directory);

    @BeforeEach
    void aGuardianWhoIsAPatientToo() {
        Patient patient = new Patient();
        patient.setId("Patient/p");
        patient.addIdentifier(new Identifier().setSystem(Directory.NHS_NUMBER).setValue(NUMBER));
        directory.put(patient);
    }

    private boolean exists(String agentId, Optional<String> agentNumber, String patient, Optional<String> number) {
        Caller caller = new Caller(
                CallerKind.GUARDIAN,
                "g",
                "G",
                Optional.empty(),
                Set.of(),
                "client",
                Set.of(),
                Set.of(),
                Optional.empty());
        return conflicts.exists(
                agentId,
                agentNumber,
                patient,
                new VerifiedToken(
                        caller,
                        Purpose.PATRQT,
                        SmartScopes.parse(List.of()),
                        Context.USER,
                        Instant.MAX,
                        0,
                        new Session(Optional.of("s"), "g", Instant.EPOCH),
                        Optional.empty(),
                        number,
                        Set.of()));
    }

    @Test
    void existsWhenSomebodyElsesThenNot() {
        assertThat(exists("ann", Optional.of("9990000026"), "q", Optional.of(NUMBER)))
                .isFalse();
        assertThat(exists("ann", Optional.empty(), "p", Optional.empty())).isFalse();
    }

    @Test
    void existsWhenTheirOwnWordsWithEitherAccountThenSo() {
        assertThat(exists("g", Optional.empty(), "q", Optional.empty())).isTrue();
        assertThat(exists("ann", Optional.of(NUMBER), "q", Optional.of(NUMBER))).isTrue();
    }

    @Test
    void existsWhenAboutTheirOwnRecordThenSo() {
        assertThat(exists("ann", Optional.empty(), "p", Optional.of(NUMBER))).isTrue();
    }
}
