package io.candour.enforcement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Condition;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Decision;
import io.candour.consent.ItemFacts;
import io.candour.consent.Purpose;
import io.candour.consent.Relationship;
import io.candour.consent.Residual;
import io.candour.consent.Snapshot;
import io.candour.identity.Directory;
import io.candour.record.NamedItems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * With whom a record is shared: the organisations that care for the patient now, and what a clinician of each may read in
 * the course of treatment. Safe for use by many threads.
 */
final class Sharing {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final ConsentEngine engine;
    private final Directory directory;
    private final Cache<Named, Set<String>> names =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).build();

    Sharing(ConsentEngine engine, Directory directory) {
        this.engine = engine;
        this.directory = directory;
    }

    /**
     * One organisation.
     *
     * @param organisation by reference
     * @param residual what its clinicians may read
     */
    record With(String organisation, Caller clinician, Residual residual) {
        Condition open() {
            return residual.condition();
        }
    }

    /**
     * An organisation, by reference, as it was called at an epoch. Whoever changes a name of one moves the epoch, and the log looks
     * at that before an answer leaves: one that was read while it moved is in no answer.
     */
    private record Named(long epoch, String organisation) {}

    /**
     * @param epoch of the snapshot
     * @param toldOf whether the reader may know that this organisation, by reference, cares for the patient
     */
    List<With> of(Snapshot snapshot, long epoch, Instant now, Predicate<String> toldOf) {
        List<String> organisations = snapshot.relationships().stream()
                .filter(each -> each.period().contains(now))
                .map(Relationship::organisation)
                .distinct()
                .filter(toldOf)
                .sorted()
                .toList();
        Map<Named, Set<String>> called = names.getAll(
                organisations.stream().map(each -> new Named(epoch, each)).toList(), this::read);
        return organisations.stream()
                .map(organisation -> {
                    Caller clinician = clinician(Objects.requireNonNull(called.get(new Named(epoch, organisation))));
                    return new With(
                            organisation,
                            clinician,
                            engine.residual(clinician, Purpose.TREAT, snapshot, List.of(), now));
                })
                .toList();
    }

    private Map<Named, Set<String>> read(Set<? extends Named> unknown) {
        Map<String, Set<String>> read =
                directory.memberships(unknown.stream().map(Named::organisation).toList());
        return unknown.stream()
                .collect(Collectors.toMap(
                        Function.identity(), each -> read.getOrDefault(each.organisation(), Set.of())));
    }

    private static Caller clinician(Set<String> memberships) {
        return new Caller(
                CallerKind.PRACTITIONER,
                "any",
                "",
                Optional.empty(),
                Set.of(),
                "any",
                Set.of(),
                memberships,
                Optional.empty());
    }

    /** Whether an item that more decide than this patient is open to them; closed where others' choices are not known. */
    boolean open(With with, ItemFacts item, NamedItems named, Snapshot snapshot, Instant now) {
        Map<String, Snapshot> known = Map.of(snapshot.patient(), snapshot);
        return named.with(item).stream()
                .map(each -> engine.decide(with.clinician(), Purpose.TREAT, each, known, List.of(), now))
                .allMatch(Decision::permitted);
    }
}
