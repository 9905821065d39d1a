package io.candour.consent.fhir;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Says a directive in English to the person whose choice it is. Thread-safe if the names it is given are. */
public final class PlainWords {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm 'on' d MMMM uuuu", Locale.UK);

    private final Function<String, String> names;
    private final ZoneId zone;

    /** @param names what people call a reference, a {@code system|value} identifier or a {@code system|code} */
    public PlainWords(Function<String, String> names, ZoneId zone) {
        this.names = Objects.requireNonNull(names, "names");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** One sentence for the rule and one for each exception; never empty. */
    public List<String> of(Directive directive) {
        if (directive.unenforceable().isPresent()) {
            return List.of("Nobody but you may see your record, because one of your choices could not be understood ("
                    + directive.unenforceable().get() + ").");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(sentence(directive.root(), directive, true));
        for (Provision nested : directive.nested()) {
            sentences.add("But " + sentence(nested, directive, false));
        }
        if (directive.choice().equals(Optional.of(Choice.CARE_SHARING))) {
            sentences.add("Your sensitive records are a separate choice.");
        }
        if (denies(directive) && !directive.emergencyOverridable()) {
            sentences.add("This holds in an emergency too.");
        }
        return List.copyOf(sentences);
    }

    private static boolean denies(Directive directive) {
        return directive.root().effect() == Effect.DENY
                || directive.nested().stream().anyMatch(nested -> nested.effect() == Effect.DENY);
    }

    private String sentence(Provision provision, Directive directive, boolean root) {
        if (directive.choice().equals(Optional.of(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN))) {
            return provision.effect() == Effect.PERMIT
                    ? "Staff who care for you are told when you have hidden something" + time(provision) + "."
                    : "Staff who care for you are not told when you have hidden something" + time(provision) + ".";
        }
        boolean sensitive = directive.choice().equals(Optional.of(Choice.SENSITIVE_CARE_SHARING));
        String data = new DataWords(names, this::moment, this::day).of(provision, sensitive);
        if (!root && data.equals("your record")) {
            data = "it";
        }
        boolean only = root && provision.effect() == Effect.PERMIT && !data.equals("your record");
        return who(provision, directive, root)
                + (only ? " only " : " ")
                + data
                + purposes(provision, directive)
                + time(provision)
                + ".";
    }

    private String who(Provision provision, Directive directive, boolean root) {
        boolean permit = provision.effect() == Effect.PERMIT;
        if (!provision.actors().isEmpty()) {
            return DataWords.list(named(provision.actors()), permit ? "and" : "or")
                    + (permit ? " may see" : " may not see");
        }
        String group = directive.choice().map(PlainWords::group).orElse("");
        boolean named = !group.isEmpty() || !directive.root().actors().isEmpty();
        if (!root && (named || directive.root().effect() == Effect.PERMIT)) {
            return permit ? "they may see" : "they may not see";
        }
        if (group.isEmpty()) {
            return permit
                    ? (root ? "Anyone" : "anyone") + " who has a right to ask may see"
                    : (root ? "Nobody" : "nobody") + " but you and people who act for you may see";
        }
        return group + (permit ? " may see" : " may not see");
    }

    private static String group(Choice choice) {
        return switch (choice) {
            case CARE_INSIDE -> "Staff where the record was made";
            case CARE_SHARING, SENSITIVE_CARE_SHARING -> "Other organisations that care for you";
            case LOCAL_PRACTICE_OPT_OUT -> "People outside the organisation where it was made";
            case PLANNING -> "People who plan health services";
            case ACADEMIC_RESEARCH -> "Researchers who work for the public good";
            case COMMERCIAL_RESEARCH -> "Researchers who work for companies";
            case HIDE_FROM -> "People who care for you";
            case EMERGENCY_OVERRIDE, TELL_CLINICIANS_SOMETHING_IS_HIDDEN -> "";
        };
    }

    private static String purposes(Provision provision, Directive directive) {
        if (directive.choice().isPresent()) {
            return purposes(directive.choice().get(), !provision.actors().isEmpty());
        }
        Set<String> said = new TreeSet<>();
        provision.purposes().forEach(code -> said.add(Words.purpose(code).orElse(code)));
        return said.isEmpty() ? "" : " for " + DataWords.list(said, "or");
    }

    /** A choice's own purposes, where whom it is about doesn't say them already. */
    private static String purposes(Choice choice, boolean named) {
        return switch (choice) {
            case LOCAL_PRACTICE_OPT_OUT -> " for anything but your care";
            case PLANNING -> named ? " for planning and running services" : "";
            case ACADEMIC_RESEARCH, COMMERCIAL_RESEARCH -> named ? " for research" : "";
            case CARE_INSIDE,
                    CARE_SHARING,
                    SENSITIVE_CARE_SHARING,
                    HIDE_FROM,
                    EMERGENCY_OVERRIDE,
                    TELL_CLINICIANS_SOMETHING_IS_HIDDEN -> "";
        };
    }

    private String time(Provision provision) {
        Interval period = provision.period();
        return period.start().map(start -> " from " + moment(start)).orElse("")
                + period.end().map(end -> " until " + day(end)).orElse("");
    }

    private String moment(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return (local.toLocalTime().equals(LocalTime.MIDNIGHT) ? DAY : MINUTE).format(local);
    }

    /** An end is outside the period, so midnight is the end of the day before. */
    private String day(Instant end) {
        ZonedDateTime local = end.atZone(zone);
        return local.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? "the end of " + DAY.format(local.minusDays(1))
                : MINUTE.format(local);
    }

    private List<String> named(Set<String> references) {
        return references.stream().sorted().map(names).distinct().toList();
    }
}
