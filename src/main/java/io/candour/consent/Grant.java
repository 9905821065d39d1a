package io.candour.consent;

import java.util.Objects;

/** A time-boxed right to one patient's record that an event created. The only two things that widen. */
public sealed interface Grant {
    String id();

    /** {@link Caller#id()} of who holds it. */
    String caller();

    /** Logical id of whose record it opens. */
    String patient();

    Interval period();

    /** Somebody acts for the patient. */
    record Proxy(String id, String caller, String patient, Interval period, Reach reach) implements Grant {
        public Proxy {
            Require.text(id, "id");
            Require.text(caller, "caller");
            Require.text(patient, "patient");
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(reach, "reach");
        }
    }

    /** Break-glass: lifts overridable denials of care for one practitioner until it ends. */
    record Emergency(String id, String caller, String patient, Interval period) implements Grant {
        public Emergency {
            Require.text(id, "id");
            Require.text(caller, "caller");
            Require.text(patient, "patient");
            if (period.end().isEmpty()) {
                throw new IllegalArgumentException("an emergency grant has an end");
            }
        }
    }

    /** Whether it is this caller's, for this patient and whatever the time. */
    default boolean covers(Caller by, String patientId) {
        return caller().equals(by.id()) && patient().equals(patientId);
    }
}
