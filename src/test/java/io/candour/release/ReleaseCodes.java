package io.candour.release;

import io.candour.consent.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Codes of this room, as its enumerations have them. */
public final class ReleaseCodes {
    private ReleaseCodes() {}

    /** All codes of a code system, by the system's URL. */
    public static Map<String, List<String>> systems() {
        return Map.of(
                Words.system("recipient-type"),
                Arrays.stream(RecipientType.values()).map(RecipientType::code).toList(),
                Words.system("breakdown"),
                Arrays.stream(Question.Breakdown.values())
                        .map(Question.Breakdown::code)
                        .toList(),
                Words.system("held"),
                Stream.concat(codes(Asked.Held.values()), codes(Extract.Held.values()))
                        .distinct()
                        .toList(),
                Words.system("erasure-reason"),
                codes(Erasure.Reason.values()).toList());
    }

    /** Codes that a value set lists, by its id. */
    public static Map<String, List<String>> values() {
        return Map.of(
                "recipient-type",
                Arrays.stream(RecipientType.values())
                        .filter(type -> type != RecipientType.INSURER && type != RecipientType.MARKETER)
                        .map(RecipientType::code)
                        .toList(),
                "held-question",
                codes(Asked.Held.values()).toList(),
                "held-extract",
                codes(Extract.Held.values()).toList(),
                "programme-purpose",
                Stream.of(Choice.PLANNING, Choice.ACADEMIC_RESEARCH)
                        .flatMap(choice -> choice.purposes().stream())
                        .toList());
    }

    private static Stream<String> codes(Enum<?>[] constants) {
        return Arrays.stream(constants).map(each -> each.name().toLowerCase(Locale.ROOT));
    }
}
