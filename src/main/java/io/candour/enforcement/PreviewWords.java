package io.candour.enforcement;

import io.candour.consent.Basis;
import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Directive;
import io.candour.consent.Snapshot;
import io.candour.consent.fhir.RuleWords;
import io.candour.record.SharingPreview.Line;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.UnsignedIntType;

/** A preview as its OperationDefinition has it, with reasons in plain words. Safe for use by many threads. */
final class PreviewWords {
    private final SpokenChoices spoken;
    private final RuleWords rules;

    PreviewWords(SpokenChoices spoken, RuleWords rules) {
        this.spoken = spoken;
        this.rules = rules;
    }

    /**
     * The choices that a preview was decided on.
     *
     * @param unsaved the Consent that was handed in
     * @param told stored Consents that whoever asks may see, by reference
     */
    record Previewed(Snapshot snapshot, Optional<Consent> unsaved, Set<String> told) {
        boolean tells(ByConsent basis) {
            return PreviewedChoices.unsaved(basis) || told.contains("Consent/" + basis.id());
        }
    }

    /** The answer. */
    Parameters parameters(List<Line> lines, Instant at, Previewed previewed) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("at").setValue(Part.instant(at));
        answer.addParameter()
                .setName("permitted")
                .setValue(new UnsignedIntType(
                        lines.stream().mapToInt(Line::permitted).sum()));
        answer.addParameter()
                .setName("refused")
                .setValue(new UnsignedIntType(
                        lines.stream().mapToInt(Line::refused).sum()));
        Map<Basis, List<String>> said = new HashMap<>();
        for (Line line : lines) {
            Part category = Part.of(answer, "category");
            category.code("code", line.category().code());
            category.count("permitted", line.permitted());
            category.count("refused", line.refused());
            line.reasons().forEach((basis, items) -> {
                Part reason = category.part("reason");
                reason.count("count", items);
                said.computeIfAbsent(basis, any -> words(basis, previewed))
                        .forEach(sentence -> reason.text("words", sentence));
                source(basis, reason, previewed);
            });
        }
        return answer;
    }

    private List<String> words(Basis basis, Previewed previewed) {
        if (basis instanceof ByRule rule) {
            return List.of(rules.ofRefusal(rule));
        }
        if (!(basis instanceof ByConsent consent)) {
            throw new IllegalStateException("nothing is refused because of a relationship or a grant");
        }
        if (!previewed.tells(consent)) {
            return List.of("Something that is not yours to see does not allow it.");
        }
        String patient = previewed.snapshot().patient();
        Directive rule = previewed.snapshot().directives().stream()
                .filter(each -> each.consent().equals(consent.id()))
                .findFirst()
                .orElseThrow();
        return PreviewedChoices.unsaved(consent)
                ? spoken.words(patient, rule, previewed.unsaved().orElseThrow())
                : spoken.words(patient, rule);
    }

    private static void source(Basis basis, Part reason, Previewed previewed) {
        if (basis instanceof ByRule rule) {
            reason.text("rule", rule.code());
        } else if (basis instanceof ByConsent consent && PreviewedChoices.unsaved(consent)) {
            reason.add("unsaved", new BooleanType(true));
        } else if (basis instanceof ByConsent consent && previewed.tells(consent)) {
            reason.reference("consent", "Consent/" + consent.id() + "/_history/" + consent.version());
        }
    }
}
