package io.candour.portal.staff;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;

/** What organisations are called whose codes the API tells. */
public final class OrganisationNames {
    private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    private static final int AT_ONCE = 40;

    private OrganisationNames() {}

    /** By code; a code without a name stands for itself. A name is no reason for a page to fail. */
    public static Map<String, String> of(Stream<Optional<String>> codes, Fhir fhir) {
        TreeSet<String> asked =
                codes.flatMap(Optional::stream).limit(AT_ONCE).collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> names = new TreeMap<>();
        asked.forEach(code -> names.put(code, code));
        if (!asked.isEmpty()) {
            try {
                find(asked, fhir, names);
            } catch (FhirRefused refused) {
                if (refused.status() >= 500) {
                    throw refused;
                }
            }
        }
        return names;
    }

    private static void find(Collection<String> codes, Fhir fhir, Map<String, String> names) {
        String tokens = codes.stream()
                .filter(code -> code.matches("[A-Za-z0-9.-]+"))
                .map(code -> ODS + "|" + code)
                .collect(Collectors.joining(","));
        String query = Fhir.query("identifier", tokens, "_count", Integer.toString(AT_ONCE));
        Glance.items(fhir.search("Organization" + query)).stream()
                .filter(Organization.class::isInstance)
                .map(Organization.class::cast)
                .filter(Organization::hasName)
                .forEach(each -> each.getIdentifier().stream()
                        .map(Identifier::getValue)
                        .filter(names::containsKey)
                        .forEach(code -> names.put(code, each.getName())));
    }
}
