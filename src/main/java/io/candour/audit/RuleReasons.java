package io.candour.audit;

import io.candour.consent.Choice;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a decision rested on, as the end of a sentence that begins 'because'. */
final class RuleReasons {

    private static final String POLICY = "policy:";
    private static final String DEFAULT = POLICY + "default:";
    private static final Pattern RELATIONSHIP = Pattern.compile(".+:Organization/.+");

    private static final Map<String, String> RULES = Map.ofEntries(
            Map.entry("self", "it is your own record"),
            Map.entry("system", "this system keeps the records"),
            Map.entry("author", "they wrote it themselves"),
            Map.entry("about-nobody", "it is about nobody in particular"),
            Map.entry("no-relationship", "they have no part in your care"),
            Map.entry("no-governing-choice", "none of your choices lets them"),
            Map.entry("no-grant", "nobody let them act for you"),
            Map.entry("choices-are-private", "your choices are for you alone to see"),
            Map.entry("barred-recipient", "nobody of this kind may ever see records"),
            Map.entry("no-clinical-content", "they may see no records, only who looked at them"),
            Map.entry("no-patient", "it is not known whose record it is"),
            Map.entry("no-snapshot", "there was no such record here"),
            Map.entry("nopat", "it was not to be shown then"));

    /** What each choice is about, where it was not answered. */
    private static final Map<Choice, String> UNANSWERED = Map.of(
            Choice.CARE_INSIDE, "care where your record is kept",
            Choice.CARE_SHARING, "sharing your record for care",
            Choice.SENSITIVE_CARE_SHARING, "sharing sensitive parts of your record for care",
            Choice.LOCAL_PRACTICE_OPT_OUT, "what leaves your practice other than for your care",
            Choice.PLANNING, "planning health services",
            Choice.ACADEMIC_RESEARCH, "research by universities and the like",
            Choice.COMMERCIAL_RESEARCH, "research by companies",
            Choice.EMERGENCY_OVERRIDE, "emergencies",
            Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN, "telling staff that something is hidden",
            Choice.HIDE_FROM, "hiding from somebody");

    private RuleReasons() {}

    /** Empty for a rule that people are not told of. */
    static Optional<String> of(String rule) {
        if (rule.startsWith("Consent/")) {
            return Optional.of("of a choice that you made");
        }
        if (rule.startsWith("Grant/")) {
            return Optional.of("they were given a right for a time");
        }
        if (rule.startsWith(DEFAULT)) {
            String code = rule.substring(DEFAULT.length());
            String about = Choice.byCode(code).map(UNANSWERED::get).orElse(code);
            return Optional.of("you have made no choice about " + about + ", and this then holds");
        }
        if (rule.startsWith(POLICY)) {
            String code = rule.substring(POLICY.length());
            return Optional.of(RULES.getOrDefault(code, "of a rule called " + code));
        }
        Matcher relationship = RELATIONSHIP.matcher(rule);
        return relationship.matches() ? Optional.of("they have a part in your care") : Optional.empty();
    }
}
