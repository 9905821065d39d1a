package io.candour.portal.guardian;

import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.words.Today;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Whom the question "who was affected?" is about, and when: days that somebody typed, or the very moments of an alert.
 *
 * @param agent the caller, as the log names them
 * @param end the first moment after it
 */
record Period(String agent, Instant start, Instant end) {
    /** Reads it, or adds what is wrong. */
    static Optional<Period> read(Typed typed, Today today, Problems problems) {
        String agent = typed.text("agent");
        if (agent.isEmpty()) {
            problems.add("agent", "guardian.problem.agent");
        }
        Optional<LocalDate> first = TypedDay.of(typed, "from").date();
        Optional<LocalDate> last = TypedDay.of(typed, "to").date();
        if (first.isEmpty()) {
            problems.add("from", "guardian.problem.from");
        }
        if (last.isEmpty()) {
            problems.add("to", "guardian.problem.to");
        } else if (first.filter(day -> day.isAfter(last.get())).isPresent()) {
            problems.add("to", "guardian.problem.order");
        }
        return problems.any()
                ? Optional.empty()
                : Optional.of(new Period(
                        agent,
                        today.begins(first.orElseThrow()),
                        today.begins(last.orElseThrow().plusDays(1))));
    }
}
