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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads the facts of an R4 resource. Thread-safe if what it is given to look things up with is.
 *
 * <p>Contained resources and a Bundle's entries count: their patients and labels are the item's.
 */
public final class ItemFactsReader {
    private final LocalReferences references;
    private final Known known;
    private final LabelLists lists;
    private final Patients patients;
    private final ClinicalTime clinicalTime;

    /**
     * @param zone what a date without a time zone is meant in
     * @param lists which codes make an item sensitive
     */
    public ItemFactsReader(LocalReferences references, ZoneId zone, Known known, LabelLists lists) {
        this.references = Objects.requireNonNull(references, "references");
        this.known = Objects.requireNonNull(known, "known");
        this.lists = Objects.requireNonNull(lists, "lists");
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
        if (!(item instanceof Resource resource)) {
            throw new IllegalArgumentException("not an R4 resource: " + item.getClass());
        }
        return read(resource, own(resource), recorded);
    }

    /** As {@link #read(IBaseResource, Instant)}, where its {@link #own} labels are known already. */
    public ItemFacts read(Resource resource, Labels own, Instant recorded) {
        if (!resource.getIdElement().hasIdPart()) {
            throw new IllegalArgumentException("no id: " + resource.fhirType());
        }
        Labels labels = own.and(inherited(resource));
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
                names(resource),
                belongsTo(resource),
                clinicalTime.of(resource),
                recorded,
                labels.noPatient(),
                !subjects.isEmpty() || patients.named(resource));
    }

    /** What the resource says of itself and what the lists say of its codes. */
    public Labels own(Resource resource) {
        return Labels.of(resource).and(lists.of(resource));
    }

    /** What it has from the items it rests on, one hop: their own labels, never what those have from others. */
    private Labels inherited(Resource resource) {
        Labels labels = Labels.NONE;
        List<String> others = Stream.concat(
                        NamingTable.items(resource, references), NamingTable.binaries(resource, references))
                .toList();
        for (String other : others) {
            labels = labels.and(known.labels(other));
        }
        if (resource.fhirType().equals("Encounter")) {
            String self = "Encounter/" + resource.getIdElement().getIdPart();
            for (String condition : known.conditionsOf(self)) {
                labels = labels.and(known.labels(condition));
            }
        }
        return labels;
    }

    private Category category(Resource resource) {
        boolean provesChoice = resource.fhirType().equals("Provenance")
                && Sources.locals(resource, "target", references).anyMatch(target -> target.startsWith("Consent/"));
        if (provesChoice) {
            return Category.CHOICES;
        }
        return raised(resource).orElseGet(() -> Category.of(resource.fhirType(), Codes.categories(resource)));
    }

    /**
     * What somebody says of an entry is where the entry is, so that who may see one may see the other; what they ask about
     * who looked is as private as their choices, since it is not for those who looked.
     */
    private Optional<Category> raised(Resource resource) {
        return resource.fhirType().equals("Task")
                ? Codes.codings(resource, "code").stream()
                        .filter(coding -> Vocabulary.RAISED.equals(coding.getSystem()))
                        .findFirst()
                        .map(coding -> Vocabulary.ACCESS_QUERY.equals(coding.getCode())
                                ? Category.CHOICES
                                : Sources.locals(resource, "focus", references)
                                        .findFirst()
                                        .flatMap(known::facts)
                                        .map(ItemFacts::category)
                                        .orElse(Category.DOCUMENTS))
                : Optional.empty();
    }

    private Optional<String> source(Resource resource) {
        return Sources.organisation(resource, references).or(() -> Sources.encounters(resource, references)
                .flatMap(encounter -> known.facts(encounter).stream())
                .flatMap(facts -> facts.sourceOrganisation().stream())
                .findFirst());
    }

    private Set<String> names(Resource resource) {
        String self = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        return NamingTable.items(resource, references)
                .filter(name -> !name.equals(self))
                .collect(Collectors.toSet());
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
                .flatMap(encounter -> known.facts(encounter).stream())
                .forEach(facts -> wholes.addAll(facts.belongsTo()));
        return wholes;
    }
}
