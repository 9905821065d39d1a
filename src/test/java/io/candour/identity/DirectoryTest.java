package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.ChoiceDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Organization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final String WARD = Directory.ODS_CODE + "|W1";
    private static final String HOSPITAL = Directory.ODS_CODE + "|H1";
    private static final String TRUST = Directory.ODS_CODE + "|T1";

    private final Directory directory = new Directory(ChoiceDatabase.fresh().jdbc());

    @BeforeEach
    void fill() {
        put("ward", "W1", "hospital");
        put("hospital", "H1", "trust");
        put("trust", "T1", "");
        put("other", "O1", "trust");
    }

    @Test
    void membershipsAreTheCodesOfAllThatAnOrganisationIsPartOf() {
        assertThat(directory.memberships(Set.of(WARD), Optional.empty()))
                .containsExactlyInAnyOrder(
                        WARD, HOSPITAL, TRUST, "Organization/ward", "Organization/hospital", "Organization/trust");
        assertThat(directory.memberships(Set.of(TRUST), Optional.empty()))
                .containsExactlyInAnyOrder(TRUST, "Organization/trust");
    }

    @Test
    void membershipsAreTheSameByReference() {
        assertThat(directory.memberships(List.of("Organization/ward", "Organization/trust", "Organization/none")))
                .containsOnlyKeys("Organization/ward", "Organization/trust", "Organization/none")
                .containsEntry("Organization/ward", directory.memberships(Set.of(WARD), Optional.empty()))
                .containsEntry("Organization/trust", directory.memberships(Set.of(TRUST), Optional.empty()))
                .containsEntry("Organization/none", Set.of("Organization/none"));
    }

    @Test
    void membershipsEndWithThePartAndTheCode() {
        assertThat(put("hospital", "H2", "trust")).isTrue();
        assertThat(directory.memberships(WARD))
                .contains(Directory.ODS_CODE + "|H2", TRUST)
                .doesNotContain(HOSPITAL);
        assertThat(put("hospital", "H2", "")).isTrue();
        assertThat(directory.memberships(WARD)).doesNotContain(TRUST, "Organization/trust");
    }

    private boolean put(String id, String code, String parent) {
        Organization organization = new Organization();
        organization.setId(id);
        organization.addIdentifier().setSystem(Directory.ODS_CODE).setValue(code);
        if (id.equals("hospital")) {
            // Of a person: whoever belongs to it does not answer to that.
            organization.addIdentifier().setSystem(Directory.SDS_USER_ID).setValue(code);
        }
        if (!parent.isEmpty()) {
            organization.getPartOf().setReference("Organization/" + parent);
        }
        return directory.put(organization);
    }
}
