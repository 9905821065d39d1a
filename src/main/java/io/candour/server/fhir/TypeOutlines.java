package io.candour.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import io.candour.enforcement.R4Definitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.jspecify.annotations.Nullable;

/**
 * R4's StructureDefinitions, cut down to what evaluating FHIRPath looks at: which types there are, of what kind, and what
 * each is derived from. Their elements, which it never asks for, take some 60 MB.
 *
 * <p>Immutable; safe for use by several threads.
 */
final class TypeOutlines implements IValidationSupport {
    private final FhirContext fhir;
    private final Map<String, StructureDefinition> byUrl;

    private TypeOutlines(FhirContext fhir, Map<String, StructureDefinition> byUrl) {
        this.fhir = fhir;
        this.byUrl = byUrl;
    }

    /** Reads all of them, which takes a second or so, and keeps little. */
    static TypeOutlines of(FhirContext fhir) {
        Map<String, StructureDefinition> byUrl = new LinkedHashMap<>();
        R4Definitions.structures(fhir).forEach(each -> byUrl.put(each.getUrl(), outline(each)));
        return new TypeOutlines(fhir, byUrl);
    }

    private static StructureDefinition outline(StructureDefinition whole) {
        StructureDefinition outline = new StructureDefinition();
        outline.setUrl(whole.getUrl());
        outline.setName(whole.getName());
        outline.setType(whole.getType());
        outline.setKind(whole.getKind());
        outline.setAbstract(whole.getAbstract());
        outline.setDerivation(whole.getDerivation());
        outline.setBaseDefinition(whole.getBaseDefinition());
        return outline;
    }

    @Override
    public FhirContext getFhirContext() {
        return fhir;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return (List<T>) new ArrayList<>(byUrl.values());
    }

    /** As HAPI's own support does, by a primitive type's name in capitals too: R4 writes some so. */
    @Override
    public @Nullable IBaseResource fetchStructureDefinition(String url) {
        StructureDefinition known = byUrl.get(url);
        if (known != null || !url.startsWith(URL_PREFIX_STRUCTURE_DEFINITION)) {
            return known;
        }
        String name = url.substring(URL_PREFIX_STRUCTURE_DEFINITION.length());
        StructureDefinition primitive = byUrl.get(URL_PREFIX_STRUCTURE_DEFINITION + StringUtils.uncapitalize(name));
        return primitive == null ? null : outline(primitive).setType(name);
    }
}
