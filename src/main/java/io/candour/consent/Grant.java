package io.candour.consent;

import java.util.Objects;

/**
 * A time-boxed right to one patient's record that an event created. Nothing else widens: a proxy sees what they act for, an
 * emergency lifts denials, a claim stands for the care relationship that is missing and for no choice, and what the
 * patient let somebody have who asked for it stands for a relationship and a choice, within what was asked.
 */
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

    /**
     * Break-glass: lifts overridable denials of care for one practitioner until it ends.
     *
     * @param purpose what its uses are for, {@link Purpose#BTG} or {@link Purpose#ETREAT}: a denial of that purpose that is
     *     final stays final, whatever purpose the caller's token was granted
     */
    record Emergency(String id, String caller, String patient, Interval period, Purpose purpose) implements Grant {
        public Emergency {
            Require.text(id, "id");
            Require.text(caller, "caller");
            Require.text(patient, "patient");
            if (period.end().isEmpty()) {
                throw new IllegalArgumentException("an emergency grant has an end");
            }
            if (!purpose.emergency()) {
                throw new IllegalArgumentException("no emergency: " + purpose.code());
            }
        }

        public Emergency(String id, String caller, String patient, Interval period) {
            this(id, caller, patient, period, Purpose.BTG);
        }
    }

    /** Somebody said that they care for the patient, and why: as a care relationship, for them alone and until it ends. */
    record Claim(String id, String caller, String patient, Interval period) implements Grant {
        public Claim {
            Require.text(id, "id");
            Require.text(caller, "caller");
            Require.text(patient, "patient");
            if (period.end().isEmpty()) {
                throw new IllegalArgumentException("a claimed relationship has an end");
            }
        }
    }

    /**
     * The patient said yes to somebody who asked: within its reach as a care relationship and as a Consent that permits,
     * for them alone and until it ends. What the patient denies stays denied.
     */
    record Requested(String id, String caller, String patient, Interval period, Reach reach) implements Grant {
        public Requested {
            Require.text(id, "id");
            Require.text(caller, "caller");
            Require.text(patient, "patient");
            Objects.requireNonNull(reach, "reach");
            if (period.end().isEmpty()) {
                throw new IllegalArgumentException("access by request has an end");
            }
        }
    }

    /** Whether it is this caller's, for this patient and whatever the time. */
    default boolean covers(Caller by, String patientId) {
        return caller().equals(by.id()) && patient().equals(patientId);
    }
}
