package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.util.UrlUtil;
import io.candour.audit.Basis;
import io.candour.audit.DecidedOn;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.identity.VerifiedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.http.HttpStatus;

/**
 * Batches of reads, each entry through the same gate and path as if it had come alone.
 *
 * <p>HAPI would run entries past the gate, so it never sees a user's batch. Safe for use by many threads.
 */
final class BatchPath {
    private static final int MAX_ENTRIES = 100;

    private final Gate gate;
    private final Answers single;
    private final FhirContext fhir;

    BatchPath(Gate gate, Answers single, FhirContext fhir) {
        this.gate = gate;
        this.single = single;
        this.fhir = fhir;
    }

    /** The requests of a batch, checked as far as a batch can be checked as a whole. */
    List<BundleEntryComponent> entries(String body) {
        Bundle bundle;
        try {
            bundle = fhir.newJsonParser().parseResource(Bundle.class, body);
        } catch (DataFormatException | ClassCastException e) {
            throw Refusal.invalid("Bundle", "The body is not a Bundle in FHIR JSON");
        }
        if (bundle.getType() != BundleType.BATCH) {
            throw Refusal.invalid("Bundle.type", "Only bundles of type 'batch' are open to this kind of caller");
        }
        if (bundle.getEntry().size() > MAX_ENTRIES) {
            throw Refusal.invalid("Bundle.entry", "A batch has at most " + MAX_ENTRIES + " entries");
        }
        return bundle.getEntry();
    }

    /** Answers all entries; a refused one does not spoil the others. */
    Answer answer(List<BundleEntryComponent> entries, VerifiedToken token) {
        StringBuilder json = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"batch-response\"");
        Merged merged = new Merged();
        for (int i = 0; i < entries.size(); i++) {
            json.append(i == 0 ? ",\"entry\":[" : ",");
            try {
                Answer answer = answer(entries.get(i), i, token, merged);
                merged.add(answer.evidence());
                append(json, answer.status(), answer.body());
            } catch (BaseServerResponseException refused) {
                if (refused.getStatusCode() >= 500 && refused.getOperationOutcome() == null) {
                    throw refused;
                }
                IBaseOperationOutcome outcome = Optional.ofNullable(refused.getOperationOutcome())
                        .orElseGet(() -> Refusal.outcome(IssueType.INVALID, "This cannot be answered as it is asked"));
                append(json, refused.getStatusCode(), fhir.newJsonParser().encodeResourceToString(outcome));
            }
        }
        json.append(entries.isEmpty() ? "}" : "]}");
        return new Answer(200, json.toString(), Map.of(), merged.evidence());
    }

    private Answer answer(BundleEntryComponent entry, int number, VerifiedToken token, Merged merged) {
        if (entry.getRequest().getMethod() != HTTPVerb.GET) {
            throw Refusal.invalid(
                    "Bundle.entry[" + number + "].request.method", "Only reads and searches can be sent in a batch");
        }
        if (!entry.getRequest().hasUrl()) {
            throw Refusal.invalid("Bundle.entry[" + number + "].request.url", "An entry needs a URL");
        }
        String url = entry.getRequest().getUrl();
        int question = url.indexOf('?');
        FhirRequest request = FhirRequest.parse(
                "GET",
                question < 0 ? url : url.substring(0, question),
                question < 0 ? Map.of() : UrlUtil.parseQueryString(url.substring(question + 1)));
        merged.asked(request);
        gate.check(request, token);
        if (request.interaction() != Interaction.READ && request.interaction() != Interaction.SEARCH_TYPE) {
            throw Refusal.invalid(
                    "Bundle.entry[" + number + "].request.url", "Only reads and searches can be sent in a batch");
        }
        return single.answer(request, token);
    }

    private static void append(StringBuilder json, int status, String resource) {
        HttpStatus known = HttpStatus.valueOf(status);
        json.append("{\"response\":{\"status\":\"").append(status).append(' ').append(known.getReasonPhrase());
        json.append(status < 400 ? "\"},\"resource\":" : "\",\"outcome\":").append(resource);
        json.append(status < 400 ? "}" : "}}");
    }

    /** The evidence of all entries as that of one answer. */
    private static final class Merged {
        private final Set<String> patients = new TreeSet<>();
        private final List<Item> items = new ArrayList<>();
        private final Set<Basis> basis = new LinkedHashSet<>();
        private final TreeMap<String, Long> versions = new TreeMap<>();
        private long epoch = Long.MAX_VALUE;
        private Instant validUntil = Instant.MAX;
        private boolean refused;
        private Optional<String> emergency = Optional.empty();

        /** Whom an entry names counts, even if it is refused. */
        void asked(FhirRequest request) {
            patients.addAll(request.namedPatients());
        }

        /** Where entries saw different versions the oldest stands, so that the log finds it moved. */
        void add(Answer.Evidence evidence) {
            patients.addAll(evidence.patients());
            items.addAll(evidence.items());
            basis.addAll(evidence.basis());
            evidence.decidedOn().ifPresent(decided -> {
                decided.versions().forEach((patient, version) -> versions.merge(patient, version, Math::min));
                epoch = Math.min(epoch, decided.epoch());
                Instant until = decided.validUntil().orElse(Instant.MAX);
                validUntil = until.isBefore(validUntil) ? until : validUntil;
            });
            refused |= evidence.outcome() == Outcome.REFUSED;
            emergency = emergency.or(evidence::emergency);
        }

        Answer.Evidence evidence() {
            Optional<DecidedOn> decided = epoch == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(new DecidedOn(
                            versions,
                            epoch,
                            Optional.of(validUntil).filter(until -> until.isBefore(Instant.MAX)),
                            Optional.empty()));
            return new Answer.Evidence(
                    new TreeSet<>(patients),
                    items,
                    decided,
                    List.copyOf(basis),
                    refused ? Outcome.REFUSED : Outcome.PERMITTED,
                    emergency);
        }
    }
}
