package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.audit.Basis;
import io.candour.choice.Choices;
import io.candour.choice.KeptConsent;
import io.candour.choice.KeptConsent.Standing;
import io.candour.choice.KeptConsent.State;
import io.candour.choice.Unanswered;
import io.candour.consent.CallerKind;
import io.candour.consent.Choice;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.consent.fhir.RuleWords;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code Patient/$consent-status}: is each choice working, and what holds where there is none? Safe for use by many
 * threads.
 */
final class ConsentStatus implements Operation {
    private static final Basis GUARDIAN = Basis.policy("guardian-sees-states");

    private final RecordPath records;
    private final RecordIndex index;
    private final Choices choices;
    private final SpokenChoices spoken;
    private final Policy policy;
    private final FhirContext fhir;

    ConsentStatus(
            RecordPath records,
            RecordIndex index,
            Choices choices,
            SpokenChoices spoken,
            Policy policy,
            FhirContext fhir) {
        this.records = records;
        this.index = index;
        this.choices = choices;
        this.spoken = spoken;
        this.policy = policy;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "consent-status";
    }

    @Override
    public Answer answer(Invocation invocation) {
        Verdicts verdicts = records.verdicts(invocation.token());
        // The snapshot before what is told, so that a change in between is found when the answer is recorded.
        verdicts.about(List.of(invocation.patient()));
        if (verdicts.snapshot(invocation.patient()).isEmpty()) {
            return Answer.notThere(verdicts.evidence());
        }
        List<KeptConsent> kept = choices.of(invocation.patient());
        Optional<Parameters> told = invocation.kind() == CallerKind.GUARDIAN
                ? Optional.of(states(kept, verdicts))
                : told(kept, invocation.patient(), verdicts);
        return told.map(answer -> new Answer(200, Part.encode(fhir, answer), Map.of(), verdicts.evidence()))
                .orElseGet(() -> Answer.notThere(verdicts.evidence()));
    }

    /** That each is there and where it stands; not whom or what it is about. */
    private static Parameters states(List<KeptConsent> kept, Verdicts verdicts) {
        verdicts.restsOn(GUARDIAN);
        Parameters answer = new Parameters();
        kept.forEach(each -> line(answer, each, verdicts.now()));
        return answer;
    }

    /** All of it where the caller may see the patient's choices, else what the caller wrote; empty where that is nothing. */
    private Optional<Parameters> told(List<KeptConsent> kept, String patient, Verdicts verdicts) {
        boolean entitled = verdicts.wouldPermitChoicesOf(patient) && verdicts.permitsChoicesOf(patient);
        Map<String, ItemFacts> facts =
                index.facts(kept.stream().map(ConsentStatus::reference).toList());
        Parameters answer = new Parameters();
        for (KeptConsent each : kept) {
            ItemFacts item = facts.get(reference(each));
            if (item != null && verdicts.permits(item)) {
                verdicts.show(item, each.version());
                describe(line(answer, each, verdicts.now()), each, verdicts.now());
            }
        }
        if (entitled) {
            RuleWords words = new RuleWords(policy);
            Unanswered.of(kept, verdicts.now()).forEach(choice -> unanswered(answer, choice, words));
        }
        return entitled || answer.hasParameter() ? Optional.of(answer) : Optional.empty();
    }

    private static Part line(Parameters answer, KeptConsent kept, Instant now) {
        Part line = Part.of(answer, "consent");
        line.reference("reference", reference(kept) + "/_history/" + kept.version());
        line.code("state", kept.state(now).code());
        return line;
    }

    private void describe(Part line, KeptConsent kept, Instant now) {
        reason(kept, kept.state(now)).ifPresent(why -> line.text("reason", why));
        kept.directive().stream()
                .flatMap(rule -> spoken.words(kept.patient(), rule).stream())
                .forEach(sentence -> line.text("words", sentence));
        kept.choice().ifPresent(choice -> line.code("choice", choice.code()));
        line.instant("since", kept.period().start().orElse(kept.dateTime()));
        kept.period().end().ifPresent(end -> line.instant("until", end));
        kept.supersededBy().ifPresent(by -> line.reference("supersededBy", "Consent/" + by));
    }

    private void unanswered(Parameters answer, Choice choice, RuleWords words) {
        Part line = Part.of(answer, "unanswered");
        line.code("choice", choice.code());
        policy.defaultOf(choice)
                .ifPresent(effect -> line.code("default", effect.name().toLowerCase(Locale.ROOT)));
        line.text("words", words.ofDefault(choice));
    }

    private static Optional<String> reason(KeptConsent kept, State state) {
        return switch (state) {
            case ENFORCED -> Optional.empty();
            case SCHEDULED -> Optional.of("Its time has not come yet.");
            case EXPIRED -> Optional.of("Its time is over.");
            case SUPERSEDED -> Optional.of("A newer answer to the same question took its place.");
            case NOT_ENFORCEABLE -> Optional.of(notEnforced(kept));
        };
    }

    private static String notEnforced(KeptConsent kept) {
        if (kept.standing() == Standing.UNENFORCEABLE) {
            return "This server cannot do what it says (" + kept.reason().orElseThrow()
                    + "). Until it is put right nobody else sees your record, unless in an emergency.";
        }
        return switch (kept.status()) {
            case "inactive" -> "You took it back.";
            case "entered-in-error" -> "It was written by mistake.";
            case "rejected" -> "It was turned down.";
            case "draft", "proposed" -> "It is a draft: nobody has made this choice yet.";
            default ->
                "It makes no choice about who may see your record ("
                        + kept.reason().orElseThrow() + ").";
        };
    }

    private static String reference(KeptConsent kept) {
        return "Consent/" + kept.consent();
    }
}
