package io.candour.enforcement;

import io.candour.identity.Directory;
import io.candour.identity.VerifiedToken;
import java.util.Optional;

/** What a guardian does not judge: what they did or said themselves, and what is about their own record. Safe for use by many threads. */
final class ConflictOfInterest {
    private final Directory directory;

    ConflictOfInterest(Directory directory) {
        this.directory = directory;
    }

    /**
     * Whether there is one.
     *
     * @param agentId {@link io.candour.consent.Caller#id()} of who did or said it
     * @param agentNumber their NHS number, where it is known
     * @param patient logical id of whose record it is about
     * @param judge who is to judge it
     */
    boolean exists(String agentId, Optional<String> agentNumber, String patient, VerifiedToken judge) {
        Optional<String> number = judge.nhsNumber();
        return agentId.equals(judge.caller().id())
                || number.isPresent() && number.equals(agentNumber)
                || number.flatMap(own -> directory.find("Patient", Directory.NHS_NUMBER, own))
                        .filter(patient::equals)
                        .isPresent();
    }
}
