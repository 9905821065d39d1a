package io.candour.enforcement;

import io.candour.choice.Choices;
import io.candour.choice.KeptConsent;
import io.candour.choice.KeptConsent.Standing;
import io.candour.choice.Question;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.fhir.Compilation;
import io.candour.consent.fhir.Compilation.Compiled;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.enforcement.WriteSet.Kind;
import io.candour.enforcement.WriteSet.Write;
import io.candour.identity.Directory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;

/** Makes the Consents that a transaction wrote count, at its commit. Safe for use by many threads. */
final class ConsentWrites {
    private final SnapshotStore snapshots;
    private final Choices choices;
    private final ConsentCompiler compiler;
    private final Directory directory;

    ConsentWrites(SnapshotStore snapshots, Choices choices, ConsentCompiler compiler, Directory directory) {
        this.snapshots = snapshots;
        this.choices = choices;
        this.compiler = compiler;
        this.directory = directory;
    }

    /**
     * Settles what is in force after these writes and makes the snapshots of these patients anew; their locks are held.
     *
     * @param patients whose each Consent among the writes is, or was, by its reference
     * @param now whose it is
     * @return everybody whose snapshot was made anew
     */
    SortedSet<String> settle(
            Collection<Write> writes, Map<String, Set<String>> patients, Map<String, Set<String>> now) {
        SortedSet<String> settled = new TreeSet<>();
        Instant moment = snapshots.load(List.of()).now();
        List<KeptConsent> written = new ArrayList<>();
        for (Write write : writes) {
            if (!(write.resource() instanceof Consent consent)) {
                continue;
            }
            String reference = WriteSet.reference(consent);
            Set<String> whose = write.kind() == Kind.DELETED ? Set.of() : now.getOrDefault(reference, Set.of());
            for (String patient : patients.getOrDefault(reference, Set.of())) {
                settled.add(patient);
                if (whose.contains(patient)) {
                    written.add(kept(consent, patient, moment));
                } else {
                    choices.forget(patient, consent.getIdElement().getIdPart());
                }
            }
        }
        written.sort(IN_ONE_COMMIT);
        written.forEach(choices::keep);
        settled.forEach(snapshots::compile);
        return settled;
    }

    /** Of two answers to one question in one transaction and of one time, the denial comes last, and so counts. */
    private static final Comparator<KeptConsent> IN_ONE_COMMIT = Comparator.<KeptConsent, Boolean>comparing(
                    kept -> kept.directive()
                            .filter(rule -> rule.root().effect() == Effect.DENY)
                            .isPresent())
            .thenComparing(KeptConsent::consent);

    private KeptConsent kept(Consent consent, String patient, Instant now) {
        Compilation compilation = compiler.compile(consent);
        Standing standing = Standing.DORMANT;
        Optional<String> reason = Optional.empty();
        Optional<Directive> directive = compiler.directive(consent);
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
            reason = Optional.of("authorising somebody to act is not supported yet");
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
