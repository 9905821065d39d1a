package io.candour.portal;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody may be here, by the issuer's word. */
public enum Role {
    PATIENT,
    CARER,
    PRACTITIONER,
    GUARDIAN,
    AUDITOR,
    RESEARCHER,
    /** Who enters what people answered on paper; a practitioner too. */
    CHOICE_REGISTRATION;

    /** Those that these names of a token's claim {@code roles} are; what is none of them is passed over. */
    static Set<Role> of(Collection<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : values()) {
            if (names.contains(role.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                roles.add(role);
            }
        }
        return roles;
    }
}
