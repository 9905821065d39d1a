package io.candour.consent;

import java.util.Arrays;
import java.util.List;

/** What a decision rests on; people and the log are shown it. */
public sealed interface Basis {
    /** A Consent at a version. */
    record ByConsent(String id, String version) implements Basis {
        public ByConsent {
            Require.text(id, "id");
            Require.text(version, "version");
        }
    }

    /** A rule of the deployment, by its stable code: {@code self}, {@code default:care-sharing} and so on. */
    record ByRule(String code) implements Basis {
        public static final ByRule NOPAT = new ByRule("nopat");
        public static final ByRule BARRED_RECIPIENT = new ByRule("barred-recipient");
        public static final ByRule ABOUT_NOBODY = new ByRule("about-nobody");
        public static final ByRule NO_PATIENT = new ByRule("no-patient");
        public static final ByRule NO_CLINICAL_CONTENT = new ByRule("no-clinical-content");
        public static final ByRule NO_SNAPSHOT = new ByRule("no-snapshot");
        public static final ByRule SYSTEM = new ByRule("system");
        public static final ByRule SELF = new ByRule("self");
        public static final ByRule NO_GRANT = new ByRule("no-grant");
        public static final ByRule AUTHOR = new ByRule("author");
        public static final ByRule CHOICES_ARE_PRIVATE = new ByRule("choices-are-private");
        public static final ByRule NO_RELATIONSHIP = new ByRule("no-relationship");
        public static final ByRule NO_GOVERNING_CHOICE = new ByRule("no-governing-choice");

        private static final List<ByRule> DEFAULTS = Arrays.stream(Choice.values())
                .map(choice -> new ByRule("default:" + choice.code()))
                .toList();

        public ByRule {
            Require.text(code, "code");
        }

        /** The default of a choice the patient hasn't answered. */
        public static ByRule defaultOf(Choice choice) {
            return DEFAULTS.get(choice.ordinal());
        }
    }

    /** A proxy or emergency grant. */
    record ByGrant(String id, boolean emergency) implements Basis {
        public ByGrant {
            Require.text(id, "id");
        }
    }

    /** A care relationship. */
    record ByRelationship(String organisation, String basis) implements Basis {
        public ByRelationship {
            Require.text(organisation, "organisation");
            Require.text(basis, "basis");
        }
    }
}
