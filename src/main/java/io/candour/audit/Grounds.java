package io.candour.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an outcome rests on.
 *
 * @param decidedOn empty where nothing was decided (a request that was not understood): such a record is never stale
 * @param residual what was left of the directives, in words a machine wrote; enough, with the versions, to compute later
 *     what was withheld. Empty where everything or nothing was
 */
public record Grounds(Optional<DecidedOn> decidedOn, List<Basis> basis, String residual) {

    public static final Grounds NONE = new Grounds(Optional.empty(), List.of(), "");

    public Grounds {
        Objects.requireNonNull(decidedOn, "decidedOn");
        basis = List.copyOf(basis);
        Objects.requireNonNull(residual, "residual");
    }
}
