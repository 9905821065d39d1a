package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.jspecify.annotations.Nullable;

/**
 * Of R4's definitions those that some profiles are made of, and whatever else is asked for by its canonical URL. A
 * validator keeps what it gets in two models: of all of R4 that is some 150 MB.
 *
 * <p>What is asked for later is taken out of R4's files then, with all that it is made of; that takes a second or so, once
 * for each. Safe for use by many threads.
 */
final class NeededDefinitions implements IValidationSupport {
    private static final String PACKAGE = "hl7.fhir.r4.core";

    private final FhirContext fhir;
    private final Map<String, MetadataResource> kept = new ConcurrentHashMap<>();
    private final Set<String> known;

    /** @param profiles what resources are held against; they are not given out themselves */
    NeededDefinitions(FhirContext fhir, Collection<MetadataResource> profiles) {
        this.fhir = fhir;
        Map<String, MetadataResource> all = read();
        profiles.forEach(profile -> madeOf(profile).forEach(url -> keep(url, all)));
        // All of them first: what they bring along is not to be extended too.
        List<MetadataResource> extensions =
                all.values().stream().filter(this::extendsWhatIsKept).toList();
        extensions.forEach(each -> keep(each.getUrl(), all));
        known = Set.copyOf(all.keySet());
    }

    private Map<String, MetadataResource> read() {
        Map<String, MetadataResource> all = new HashMap<>();
        R4Definitions.all(fhir).filter(MetadataResource::hasUrl).forEach(each -> all.put(each.getUrl(), each));
        return all;
    }

    /** Keeps this one and all that it is made of, near and far. */
    private void keep(String url, Map<String, MetadataResource> all) {
        Deque<String> left = new ArrayDeque<>(List.of(url));
        while (!left.isEmpty()) {
            MetadataResource next = all.get(withoutVersion(left.remove()));
            if (next != null && kept.putIfAbsent(next.getUrl(), next) == null) {
                // As the validator expects to be told of what HL7 made.
                next.setUserData(DefaultProfileValidationSupport.SOURCE_PACKAGE_ID, PACKAGE);
                madeOf(next).forEach(left::add);
            }
        }
    }

    private boolean extendsWhatIsKept(MetadataResource definition) {
        return definition instanceof StructureDefinition structure
                && structure.getType().equals("Extension")
                && structure.getDerivation() == TypeDerivationRule.CONSTRAINT
                && structure.getContext().stream()
                        .map(context -> context.getExpression().replaceFirst("\\..*", ""))
                        .anyMatch(type -> kept.containsKey(URL_PREFIX_STRUCTURE_DEFINITION + type));
    }

    private static Stream<String> madeOf(MetadataResource definition) {
        if (definition instanceof StructureDefinition structure) {
            return Stream.concat(
                    Stream.of(structure.getBaseDefinition()).filter(url -> url != null),
                    Stream.concat(
                                    structure.getSnapshot().getElement().stream(),
                                    structure.getDifferential().getElement().stream())
                            .flatMap(NeededDefinitions::madeOf));
        }
        return definition instanceof ValueSet values
                ? Stream.concat(values.getCompose().getInclude().stream(), values.getCompose().getExclude().stream())
                        .flatMap(NeededDefinitions::madeOf)
                : Stream.empty();
    }

    private static Stream<String> madeOf(ElementDefinition element) {
        Stream<String> types = element.getType().stream()
                .flatMap(type -> Stream.concat(
                        Stream.of(URL_PREFIX_STRUCTURE_DEFINITION + type.getCode()),
                        type.getProfile().stream().map(UriType::getValue)));
        return Stream.concat(types, Stream.ofNullable(element.getBinding().getValueSet()));
    }

    private static Stream<String> madeOf(ConceptSetComponent part) {
        return Stream.concat(
                Stream.ofNullable(part.getSystem()), part.getValueSet().stream().map(UriType::getValue));
    }

    private static String withoutVersion(String url) {
        return url.replaceFirst("\\|.*", "");
    }

    private <T extends MetadataResource> Optional<T> find(String name, Class<T> type) {
        String url = withoutVersion(name);
        MetadataResource found = kept.get(url);
        if (found == null && known.contains(url)) {
            synchronized (this) {
                if (!kept.containsKey(url)) {
                    keep(url, read());
                }
            }
            found = kept.get(url);
        }
        return Optional.ofNullable(found).filter(type::isInstance).map(type::cast);
    }

    @Override
    public FhirContext getFhirContext() {
        return fhir;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return (List<T>) kept.values().stream()
                .filter(StructureDefinition.class::isInstance)
                .toList();
    }

    @Override
    public @Nullable IBaseResource fetchStructureDefinition(String url) {
        String name = url.contains("/") ? url : URL_PREFIX_STRUCTURE_DEFINITION + url;
        return find(name, StructureDefinition.class).orElse(null);
    }

    @Override
    public @Nullable IBaseResource fetchValueSet(String url) {
        return find(url, ValueSet.class).orElse(null);
    }

    @Override
    public @Nullable IBaseResource fetchCodeSystem(String url) {
        return find(url, CodeSystem.class).orElse(null);
    }
}
