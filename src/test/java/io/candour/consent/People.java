package io.candour.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The few callers, items and rules that tests of the decision are about. */
final class People {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String PRACTICE = "Organization/practice";
    static final String HOSPITAL = "Organization/hospital";

    private People() {}

    static Caller caller(CallerKind kind, String id, Set<String> memberships) {
        return new Caller(
                kind, id, id, Optional.empty(), Set.of(), "client", Set.of("user/*.rs"), memberships, Optional.empty());
    }

    static Caller patient(String patient) {
        return new Caller(
                CallerKind.PATIENT,
                "user-" + patient,
                patient,
                Optional.empty(),
                Set.of(),
                "client",
                Set.of("patient/*.rs"),
                Set.of("Patient/" + patient),
                Optional.of(patient));
    }

    static Caller gp() {
        return caller(CallerKind.PRACTITIONER, "gp", Set.of(PRACTICE, "Practitioner/gp"));
    }

    static Caller consultant() {
        return caller(CallerKind.PRACTITIONER, "consultant", Set.of(HOSPITAL, "Practitioner/consultant"));
    }

    static Caller carer() {
        return caller(CallerKind.PROXY, "carer", Set.of("RelatedPerson/carer"));
    }

    static ItemFacts item(String patient) {
        return item(List.of(patient), Category.CONDITIONS, Confidentiality.N, Set.of());
    }

    static ItemFacts item(
            List<String> patients, Category category, Confidentiality confidentiality, Set<String> sensitivity) {
        return new ItemFacts(
                category == Category.CHOICES ? "Consent" : "Condition",
                "i",
                patients,
                Set.of(),
                Set.of(),
                category,
                confidentiality,
                sensitivity,
                Set.of(),
                Optional.of(PRACTICE),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                NOW,
                false,
                true);
    }

    static Relationship cares(String organisation) {
        return new Relationship(organisation, "managingOrganization", Optional.empty(), Optional.empty());
    }

    static Snapshot snapshot(String patient, Directive... directives) {
        return new Snapshot(patient, 1, List.of(directives), List.of(cares(PRACTICE), cares(HOSPITAL)));
    }

    static Directive directive(String id, Provision root, Provision... nested) {
        return new Directive(id, "1", Optional.empty(), root, List.of(nested), true, Optional.empty());
    }

    /** With another period of its root. */
    static Directive lasting(Directive directive, Interval period) {
        Provision r = directive.root();
        Provision root = new Provision(
                r.effect(),
                r.actors(),
                r.purposes(),
                period,
                r.types(),
                r.profiles(),
                r.documentTypes(),
                r.categories(),
                r.codes(),
                r.instances(),
                r.related(),
                r.authoredBy(),
                r.dataPeriod(),
                r.confidentiality(),
                r.sensitivity());
        return but(directive, root, directive.nested());
    }

    static Directive but(Directive directive, Provision root, List<Provision> nested) {
        return new Directive(
                directive.consent(),
                directive.version(),
                directive.choice(),
                root,
                nested,
                directive.emergencyOverridable(),
                directive.unenforceable());
    }

    /** The same item labelled NOPAT. */
    static ItemFacts notToBeTold(ItemFacts x) {
        return like(x, x.type(), x.id(), true);
    }

    static ItemFacts as(ItemFacts x, String type, String id) {
        return like(x, type, id, x.noPatient());
    }

    /** Of the same kind as the one; whose it is, when it happened and what for as of the other. */
    static ItemFacts alike(ItemFacts one, ItemFacts other, String id, Set<String> names) {
        return new ItemFacts(
                one.type(),
                id,
                other.patients(),
                one.profiles(),
                one.documentTypes(),
                one.category(),
                one.confidentiality(),
                one.sensitivity(),
                other.codes(),
                one.sourceOrganisation(),
                one.authors(),
                names,
                other.belongsTo(),
                other.clinical(),
                other.recorded(),
                one.noPatient(),
                other.namesPatient());
    }

    private static ItemFacts like(ItemFacts x, String type, String id, boolean noPatient) {
        return new ItemFacts(
                type,
                id,
                x.patients(),
                x.profiles(),
                x.documentTypes(),
                x.category(),
                x.confidentiality(),
                x.sensitivity(),
                x.codes(),
                x.sourceOrganisation(),
                x.authors(),
                x.names(),
                x.belongsTo(),
                x.clinical(),
                x.recorded(),
                noPatient,
                x.namesPatient());
    }

    static Caller with(Caller caller, Set<String> roles, String client, Set<String> scopes) {
        return new Caller(
                caller.kind(),
                caller.id(),
                caller.name(),
                caller.organisation(),
                roles,
                client,
                scopes,
                caller.memberships(),
                caller.patient());
    }
}
