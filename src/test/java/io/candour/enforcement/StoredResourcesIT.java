package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.enforcement.StoredResources.Numbered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is read from HAPI's tables is what HAPI's own DAOs read from them. */
@ExtendWith(Stack.class)
class StoredResourcesIT {
    private static final int EVERY = 7;

    @Test
    void readFromTheTablesIsWhatHapiReads(DemoStack stack) {
        ApplicationContext server = stack.server();
        FhirContext fhir = server.getBean(FhirContext.class);
        DaoRegistry daos = server.getBean(DaoRegistry.class);
        StoredResources stored = new StoredResources(server.getBean(JdbcTemplate.class), fhir);
        int compared = 0;
        List<Numbered> next = stored.after(0, 1000);
        while (!next.isEmpty()) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < next.size(); i += EVERY) {
                some.add(next.get(i).reference());
            }
            Map<String, Resource> read = stored.current(some);
            assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(some);
            for (String reference : some) {
                IdType id = new IdType(reference);
                Resource byHapi =
                        (Resource) daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
                assertThat(json(fhir, Objects.requireNonNull(read.get(reference))))
                        .isEqualTo(json(fhir, byHapi));
                compared++;
            }
            next = stored.after(next.get(next.size() - 1).number(), 1000);
        }
        assertThat(compared).isGreaterThan(500);
    }

    /** Neither promises an order of labels. */
    private static List<Object> json(FhirContext fhir, Resource resource) {
        Collection<String> profiles = resource.getMeta().getProfile().stream()
                .map(PrimitiveType::getValueAsString)
                .sorted()
                .toList();
        List<Object> all = new ArrayList<>(List.of(
                profiles,
                codings(resource.getMeta().getTag()),
                codings(resource.getMeta().getSecurity())));
        resource.getMeta().setProfile(null).setTag(null).setSecurity(null);
        all.add(fhir.newJsonParser().encodeResourceToString(resource));
        return all;
    }

    private static List<String> codings(List<Coding> codings) {
        return codings.stream()
                .map(each -> each.getSystem() + "|" + each.getCode() + "|" + each.getDisplay() + "|" + each.getVersion()
                        + "|" + each.getUserSelectedElement().getValue())
                .sorted()
                .toList();
    }
}
