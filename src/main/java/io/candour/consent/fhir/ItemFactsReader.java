package io.candour.consent.fhir;

import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads the facts of an R4 resource. Thread-safe if what it is given to look things up with is.
 *
 * <p>Contained resources and a Bundle's entries count: their patients and labels are the item's.
 */
public final class ItemFactsReader {
    private final LocalReferences references;
    private final Function<String, Optional<ItemFacts>> known;
    private final Patients patients;
    private final ClinicalTime clinicalTime;

    /**
     * @param zone what a date without a time zone is meant in
     * @param known facts of an item the server holds, by {@code Type/id}: a subject that is a Group, what a Provenance
     *     is about, the Encounter whose provider is the source
     */
    public ItemFactsReader(LocalReferences references, ZoneId zone, Function<String, Optional<ItemFacts>> known) {
        this.references = Objects.requireNonNull(references, "references");
        this.known = Objects.requireNonNull(known, "known");
        this.patients = new Patients(references, known);
        this.clinicalTime = new ClinicalTime(new Moments(zone));
    }

    /**
     * The facts of one resource.
     *
     * @param recorded when this version was stored
     * @throws IllegalArgumentException if it is no R4 resource or has no id
     */
    public ItemFacts read(IBaseResource item, Instant recorded) {
        if (!(item instanceof Resource resource) || !resource.getIdElement().hasIdPart()) {
            throw new IllegalArgumentException("not an R4 resource with an id: " + item.getClass());
        }
        Labels labels = Labels.of(resource);
        Category category = category(resource);
        Optional<String> source = source(resource);
        Set<String> authors = Sources.authors(resource, references, known);
        if (category != Category.CHOICES) {
            source.ifPresent(authors::add);
        }
        List<String> subjects = patients.of(resource);
        return new ItemFacts(
                resource.fhirType(),
                resource.getIdElement().getIdPart(),
                subjects,
                Codes.profiles(resource),
                Codes.documentTypes(resource),
                category,
                labels.confidentiality(),
                labels.sensitivity(),
                Codes.clinical(resource, references, known),
                source,
                authors,
                belongsTo(resource),
                clinicalTime.of(resource),
                recorded,
                labels.noPatient(),
                !subjects.isEmpty() || patients.named(resource));
    }

    private Category category(Resource resource) {
        boolean provesChoice = resource.fhirType().equals("Provenance")
                && Sources.locals(resource, "target", references).anyMatch(target -> target.startsWith("Consent/"));
        return provesChoice ? Category.CHOICES : Category.of(resource.fhirType(), Codes.categories(resource));
    }

    private Optional<String> source(Resource resource) {
        return Sources.organisation(resource, references).or(() -> Sources.encounters(resource, references)
                .flatMap(encounter -> known.apply(encounter).stream())
                .flatMap(facts -> facts.sourceOrganisation().stream())
                .findFirst());
    }

    /** What it names itself, and what its Encounter is part of. */
    private Set<String> belongsTo(Resource resource) {
        Set<String> wholes = new HashSet<>();
        Elements.references(resource, reference -> references
                .local(reference)
                .filter(local -> local.startsWith("Encounter/")
                        || local.startsWith("CarePlan/")
                        || local.startsWith("EpisodeOfCare/"))
                .ifPresent(wholes::add));
        Sources.encounters(resource, references)
                .flatMap(encounter -> known.apply(encounter).stream())
                .forEach(facts -> wholes.addAll(facts.belongsTo()));
        return wholes;
    }
}
