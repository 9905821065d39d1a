package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InclusionTest {
    private static final AllowList SHIPPED = AllowList.shipped();

    private static List<String> found(String type, String name, String json) throws Exception {
        Inclusion inclusion =
                Optional.ofNullable(SHIPPED.includes(type).get(name)).orElseThrow();
        List<String> found = new ArrayList<>();
        inclusion.references(JsonMapper.builder().build().readTree(json.replace('\'', '"')), found::add);
        return found;
    }

    @Test
    void referencesWhenElementRepeatsThenAllInOrder() throws Exception {
        assertThat(
                        found(
                                "Observation",
                                "performer",
                                "{'performer':[{'reference':'Practitioner/a'},{'display':'B'},{'reference':'Organization/c'}]}"))
                .containsExactly("Practitioner/a", "Organization/c");
        assertThat(
                        found(
                                "Immunization",
                                "performer",
                                "{'performer':[{'actor':{'reference':'Practitioner/a'}},{'actor':{'reference':'Practitioner/b'}}]}"))
                .containsExactly("Practitioner/a", "Practitioner/b");
    }

    @Test
    void referencesWhenPathNamesATypeThenOnlyThose() throws Exception {
        assertThat(found("Observation", "patient", "{'subject':{'reference':'Group/g'}}"))
                .isEmpty();
        assertThat(found("Observation", "patient", "{'subject':{'reference':'Patient/p'}}"))
                .containsExactly("Patient/p");
    }

    @Test
    void includesWhenParameterIsOfAnotherKindThenNone() {
        assertThat(SHIPPED.includes("DocumentReference")).containsKey("author").doesNotContainKey("location");
        assertThat(SHIPPED.includes("Encounter")).containsKey("location");
        assertThat(SHIPPED.includes("Consent")).isEmpty();
    }
}
