package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Caller;
import io.candour.consent.Purpose;
import io.candour.consent.Snapshot;
import io.candour.consent.fhir.Moments;
import io.candour.enforcement.PreviewWords.Previewed;
import io.candour.record.SharingPreview;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.codesystems.V3ActReason;

/**
 * {@code Patient/$consent-preview}: what would they see? In numbers and reasons, never items. Safe for use by many
 * threads.
 */
final class ConsentPreview implements Operation {
    private final RecordPath records;
    private final PreviewedCaller callers;
    private final PreviewedChoices choices;
    private final SharingPreview previews;
    private final PreviewWords words;
    private final Moments moments;
    private final FhirContext fhir;

    ConsentPreview(
            RecordPath records,
            PreviewedCaller callers,
            PreviewedChoices choices,
            SharingPreview previews,
            PreviewWords words,
            Moments moments,
            FhirContext fhir) {
        this.records = records;
        this.callers = callers;
        this.choices = choices;
        this.previews = previews;
        this.words = words;
        this.moments = moments;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "consent-preview";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Purpose purpose = purpose(invocation.text("purpose").orElseThrow());
        Verdicts verdicts = records.verdicts(invocation.token());
        // The snapshot before the items that are counted, so that a change in between is found.
        verdicts.about(List.of(invocation.patient()));
        if (!verdicts.permitsChoicesOf(invocation.patient())) {
            return Answer.notThere(verdicts.evidence());
        }
        Optional<Instant> later =
                invocation.arguments().one("at", DateTimeType.class).map(at -> moment(at, verdicts.now()));
        Instant at = later.orElse(verdicts.now());
        Caller caller = callers.of(invocation);
        Snapshot standing = verdicts.snapshot(invocation.patient()).orElseThrow();
        Optional<Consent> unsaved = invocation.arguments().one("consent", Consent.class);
        Snapshot previewed = unsaved.map(consent -> choices.with(consent, standing, invocation, verdicts.now()))
                .orElse(standing);
        SharingPreview.Preview preview = previews.of(previewed, caller, purpose, at, verdicts::wouldPermit);
        if (later.isEmpty()) {
            verdicts.holdsUntil(preview.validUntil());
        }
        Set<String> told = records.seen(
                previewed.directives().stream()
                        .map(each -> "Consent/" + each.consent())
                        .toList(),
                invocation.token());
        return new Answer(
                200,
                Part.encode(fhir, words.parameters(preview.lines(), at, new Previewed(previewed, unsaved, told))),
                Map.of(),
                verdicts.evidence());
    }

    private static Purpose purpose(String code) {
        try {
            V3ActReason.fromCode(code);
            return new Purpose(code);
        } catch (FHIRException unknown) {
            throw Refusal.invalid("purpose", "A purpose is a code of v3-ActReason");
        }
    }

    private Instant moment(DateTimeType at, Instant now) {
        return moments.when(at)
                .filter(when -> when.end().orElseThrow().isAfter(now))
                .flatMap(when -> when.start())
                .map(start -> start.isAfter(now) ? start : now)
                .orElseThrow(() -> Refusal.invalid("at", "What is over cannot be previewed"));
    }
}
