package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'resourceType':'Group','member':[{'entity':{'reference':'Patient/p'}},{'inactive':true,'entity':{'reference':'Patient/q'}}]; Group/i has Patient/p",
                "'resourceType':'CareTeam','participant':[{'member':{'reference':'PractitionerRole/r'}}]; CareTeam/i has PractitionerRole/r",
                "'resourceType':'Organization','partOf':{'reference':'Organization/o/_history/3'}; Organization/o has Organization/i",
                "'resourceType':'PractitionerRole','practitioner':{'reference':'Practitioner/x'},'organization':{'reference':'Organization/o'}; PractitionerRole/i has Practitioner/x",
                "'resourceType':'PractitionerRole','healthcareService':[{'reference':'HealthcareService/s'}]; HealthcareService/s has PractitionerRole/i",
                "'resourceType':'PractitionerRole','active':false,'practitioner':{'reference':'Practitioner/x'}; \"\"",
                "'resourceType':'Group','active':false,'member':[{'entity':{'reference':'Patient/p'}}]; \"\"",
                "'resourceType':'CareTeam','status':'inactive','participant':[{'member':{'reference':'Practitioner/x'}}]; \"\"",
            })
    void ofWhenResourceSaysWhoBelongsToWhatThenTellsIt(String json, String expected) {
        String resource = "{" + json.replace('\'', '"') + ",\"id\":\"i\"}";
        assertThat(Membership.of(FhirContext.forR4Cached().newJsonParser().parseResource(resource)))
                .extracting(each -> each.container() + " has " + each.member())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }
}
