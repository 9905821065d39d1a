package io.candour.enforcement;

import static java.util.Objects.requireNonNull;

import io.candour.choice.Question;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.Directive;
import io.candour.consent.Grant;
import io.candour.consent.ItemFacts;
import io.candour.consent.Reach;
import io.candour.consent.fhir.Compilation;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.consent.fhir.LocalReferences;
import io.candour.consent.fhir.Vocabulary;
import io.candour.identity.Directory;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;

/**
 * What must hold of a Consent before it is stored. Each refusal names the element; none depends on what the writer may
 * not see. Safe for use by many threads.
 */
final class ConsentChecks {
    /** More values of one element than this is no choice a person made. */
    private static final int MOST = 1_000;

    private final ConsentCompiler compiler;
    private final SnapshotStore snapshots;
    private final Directory directory;
    private final LocalReferences references;
    private final RecordPath records;
    private final RecordIndex index;
    private final Shapes shapes;

    ConsentChecks(
            ConsentCompiler compiler,
            SnapshotStore snapshots,
            Directory directory,
            LocalReferences references,
            RecordPath records,
            RecordIndex index,
            Shapes shapes) {
        this.compiler = compiler;
        this.snapshots = snapshots;
        this.directory = directory;
        this.references = references;
        this.records = records;
        this.index = index;
        this.shapes = shapes;
    }

    /** Checks a new Consent that comes alone. */
    void check(Consent consent, VerifiedToken token) {
        if (GrantingConsents.is(consent) && token.caller().kind() != CallerKind.SYSTEM) {
            throw GrantingConsents.settledElsewhere("Consent.extension");
        }
        check(consent, Set.of(), token);
    }

    /** Checks a change; what the Consent named before it may name still, or nobody could take it back. */
    void checkChange(Consent before, Consent after, VerifiedToken token) {
        if (token.caller().kind() != CallerKind.SYSTEM) {
            checkOwn(before, token);
            checkNotAboutSelf(before, token);
            if (GrantingConsents.is(before)) {
                GrantingConsents.checkOnlyEnds(before, after);
            } else if (GrantingConsents.is(after)) {
                throw GrantingConsents.settledElsewhere("Consent.extension");
            }
        }
        check(after, Set.copyOf(local(NamedReferences.of(before).values())), token);
    }

    private void check(Consent consent, Set<String> known, VerifiedToken token) {
        boolean person = token.caller().kind() != CallerKind.SYSTEM;
        if (person) {
            checkOwn(consent, token);
            checkNotAboutSelf(consent, token);
        }
        checkContent(consent);
        if (person) {
            checkGrantsNothing(consent);
        }
        Map<String, Reference> named = named(consent);
        named.values()
                .removeIf(reference -> local(reference).filter(known::contains).isPresent());
        Set<String> local = local(named.values());
        checkData(consent, named, index.facts(local));
        if (person) {
            Set<String> seen = records.seen(local, token);
            named.forEach((element, reference) -> {
                if (reference.getReferenceElement().isAbsolute()
                        || local(reference).filter(seen::contains).isEmpty()) {
                    throw nothingThere(element);
                }
            });
        }
    }

    /**
     * Checks a Consent out of a bundle, whose references only stand when the bundle is about to be committed.
     *
     * @param written what the bundle writes, by reference
     */
    void checkInBundle(Consent consent, Map<String, ItemFacts> written) {
        checkContent(consent);
        Map<String, Reference> named = named(consent);
        Map<String, ItemFacts> facts = new HashMap<>(index.facts(local(named.values())));
        facts.putAll(written);
        checkData(consent, named, facts);
    }

    /** Refuses who does not hold, now, the right to make choices for this patient, and is not the patient. */
    void checkActsFor(String patient, VerifiedToken token) {
        if (!token.caller().patient().equals(Optional.of(patient)) && !acts(patient, token, any -> true)) {
            throw notOwn();
        }
    }

    /**
     * Whether the caller, now, lets others see this of the patient's: they are the patient, or act for them in choices, may
     * see those, and may themselves see all that it is about.
     */
    boolean choosesAbout(Reach about, String patient, VerifiedToken token) {
        if (token.caller().patient().equals(Optional.of(patient))) {
            return true;
        }
        Verdicts verdicts = records.verdicts(token);
        verdicts.about(List.of(patient));
        return verdicts.permitsChoicesOf(patient)
                && acts(
                        patient,
                        token,
                        reach -> reach.categories().containsAll(about.categories())
                                && (reach.sensitive() || !about.sensitive()));
    }

    private boolean acts(String patient, VerifiedToken token, Predicate<Reach> far) {
        return snapshots.load(Set.of(patient), token.holder()).grants().stream()
                .anyMatch(grant -> grant instanceof Grant.Proxy proxy
                        && proxy.reach().acts().contains(Reach.Act.CHOOSE)
                        && far.test(proxy.reach()));
    }

    /** Whoever acts for another makes no choice about what they themselves may see. */
    private void checkNotAboutSelf(Consent consent, VerifiedToken token) {
        boolean acting = token.caller().kind() == CallerKind.PROXY
                && !local(consent.getPatient()).equals(token.caller().patient().map(id -> "Patient/" + id));
        if (acting && consent.hasExtension(Vocabulary.PROXY_REACH)) {
            throw Refusal.unprocessable(
                    "Consent.category", IssueType.BUSINESSRULE, "Who acts for somebody does not settle who may");
        }
        if (acting
                && compiler.compile(consent.copy().setStatus(Consent.ConsentState.ACTIVE))
                        instanceof Compilation.Compiled compiled
                && Stream.concat(Stream.of(compiled.directive().root()), compiled.directive().nested().stream())
                        .flatMap(provision -> provision.actors().stream())
                        .anyMatch(token.caller().memberships()::contains)) {
            throw Refusal.unprocessable(
                    "Consent.provision.actor",
                    IssueType.BUSINESSRULE,
                    "Who acts for somebody makes no choices about themselves");
        }
    }

    private static RuntimeException notOwn() {
        return Refusal.unprocessable(
                "Consent.patient",
                IssueType.BUSINESSRULE,
                "A patient can only make choices about their own record, and for those who let them");
    }

    private void checkOwn(Consent consent, VerifiedToken token) {
        String named = Optional.ofNullable(consent.getPatient()
                        .getReferenceElement()
                        .toUnqualifiedVersionless()
                        .getValue())
                .orElse("");
        if (!named.startsWith("Patient/")) {
            throw notOwn();
        }
        checkActsFor(named.substring("Patient/".length()), token);
    }

    private static void checkLength(Base base, String path) {
        for (Property property : base.children()) {
            String element = path + "." + property.getName();
            if (property.getValues().size() > MOST) {
                throw Refusal.unprocessable(element, IssueType.TOOLONG, element + " has more than " + MOST + " values");
            }
            property.getValues().forEach(value -> checkLength(value, element));
        }
    }

    private void checkContent(Consent consent) {
        checkLength(consent, "Consent");
        if (consent.hasContained()) {
            throw Refusal.unprocessable(
                    "Consent.contained", IssueType.NOTSUPPORTED, "A Consent that contains resources is not enforced");
        }
        Compilation compilation = compiler.compile(consent);
        if (compilation instanceof Compilation.Refused refused) {
            throw Refusal.unprocessable(
                    refused.element(), IssueType.NOTSUPPORTED, refused.element() + " " + refused.reason());
        }
        if (compilation instanceof Compilation.Compiled compiled) {
            checkActors(compiled.directive());
        }
        if (consent.hasDateTime()) {
            Instant now = snapshots.load(List.of()).now();
            if (compiler.answered(consent, now).filter(now::isBefore).isPresent()) {
                throw Refusal.unprocessable(
                        "Consent.dateTime", IssueType.VALUE, "Consent.dateTime is in the future by the server's clock");
            }
        }
        // One that is not in force may be of any shape, so that nobody is kept from taking a choice back.
        if (!(compilation instanceof Compilation.Dormant)) {
            shapes.check(consent);
        }
    }

    /** Systems keep such Consents, as after a restore; they make no grant by that. */
    private void checkGrantsNothing(Consent consent) {
        if (compiler.compile(consent) instanceof Compilation.Authorisation) {
            throw GrantingConsents.settledElsewhere("Consent.category");
        }
    }

    /** Whoever answers one of our choices names at most one, so that a later answer can take the place of this one. */
    private void checkActors(Directive directive) {
        if (directive.choice().isPresent()
                && Question.actors(directive, directory::oneName).size() > 1) {
            throw Refusal.unprocessable(
                    "Consent.provision.actor",
                    IssueType.NOTSUPPORTED,
                    "A choice names one actor, by a reference or an identifier that belong together; make one Consent for"
                            + " each");
        }
    }

    /** The references by where they stand. Nothing here follows one from Consent to Consent, so none can go in circles. */
    private Map<String, Reference> named(Consent consent) {
        Map<String, Reference> named = NamedReferences.of(consent);
        named.values().removeIf(reference -> !reference.hasReference());
        named.forEach((element, reference) -> {
            if (local(reference).orElse("").startsWith("Consent/")) {
                throw Refusal.unprocessable(element, IssueType.BUSINESSRULE, "A Consent can't refer to a Consent");
            }
        });
        return named;
    }

    private Set<String> local(Collection<Reference> named) {
        return named.stream().flatMap(each -> local(each).stream()).collect(Collectors.toSet());
    }

    private Optional<String> local(Reference reference) {
        return Optional.ofNullable(reference.getReference()).flatMap(references::local);
    }

    /** What a Consent is about belongs to its patient; others' items are no different from those that are not there. */
    private void checkData(Consent consent, Map<String, Reference> named, Map<String, ItemFacts> facts) {
        String patient = local(consent.getPatient())
                .map(each -> each.replaceFirst(".*/", ""))
                .orElse("");
        data(consent).stream().filter(named::containsKey).forEach(element -> {
            boolean theirs = local(requireNonNull(named.get(element)))
                    .flatMap(target -> Optional.ofNullable(facts.get(target)))
                    .filter(item -> item.patients().contains(patient))
                    .isPresent();
            if (!theirs) {
                throw nothingThere(element);
            }
        });
    }

    /** Where the items stand that a Consent is about; who wrote an item is not one. */
    private static List<String> data(Consent consent) {
        List<String> elements = new ArrayList<>(data(consent.getProvision(), "Consent.provision"));
        List<ProvisionComponent> nested = consent.getProvision().getProvision();
        for (int i = 0; i < nested.size(); i++) {
            elements.addAll(data(nested.get(i), "Consent.provision.provision[" + i + "]"));
        }
        return elements;
    }

    private static List<String> data(ProvisionComponent provision, String path) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < provision.getData().size(); i++) {
            if (provision.getData().get(i).getMeaning() != ConsentDataMeaning.AUTHOREDBY) {
                elements.add(path + ".data[" + i + "].reference");
            }
        }
        return elements;
    }

    private static RuntimeException nothingThere(String element) {
        return Refusal.unprocessable(element, IssueType.NOTFOUND, "This reference names nothing that you may see");
    }
}
