package io.candour.portal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Who is signed in. A controller has it as an argument, a template as {@code visitor}.
 *
 * @param name as people read it
 * @param roles what the issuer says they are; empty for an account that has no pages
 * @param subject the issuer's own id of them
 * @param nhsNumber of people who have one; staff have none here
 * @param odsCode of the organisation that staff belong to
 */
public record Visitor(
        String name, Set<Role> roles, String subject, Optional<String> nhsNumber, Optional<String> odsCode) {
    public Visitor {
        roles = Set.copyOf(roles);
    }

    static Visitor of(OidcUser user) {
        String name = user.getClaimAsString("name");
        List<String> roles = user.getClaimAsStringList("roles");
        return new Visitor(
                name == null || name.isBlank() ? user.getSubject() : name,
                Role.of(roles == null ? List.of() : roles),
                user.getSubject(),
                text(user, "nhs_number"),
                text(user, "ods_code"));
    }

    private static Optional<String> text(OidcUser user, String claim) {
        return Optional.ofNullable(user.getClaimAsString(claim)).filter(value -> !value.isBlank());
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** For templates: {@code visitor.patient}, {@code visitor.carer} and so on. */
    public boolean isPatient() {
        return is(Role.PATIENT);
    }

    public boolean isCarer() {
        return is(Role.CARER);
    }

    public boolean isPractitioner() {
        return is(Role.PRACTITIONER);
    }

    public boolean isGuardian() {
        return is(Role.GUARDIAN);
    }

    public boolean isAuditor() {
        return is(Role.AUDITOR);
    }

    public boolean isChoiceRegistrar() {
        return is(Role.CHOICE_REGISTRATION);
    }

    public boolean isResearcher() {
        return is(Role.RESEARCHER);
    }
}
