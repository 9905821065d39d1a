package io.candour.enforcement;

import static java.util.Objects.requireNonNull;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.Choices;
import io.candour.choice.Choices.Change;
import io.candour.choice.Grants;
import io.candour.choice.KeptConsent;
import io.candour.choice.KeptConsent.Standing;
import io.candour.choice.Question;
import io.candour.choice.Receipt;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Compilation;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.consent.fhir.PlainWords;
import io.candour.enforcement.WriteSet.Kind;
import io.candour.enforcement.WriteSet.Write;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Makes the Consents that a transaction wrote count, at its commit. Safe for use by many threads. */
final class ConsentWrites {
    private final FhirContext fhir;
    private final SnapshotStore snapshots;
    private final Choices choices;
    private final Grants grants;
    private final ConsentCompiler compiler;
    private final ConsentChecks checks;
    private final Directory directory;
    private final RecordIndex index;
    private final ZoneId zone;

    ConsentWrites(
            FhirContext fhir,
            SnapshotStore snapshots,
            Choices choices,
            Grants grants,
            ConsentCompiler compiler,
            ConsentChecks checks,
            Directory directory,
            RecordIndex index,
            ZoneId zone) {
        this.fhir = fhir;
        this.snapshots = snapshots;
        this.choices = choices;
        this.grants = grants;
        this.compiler = compiler;
        this.checks = checks;
        this.directory = directory;
        this.index = index;
        this.zone = zone;
    }

    /**
     * Who is to be locked before {@link #settle}: whose each Consent among the writes is or was, by its reference.
     *
     * @param facts of what is there after the writes, by reference
     * @param before whose the items were that were there before, by reference
     */
    static Map<String, Set<String>> patients(
            Map<String, Write> writes, Map<String, ItemFacts> facts, Map<String, Set<String>> before) {
        Map<String, Set<String>> patients = new TreeMap<>();
        writes.forEach((reference, write) -> {
            if (write.resource() instanceof Consent) {
                Set<String> whose = new TreeSet<>(before.getOrDefault(reference, Set.of()));
                whose.addAll(owners(facts, reference));
                patients.put(reference, whose);
            }
        });
        return patients;
    }

    /**
     * Settles what is in force after these writes and makes the snapshots of these patients anew; their locks are held.
     *
     * @param patients as {@link #patients} says
     * @param facts of what is there after the writes, by reference
     */
    void settle(WriteSet set, Map<String, Set<String>> patients, Map<String, ItemFacts> facts) {
        if (patients.isEmpty()) {
            return;
        }
        if (set.exchange().caller().kind() == CallerKind.PROXY && set.answer().isEmpty()) {
            // Again, under the lock: the right may have ended since.
            patients.values().stream()
                    .flatMap(Set::stream)
                    .forEach(patient ->
                            checks.checkActsFor(patient, set.exchange().token()));
        }
        Instant now = snapshots.load(List.of()).now();
        boolean bundle = set.exchange().asked().interaction() == Interaction.BUNDLE;
        Map<KeptConsent, Consent> written = new LinkedHashMap<>();
        patients.forEach((reference, whose) -> {
            Write write = requireNonNull(set.writes().get(reference));
            Consent consent = (Consent) write.resource();
            if (write.kind() == Kind.DELETED) {
                whose.forEach(patient -> {
                    choices.forget(patient, consent.getIdElement().getIdPart());
                    endGrant(patient, consent, set);
                });
                return;
            }
            if (bundle) {
                checks.checkInBundle(consent, facts);
            }
            List<String> owners = owners(facts, reference);
            if (!whose.equals(Set.copyOf(owners))) {
                throw Refusal.unprocessable(
                        "Consent.patient", IssueType.BUSINESSRULE, "A Consent stays with the patient it was made for");
            }
            owners.forEach(patient -> written.put(kept(consent, patient, now), consent));
            if (!(compiler.compile(consent) instanceof Compilation.Authorisation)) {
                owners.forEach(patient -> endGrant(patient, consent, set));
            }
        });
        written.keySet().stream().sorted(IN_ONE_COMMIT).forEach(each -> {
            Change change = choices.keep(each);
            if (written.size() == 1
                    && set.answer().isEmpty()
                    && set.exchange().caller().kind() != CallerKind.SYSTEM) {
                set.exchange().gives(receipt(each, requireNonNull(written.get(each)), change, now));
            }
        });
        patients.values().stream().flatMap(Set::stream).distinct().sorted().forEach(snapshots::compile);
    }

    /** A right that was given by a Consent ends with it, or when it says something else, whoever writes that and how, a replay of the journal included. */
    private void endGrant(String patient, Consent consent, WriteSet set) {
        grants.end(
                patient,
                consent.getIdElement().getIdPart(),
                set.exchange().caller().id(),
                "its Consent is in force no more");
    }

    private static List<String> owners(Map<String, ItemFacts> facts, String reference) {
        return Optional.ofNullable(facts.get(reference))
                .map(ItemFacts::patients)
                .orElse(List.of());
    }

    private Receipt receipt(KeptConsent written, Consent consent, Change change, Instant now) {
        Names names = new Names(fhir, index, directory, consent, written.patient());
        return Receipt.of(
                written.consent(),
                change.before(),
                change.after(),
                now,
                new PlainWords(names, zone),
                directory::oneName);
    }

    /** Of two answers to one question in one transaction and of one time, the denial comes last, and so counts. */
    private static final Comparator<KeptConsent> IN_ONE_COMMIT = Comparator.<KeptConsent, Boolean>comparing(
                    kept -> kept.directive()
                            .filter(rule -> rule.root().effect() == Effect.DENY)
                            .isPresent())
            .thenComparing(KeptConsent::consent);

    /** What is kept of a Consent, before it is settled what supersedes what. */
    KeptConsent kept(Consent consent, String patient, Instant now) {
        Compilation compilation = compiler.compile(consent);
        Standing standing = Standing.DORMANT;
        Optional<String> reason = Optional.empty();
        Optional<Directive> directive = ConsentCompiler.directive(consent, compilation);
        Optional<Question> question = Optional.empty();
        if (compilation instanceof Compilation.Compiled compiled) {
            standing = Standing.RULE;
            question = Question.of(compiled.directive(), directory::oneName);
        } else if (compilation instanceof Compilation.Refused refused) {
            standing = Standing.UNENFORCEABLE;
            reason = Optional.of(refused.element() + ": " + refused.reason());
        } else if (compilation instanceof Compilation.Dormant dormant) {
            reason = Optional.of(dormant.reason());
            directive = ifActive(consent);
        } else {
            reason = Optional.of("it lets somebody act or see by a grant, and is no rule");
        }
        return new KeptConsent(
                patient,
                consent.getIdElement().getIdPart(),
                consent.getIdElement().getVersionIdPartAsLong(),
                consent.hasStatus() ? consent.getStatus().toCode() : "",
                compiler.answered(consent, now).orElse(now),
                0,
                directive.flatMap(Directive::choice),
                standing,
                reason,
                directive,
                question,
                Optional.empty());
    }

    /** What a Consent that is not in force would say if it were. */
    private Optional<Directive> ifActive(Consent consent) {
        return compiler.compile(consent.copy().setStatus(ConsentState.ACTIVE)) instanceof Compiled compiled
                ? Optional.of(compiled.directive())
                : Optional.empty();
    }
}
