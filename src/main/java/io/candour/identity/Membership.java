package io.candour.identity;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;

/**
 * That one reference belongs to another: a member to a Group or CareTeam, a part to its organisation, whoever holds a role
 * to that role, and a role to the services it is for. Not to the role's organisation: the token says for whom they act.
 */
record Membership(String container, String member) {

    /** The memberships a resource states; empty for one that states none or is no longer in force. */
    static Set<Membership> of(IBaseResource resource) {
        String self = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        Set<Membership> memberships = new HashSet<>();
        if (resource instanceof Group group && (!group.hasActive() || group.getActive())) {
            local(group.getMember().stream()
                            .filter(member -> !member.getInactive())
                            .map(Group.GroupMemberComponent::getEntity))
                    .forEach(member -> memberships.add(new Membership(self, member)));
        } else if (resource instanceof CareTeam team && team.getStatus() != CareTeam.CareTeamStatus.INACTIVE) {
            local(team.getParticipant().stream().map(CareTeam.CareTeamParticipantComponent::getMember))
                    .forEach(member -> memberships.add(new Membership(self, member)));
        } else if (resource instanceof PractitionerRole role && (!role.hasActive() || role.getActive())) {
            local(Stream.of(role.getPractitioner())).forEach(holder -> memberships.add(new Membership(self, holder)));
            local(role.getHealthcareService().stream())
                    .forEach(service -> memberships.add(new Membership(service, self)));
        } else if (resource instanceof Organization organization) {
            local(Stream.of(organization.getPartOf())).forEach(parent -> memberships.add(new Membership(parent, self)));
        }
        return memberships;
    }

    private static Stream<String> local(Stream<Reference> references) {
        return references
                .filter(reference -> reference.getReferenceElement().hasIdPart()
                        && reference.getReferenceElement().hasResourceType())
                .map(reference -> reference
                        .getReferenceElement()
                        .toUnqualifiedVersionless()
                        .getValue());
    }
}
