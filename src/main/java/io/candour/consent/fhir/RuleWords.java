package io.candour.consent.fhir;

import io.candour.consent.Basis.ByRule;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Says in English what holds without a Consent, to the person whose record it is about. Immutable. */
public final class RuleWords {
    private final Policy policy;

    public RuleWords(Policy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /** What holds as long as the person has not answered; a sentence. */
    public String ofDefault(Choice choice) {
        Optional<Effect> effect = policy.defaultOf(choice);
        String may = effect.equals(Optional.of(Effect.PERMIT)) ? "may" : "may not";
        return switch (choice) {
            case CARE_INSIDE -> "Staff where a part of your record was made " + may + " see it for your care.";
            case CARE_SHARING ->
                "Other organisations that care for you " + may + " see your record, but for its sensitive parts.";
            case SENSITIVE_CARE_SHARING ->
                "Other organisations that care for you " + may + " see the sensitive parts of your record.";
            case LOCAL_PRACTICE_OPT_OUT ->
                "You have not said that your record must stay where it is held for all purposes but your care.";
            case PLANNING -> "Your record " + may + " be used to plan and run health services.";
            case ACADEMIC_RESEARCH -> "Researchers who work for the public good " + may + " use your record.";
            case COMMERCIAL_RESEARCH -> "Researchers who work for companies " + may + " use your record.";
            case EMERGENCY_OVERRIDE ->
                "In an emergency staff " + may + " see what you have hidden, unless that choice itself says otherwise.";
            case TELL_CLINICIANS_SOMETHING_IS_HIDDEN ->
                "Staff who care for you are " + (may.equals("may") ? "" : "not ")
                        + "told when you have hidden something.";
            case HIDE_FROM -> "You have hidden nothing from anybody.";
        };
    }

    /** Why a rule of the deployment refuses somebody else; a sentence. */
    public String ofRefusal(ByRule rule) {
        return Arrays.stream(Choice.values())
                .filter(choice -> rule.equals(ByRule.defaultOf(choice)))
                .findFirst()
                .map(choice -> ofDefault(choice) + " This holds until you say otherwise.")
                .orElseGet(() -> otherwise(rule));
    }

    private static String otherwise(ByRule rule) {
        if (rule.equals(ByRule.NO_RELATIONSHIP)) {
            return "They do not care for you, as far as this record says.";
        }
        if (rule.equals(ByRule.NO_GOVERNING_CHOICE)) {
            return "Nobody may use your record for this purpose unless you allow it.";
        }
        if (rule.equals(ByRule.BARRED_RECIPIENT)) {
            return "Somebody in this role gets no records, whatever anybody chooses.";
        }
        if (rule.equals(ByRule.NO_CLINICAL_CONTENT)) {
            return "Somebody in this role never sees records.";
        }
        if (rule.equals(ByRule.NO_GRANT)) {
            return "They have no right to act for you.";
        }
        if (rule.equals(ByRule.CHOICES_ARE_PRIVATE)) {
            return "Your choices are shown to you, to those you entitle, and to who wrote them down for you.";
        }
        return "A rule of this service does not allow it (" + rule.code() + ").";
    }
}
