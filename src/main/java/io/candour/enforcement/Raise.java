package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.Raised;
import io.candour.access.RaisedQueue;
import io.candour.audit.AuditEvents;
import io.candour.audit.Viewer;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.Caller;
import io.candour.consent.Category;
import io.candour.consent.Grant;
import io.candour.consent.ItemFacts;
import io.candour.consent.Reach.Act;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.RaisedTask.Kind;
import io.candour.identity.SmartScopes.Permission;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * {@code Patient/[id]/$raise}: the person, or who may dispute for them, says something about the record: that an entry is
 * wrong, that they do not know who looked, or what it is to say. The entry stays as it is; what is said is a Task in the
 * record, seen by who may see what it is about. Safe for use by many threads.
 */
final class Raise implements Change {
    private final Parts parts;
    private final RecordPath records;
    private final AuditEvents log;
    private final AllowList allowList;
    private final LocalReferences references;
    private final GrantingConsents consents;

    /** What this and what follows of it are made of. */
    record Parts(
            RaisedQueue queue,
            SnapshotStore snapshots,
            WriterLocks writers,
            Notices notices,
            int mostOpen,
            FhirContext fhir) {}

    Raise(
            Parts parts,
            RecordPath records,
            AuditEvents log,
            AllowList allowList,
            LocalReferences references,
            GrantingConsents consents) {
        this.parts = parts;
        this.records = records;
        this.log = log;
        this.allowList = allowList;
        this.references = references;
        this.consents = consents;
    }

    @Override
    public String code() {
        return "raise";
    }

    /** The log is read before the transaction, since it has a connection of its own; its rows stay as they are. */
    @Override
    public void admit(Invocation invocation, Exchange exchange) {
        Said said = Said.read(invocation, references);
        if (said.kind() == Kind.ACCESS_QUERY) {
            Verdicts verdicts = records.verdicts(invocation.token());
            verdicts.about(List.of(invocation.patient()));
            Optional<Viewer> viewer = PatientAccessLog.viewer(invocation, records, verdicts);
            if (viewer.isPresent()
                    && (!invocation.token().allows("AuditEvent", Permission.READ)
                            || log.read(said.id(), viewer.get()).isEmpty())) {
                throw Said.nothingThere();
            }
        }
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Said said = Said.read(invocation, references);
        String patient = invocation.patient();
        // Under the lock, as a proxy's right may be ending.
        parts.writers().lock(List.of(patient));
        Verdicts verdicts = records.verdicts(invocation.token());
        verdicts.about(List.of(patient));
        boolean own = invocation.token().caller().patient().equals(Optional.of(patient));
        List<Grant.Proxy> disputing = own ? List.of() : disputing(patient, invocation.token(), verdicts.now());
        if (!own && disputing.isEmpty()) {
            return notThere(patient);
        }
        Optional<Reference> requester = subject(said, patient, invocation, verdicts)
                .flatMap(subject -> own
                        ? Optional.of(new Reference("Patient/" + patient))
                        : disputing.stream()
                                .filter(grant -> grant.reach().covers(subject))
                                .findFirst()
                                .flatMap(this::relatedPerson));
        if (requester.isEmpty()) {
            if (said.about().isPresent()) {
                throw Said.nothingThere();
            }
            return notThere(patient);
        }
        return new Answer(
                200,
                write(said, patient, requester.get(), invocation.token(), verdicts.now(), resources),
                Map.of(),
                verdicts.evidence());
    }

    private static Answer notThere(String patient) {
        return Answer.notThere(Answer.about(List.of(patient), "").evidence());
    }

    private List<Grant.Proxy> disputing(String patient, VerifiedToken token, Instant now) {
        return parts.snapshots().load(List.of(patient), token.holder()).grants().stream()
                .filter(Grant.Proxy.class::isInstance)
                .map(Grant.Proxy.class::cast)
                .filter(grant ->
                        grant.period().contains(now) && grant.reach().acts().contains(Act.DISPUTE))
                .toList();
    }

    /** What it is said of, if the caller may see that; a note of nothing in particular is a document of the patient's. */
    private Optional<ItemFacts> subject(Said said, String patient, Invocation invocation, Verdicts verdicts) {
        if (said.about().isEmpty() || said.kind() == Kind.ACCESS_QUERY) {
            ItemFacts any = said.about().isEmpty()
                    ? Verdicts.any("Task", patient, Category.DOCUMENTS, verdicts.now())
                    : verdicts.choicesOf(patient);
            return Optional.of(any).filter(verdicts::permits);
        }
        boolean open = allowList.allows(invocation.kind(), said.type(), Interaction.READ)
                && invocation.token().allows(said.type(), Permission.READ);
        return open
                ? records.find(said.type(), said.id(), verdicts)
                        .map(RecordItem::facts)
                        .filter(facts -> facts.patients().contains(patient))
                : Optional.empty();
    }

    /** Whom the Consent that lets somebody act names as the one who acts. */
    private Optional<Reference> relatedPerson(Grant.Proxy grant) {
        return consents.find(grant.patient(), grant.id())
                .map(consent -> consent.getPerformerFirstRep().getReferenceElement())
                .filter(person -> "RelatedPerson".equals(person.getResourceType()) && person.hasIdPart())
                .map(person -> new Reference("RelatedPerson/" + person.getIdPart()));
    }

    private String write(
            Said said,
            String patient,
            Reference requester,
            VerifiedToken token,
            Instant now,
            ResourceWriter resources) {
        Caller caller = token.caller();
        if (parts.queue().open(patient, caller.id()) >= parts.mostOpen()) {
            throw Refusal.unprocessable(
                    "Task",
                    IssueType.BUSINESSRULE,
                    parts.mostOpen()
                            + " things that you said about this record are not answered yet, and there can't be"
                            + " more");
        }
        Task task = RaisedTask.of(said.kind(), patient, said.focus(), requester, said.text(), now);
        String id = resources.create(Task.class, task);
        parts.queue()
                .add(new Raised(
                        id, patient, caller.id(), KnownPerson.name(caller), token.nhsNumber(), now, Optional.empty()));
        task.setId(id);
        return parts.fhir().newJsonParser().encodeResourceToString(task);
    }
}
