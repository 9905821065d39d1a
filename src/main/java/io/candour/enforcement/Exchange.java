package io.candour.enforcement;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.Agent;
import io.candour.audit.Asked;
import io.candour.audit.DecidedOn;
import io.candour.audit.Grounds;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.audit.QueryShape;
import io.candour.choice.Receipt;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.identity.SessionEndedException;
import io.candour.identity.VerifiedToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One request on its way through the server, from the verified token to the record of its answer.
 *
 * <p>Travels as an attribute of the servlet request, never in a thread-local: HAPI moves entries of bundles to other
 * threads. Used by one thread at a time.
 */
public final class Exchange {
    private static final String ATTRIBUTE = Exchange.class.getName();

    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

    private final long began = System.nanoTime();
    private final String requestId;
    private final String networkAddress;
    private final AccessLog log;
    private final Supplier<VerifiedToken> tokens;
    private VerifiedToken token;
    private Optional<FhirRequest> asked = Optional.empty();
    private Optional<Supplier<Answer>> shown = Optional.empty();
    private Optional<Receipt> receipt = Optional.empty();
    private boolean recorded;

    /**
     * @param known who asks, perhaps as it was a while ago
     * @param tokens who asks, looked up now
     */
    Exchange(
            String requestId,
            String networkAddress,
            AccessLog log,
            VerifiedToken known,
            Supplier<VerifiedToken> tokens) {
        this.requestId = requestId;
        this.networkAddress = networkAddress;
        this.log = log;
        this.tokens = tokens;
        this.token = known;
    }

    /** The exchange of this request; empty for one that came without a token. */
    static Optional<Exchange> of(HttpServletRequest request) {
        return Optional.ofNullable((Exchange) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** How long ago the request came, in nanoseconds. */
    long age() {
        return System.nanoTime() - began;
    }

    VerifiedToken token() {
        return token;
    }

    /** Looks up now who the caller is, and whether they still are logged in: what was known or decided before may be stale. */
    void refresh() {
        try {
            token = tokens.get();
        } catch (SessionEndedException ended) {
            throw Refusal.sessionEnded();
        }
    }

    Caller caller() {
        return token.caller();
    }

    /** Tells what is being asked, as soon as it is understood. */
    void asks(FhirRequest request) {
        asked = Optional.of(request);
    }

    /** What is being asked; told before HAPI is let in. */
    FhirRequest asked() {
        return asked.orElseThrow();
    }

    /** Tells how what HAPI's answer will show is decided and recorded, where the caller is to get no more than that. */
    void shows(Supplier<Answer> settled) {
        shown = Optional.of(settled);
    }

    /**
     * Decides and records what HAPI is about to show, unless what was written has recorded it: of an update that changes
     * nothing HAPI tells nobody, and yet sends the item back.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 404 where the caller may not see it any more
     */
    void settle() {
        if (!recorded && shown.isPresent() && shown.get().get().status() != HttpServletResponse.SC_OK) {
            throw Refusal.notFound();
        }
    }

    /** Tells what the caller is to know of the choice that is being saved. */
    void gives(Receipt saved) {
        receipt = Optional.of(saved);
    }

    /** The receipt of the choice that was saved, if one was. */
    Optional<Receipt> receipt() {
        return receipt;
    }

    /**
     * Makes the record of an answer durable; only then may the answer leave.
     *
     * @throws io.candour.audit.StaleDecisionException when the answer must be decided again
     * @throws io.candour.audit.AccessLogUnavailableException when nothing may leave
     */
    void record(int status, Answer.Evidence evidence) {
        log.record(record(
                asked.map(FhirRequest::interactionCode).orElse(Interaction.OTHER.code()),
                evidence.patients(),
                evidence.items(),
                new Grounds(Optional.of(decidedOn(evidence)), evidence.basis(), ""),
                evidence.outcome(),
                status,
                evidence.emergency()));
        recorded = true;
    }

    /** Every answer rests on the session, also one that is about no patient. */
    private DecidedOn decidedOn(Answer.Evidence evidence) {
        return evidence.decidedOn()
                .orElseGet(() -> new DecidedOn(new TreeMap<>(), token.epoch(), Optional.empty(), Optional.empty()))
                .in(token.session().text());
    }

    /** Makes a record of an answer that discloses no item, if none was made yet: of refusals and of failures. */
    void recordBare(int status) {
        if (status < 400) {
            settle();
        }
        if (!recorded) {
            Outcome outcome = status < 400
                    ? Outcome.PERMITTED
                    : status < 500 ? REFUSALS.contains(status) ? Outcome.REFUSED : Outcome.BAD_REQUEST : Outcome.FAILED;
            log.record(record(
                    asked.map(FhirRequest::interactionCode).orElse(Interaction.OTHER.code()),
                    named(),
                    List.of(),
                    Grounds.NONE,
                    outcome,
                    status,
                    Optional.empty()));
            recorded = true;
        }
    }

    /** Patients whom the request itself names; it was refused before anybody was looked up. */
    private SortedSet<String> named() {
        SortedSet<String> named = new TreeSet<>();
        asked.ifPresent(request -> named.addAll(request.namedPatients()));
        return named;
    }

    /** The record of a committed write, for the transaction that makes it. */
    AccessRecord written(String interaction, SortedSet<String> patients, List<Item> items, int status) {
        return record(interaction, patients, items, Grounds.NONE, Outcome.PERMITTED, status, Optional.empty());
    }

    /** The record of what an operation changed, for the transaction that makes it. */
    AccessRecord done(SortedSet<String> patients, List<Item> items, Answer answer) {
        Answer.Evidence evidence = answer.evidence();
        return record(
                asked().interactionCode(),
                patients,
                items,
                new Grounds(Optional.empty(), evidence.basis(), ""),
                evidence.outcome(),
                answer.status(),
                evidence.emergency());
    }

    /** Who asks, as the log has it. */
    Agent agent() {
        Caller caller = token.caller();
        return new Agent(
                Agent.Kind.valueOf(caller.kind().name()),
                who(caller),
                caller.name(),
                new ArrayList<>(new TreeSet<>(caller.roles())),
                caller.organisation(),
                caller.client(),
                networkAddress,
                caller.kind() == CallerKind.SYSTEM);
    }

    /** A patient by their record, so that who reads their own log is told 'you'; everybody else by the token's subject. */
    static String who(Caller caller) {
        return caller.patient()
                .filter(own -> caller.kind() == CallerKind.PATIENT)
                .map(own -> "Patient/" + own)
                .orElse(caller.id());
    }

    /** Tells that the one write of this request is committed, and its record with it. */
    void committed() {
        recorded |= asked.filter(request -> request.interaction() != Interaction.BUNDLE)
                .isPresent();
    }

    private AccessRecord record(
            String interaction,
            SortedSet<String> patients,
            List<Item> items,
            Grounds grounds,
            Outcome outcome,
            int status,
            Optional<String> emergency) {
        QueryShape query = asked.map(FhirRequest::shape).orElse(QueryShape.NONE);
        return new AccessRecord(
                requestId,
                agent(),
                new Asked(
                        interaction,
                        query,
                        emergency.or(() -> Optional.of(token.purpose().code()))),
                patients,
                items,
                grounds,
                outcome,
                status);
    }
}
