package io.candour.interference;

import io.candour.identity.VerifiedToken;
import java.util.Optional;

/**
 * Somebody who asks.
 *
 * @param token as sent; empty for nobody in particular
 * @param verified what the server reads from it; empty where it accepts none
 * @param subject whose records they ask about most
 */
record Person(String name, Optional<String> token, Optional<VerifiedToken> verified, String subject) {
    /** Whether a decision may show them items at all; to all others everything of patients is withheld. */
    boolean readsRecords() {
        return verified.map(each -> switch (each.caller().kind()) {
                    case PATIENT, PROXY, PRACTITIONER -> true;
                    case RESEARCHER, GUARDIAN, AUDITOR, SYSTEM -> false;
                })
                .orElse(false);
    }

    /** Whether they search without naming a patient: their own record is meant. */
    boolean asksForThemselves() {
        return verified.map(each -> each.caller().patient().isPresent()).orElse(false);
    }
}
