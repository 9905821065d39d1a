package io.candour.portal.research;

import io.candour.portal.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coding;

/**
 * Codes as people write them: a name of {@link CommonCodes}, {@code 195967001}, {@code SNOMED CT 195967001} or
 * {@code RxNorm 314076}; several of which any will do with commas between.
 */
final class WrittenCodes {
    private static final Map<String, String> SYSTEMS = Map.of(
            "snomed ct",
            CommonCodes.SNOMED,
            "snomed",
            CommonCodes.SNOMED,
            "dm+d",
            CommonCodes.SNOMED,
            "loinc",
            CommonCodes.LOINC,
            "rxnorm",
            CommonCodes.RXNORM);

    private static final Pattern CODE = Pattern.compile(
            "(?:(snomed ct|snomed|dm\\+d|loinc|rxnorm) )?([0-9]{2,18}(?:-[0-9])?)", Pattern.CASE_INSENSITIVE);

    private WrittenCodes() {}

    /** Each line that is not empty; empty where one of them can't be read. */
    static Optional<List<List<Coding>>> lines(String kind, String text, Words words) {
        List<List<Coding>> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                Optional<List<Coding>> codes = line(kind, line.strip(), words);
                if (codes.isEmpty()) {
                    return Optional.empty();
                }
                lines.add(codes.get());
            }
        }
        return Optional.of(lines);
    }

    private static Optional<List<Coding>> line(String kind, String line, Words words) {
        Optional<Coding> whole = CommonCodes.named(kind, line, words);
        if (whole.isPresent()) {
            return Optional.of(List.of(whole.get()));
        }
        List<Coding> codes = new ArrayList<>();
        for (String part : line.split(",", -1)) {
            Optional<Coding> code = one(kind, part.strip().replaceAll("\\s+", " "), words);
            if (code.isEmpty()) {
                return Optional.empty();
            }
            codes.add(code.get());
        }
        return Optional.of(codes);
    }

    private static Optional<Coding> one(String kind, String written, Words words) {
        return CommonCodes.named(kind, written, words).or(() -> {
            Matcher code = CODE.matcher(written);
            return code.matches()
                    ? Optional.of(new Coding(system(kind, Optional.ofNullable(code.group(1))), code.group(2), null))
                    : Optional.empty();
        });
    }

    private static String system(String kind, Optional<String> written) {
        String otherwise = kind.equals(CommonCodes.RESULT) ? CommonCodes.LOINC : CommonCodes.SNOMED;
        return written.map(each -> SYSTEMS.get(each.toLowerCase(Locale.ROOT))).orElse(otherwise);
    }
}
