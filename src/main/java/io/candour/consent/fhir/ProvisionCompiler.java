package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.Sensitivity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Period;

/** Reads one provision, element by element. */
record ProvisionCompiler(LocalReferences references, Moments moments) {
    private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP", "GRANTEE");
    /** Who keeps or wrote the data: says nothing about who may receive it. */
    private static final Set<String> NOT_RECIPIENTS = Set.of("CST", "AUT");

    private static final Set<String> READING = Set.of("access", "use", "disclose");
    private static final Set<String> WHOLES = Set.of("Encounter", "CarePlan", "EpisodeOfCare");
    private static final Set<String> ACTORS = Set.of(
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "RelatedPerson",
            "Patient",
            "Group",
            "CareTeam",
            "Device",
            "HealthcareService");

    /** @throws Unenforceable naming the element that can't be honoured */
    Provision compile(ProvisionComponent provision, Effect effect, Purposes purposes, String path) {
        require(!provision.hasModifierExtension(), path + ".modifierExtension", "is not understood");
        actions(provision, path);
        ProvisionBuilder builder = Provision.builder(effect)
                .actors(actors(provision, path))
                .purposes(purposes.of(provision, path))
                .period(period(provision, path))
                .codes(codes(provision, path));
        new ClassReader(path + ".class").read(provision.getClass_(), builder);
        data(provision, path, builder);
        if (provision.hasDataPeriod()) {
            builder.dataPeriod(interval(provision.getDataPeriod(), path + ".dataPeriod"));
        }
        labels(provision, effect, path, builder);
        return builder.build();
    }

    Interval period(ProvisionComponent provision, String path) {
        return provision.hasPeriod() ? interval(provision.getPeriod(), path + ".period") : Interval.ALWAYS;
    }

    /** Recipients, by every name given; none where the provision is about anyone. */
    Set<String> actors(ProvisionComponent provision, String path) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < provision.getActor().size(); i++) {
            provisionActorComponent actor = provision.getActor().get(i);
            String element = path + ".actor[" + i + "]";
            require(!actor.hasModifierExtension(), element + ".modifierExtension", "is not understood");
            // Some proxy Consents leave the role out; one that is named without a role is meant to receive.
            Set<String> roles = new HashSet<>();
            actor.getRole().getCoding().forEach(coding -> roles.add(String.valueOf(coding.getCode())));
            if (roles.stream().anyMatch(NOT_RECIPIENTS::contains)) {
                continue;
            }
            require(
                    roles.isEmpty() && !actor.getRole().hasText()
                            || roles.stream().anyMatch(RECIPIENTS::contains),
                    element + ".role",
                    "must be one of IRCP, PRCP, GRANTEE, CST, AUT");
            names.addAll(names(actor, element));
        }
        return names;
    }

    private Set<String> names(provisionActorComponent actor, String element) {
        Set<String> names = new HashSet<>();
        LocalReferences.identifier(actor.getReference()).ifPresent(names::add);
        if (actor.getReference().hasReference()) {
            Optional<String> local = references
                    .local(actor.getReference())
                    .filter(name -> ACTORS.contains(name.substring(0, name.indexOf('/'))));
            require(
                    local.isPresent(),
                    element + ".reference",
                    "must name a person, group or organisation on this server");
            local.ifPresent(names::add);
        }
        require(!names.isEmpty(), element + ".reference", "needs a reference or an identifier with system and value");
        return names;
    }

    /** Reading, using and handing on are one to a server of records; consent to collect or correct is something else. */
    private static void actions(ProvisionComponent provision, String path) {
        for (int i = 0; i < provision.getAction().size(); i++) {
            List<Coding> codings = provision.getAction().get(i).getCoding();
            require(
                    codings.stream()
                            .anyMatch(coding -> Vocabulary.CONSENT_ACTION.equals(coding.getSystem())
                                    && READING.contains(coding.getCode())),
                    path + ".action[" + i + "]",
                    "must be access, use or disclose");
        }
    }

    private static Set<String> codes(ProvisionComponent provision, String path) {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < provision.getCode().size(); i++) {
            CodeableConcept concept = provision.getCode().get(i);
            require(
                    concept.hasCoding()
                            && concept.getCoding().stream().allMatch(coding -> coding.hasSystem() && coding.hasCode()),
                    path + ".code[" + i + "]",
                    "needs codings with system and code");
            concept.getCoding().forEach(coding -> codes.add(Codes.text(coding)));
        }
        return codes;
    }

    private void data(ProvisionComponent provision, String path, ProvisionBuilder builder) {
        Set<String> instances = new HashSet<>();
        Set<String> related = new HashSet<>();
        Set<String> authoredBy = new HashSet<>();
        for (int i = 0; i < provision.getData().size(); i++) {
            provisionDataComponent data = provision.getData().get(i);
            String element = path + ".data[" + i + "]";
            require(data.hasMeaning(), element + ".meaning", "is missing");
            switch (data.getMeaning()) {
                case INSTANCE -> instances.add(local(data, element));
                case RELATED -> {
                    String whole = local(data, element);
                    require(
                            WHOLES.contains(whole.substring(0, whole.indexOf('/'))),
                            element + ".reference",
                            "must be an Encounter, CarePlan or EpisodeOfCare");
                    related.add(whole);
                }
                case AUTHOREDBY ->
                    authoredBy.add(LocalReferences.identifier(data.getReference())
                            .filter(identifier -> !data.getReference().hasReference())
                            .orElseGet(() -> local(data, element)));
                case DEPENDENTS, NULL ->
                    throw new Unenforceable(element + ".meaning", "must be instance, related or authoredby");
            }
        }
        builder.instances(instances).related(related).authoredBy(authoredBy);
    }

    private String local(provisionDataComponent data, String element) {
        return references
                .local(data.getReference())
                .orElseThrow(() -> new Unenforceable(element + ".reference", "must be an item on this server"));
    }

    private static void labels(ProvisionComponent provision, Effect effect, String path, ProvisionBuilder builder) {
        Set<String> sensitivity = new HashSet<>();
        Set<Confidentiality> levels = new HashSet<>();
        for (int i = 0; i < provision.getSecurityLabel().size(); i++) {
            Coding label = provision.getSecurityLabel().get(i);
            String code = String.valueOf(label.getCode());
            if (Vocabulary.CONFIDENTIALITY.equals(label.getSystem()) && code.matches("[ULMNRV]")) {
                levels.add(Confidentiality.valueOf(code));
            } else {
                require(
                        Vocabulary.ACT_CODE.equals(label.getSystem()) && Sensitivity.known(code),
                        path + ".securityLabel[" + i + "]",
                        "must be a v3 confidentiality or sensitivity");
                sensitivity.add(code);
            }
        }
        builder.sensitivity(sensitivity);
        // Listed levels are joined by OR: the widest permit or deny among them counts.
        (effect == Effect.PERMIT
                        ? levels.stream().max(Confidentiality::compareTo)
                        : levels.stream().min(Confidentiality::compareTo))
                .ifPresent(builder::confidentiality);
    }

    private Interval interval(Period period, String element) {
        try {
            return moments.period(period);
        } catch (IllegalArgumentException backwards) {
            throw new Unenforceable(element, "ends before it starts");
        }
    }
}
