package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.identity.VerifiedToken;
import java.util.Optional;

/**
 * One use of an operation about a patient.
 *
 * @param patient logical id of whom it is about, whether or not there is such a patient
 * @param csv whether the answer is wanted as CSV; only where the allow-list has that
 * @param arguments as the operation's definition and the allow-list have them
 */
record Invocation(String patient, Arguments arguments, boolean csv, VerifiedToken token) {

    CallerKind kind() {
        return token.caller().kind();
    }

    /** The argument that was given once under this name, as text. */
    Optional<String> text(String name) {
        return arguments.text(name);
    }
}
