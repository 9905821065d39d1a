package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Organization;

/** What an organisation with an ODS code is called here today, else the code. Remembers; for one answer. */
final class OrganisationNames implements UnaryOperator<String> {
    private final RecordIndex index;
    private final Directory directory;
    private final FhirContext fhir;
    private final Map<String, String> known = new HashMap<>();

    OrganisationNames(RecordIndex index, Directory directory, FhirContext fhir) {
        this.index = index;
        this.directory = directory;
        this.fhir = fhir;
    }

    @Override
    public String apply(String odsCode) {
        return known.computeIfAbsent(odsCode, code -> name(code).orElse(code));
    }

    private Optional<String> name(String odsCode) {
        return directory
                .find("Organization", Directory.ODS_CODE, odsCode)
                .flatMap(id -> index.read("Organization", id))
                .map(item -> fhir.newJsonParser()
                        .parseResource(Organization.class, item.content())
                        .getName())
                .filter(name -> !name.isBlank());
    }
}
