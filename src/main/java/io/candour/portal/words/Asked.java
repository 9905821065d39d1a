package io.candour.portal.words;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coding;

/**
 * What somebody asked of many records, and the groups of the answer: of the server's sentences and codes what people read.
 */
final class Asked {
    private static final Pattern CODE = Pattern.compile("((?:https?://|urn:)[^\\s|]+)\\|([^\\s,?]+)");
    private static final Pattern DAY = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");

    private static final Pattern BAND = Pattern.compile("0?(\\d{1,2})-0?(\\d{1,2})");
    private static final Pattern OLD = Pattern.compile("(\\d{2,3})\\+");

    private final Phrases phrases;
    private final Names names;
    private final Dates dates;

    Asked(Phrases phrases, Names names, Dates dates) {
        this.phrases = phrases;
        this.names = names;
        this.dates = dates;
    }

    String of(String question) {
        String named = CODE.matcher(question)
                .replaceAll(found ->
                        Matcher.quoteReplacement(names.alone(new Coding(found.group(1), found.group(2), null))));
        return DAY.matcher(named).replaceAll(found -> Matcher.quoteReplacement(day(found)));
    }

    /** @param by what people are told apart by: sex, age-band or area */
    String group(String by, String group) {
        if (group.equals("unknown") || by.equals("sex")) {
            return phrases.code(group);
        }
        Matcher band = BAND.matcher(group);
        if (band.matches()) {
            return phrases.say("age-band", band.group(1), band.group(2));
        }
        Matcher old = OLD.matcher(group);
        return old.matches() ? phrases.say("age-band.over", old.group(1)) : group;
    }

    private String day(MatchResult found) {
        try {
            return dates.day(LocalDate.parse(found.group()));
        } catch (DateTimeException noDay) {
            return found.group();
        }
    }
}
