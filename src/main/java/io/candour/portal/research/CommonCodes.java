package io.candour.portal.research;

import io.candour.portal.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;

/** Codes that are often asked for: so that a researcher can write their names, and finds the codes of others like them. */
final class CommonCodes {
    static final String CONDITION = "condition";
    static final String MEDICINE = "medicine";
    static final String RESULT = "result";

    static final String SNOMED = "http://snomed.info/sct";
    static final String LOINC = "http://loinc.org";
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";

    private static final Map<String, List<Coding>> ALL = Map.of(
            CONDITION,
            of(
                    SNOMED,
                    "195967001",
                    "59621000",
                    "73211009",
                    "44054006",
                    "15777000",
                    "162864005",
                    "53741008",
                    "22298006",
                    "49436004",
                    "88805009",
                    "230690007",
                    "13645005",
                    "69896004",
                    "64859006",
                    "84757009",
                    "37796009",
                    "82423001",
                    "271737000"),
            MEDICINE,
            of(RXNORM, "308136", "314231", "310798"),
            RESULT,
            of(LOINC, "4548-4", "2345-7", "2093-3", "18262-6", "33914-3", "2160-0", "718-7", "39156-5", "29463-7"));

    private CommonCodes() {}

    private static List<Coding> of(String system, String... codes) {
        return List.of(codes).stream()
                .map(code -> new Coding(system, code, null))
                .toList();
    }

    static List<Coding> of(String kind) {
        return ALL.getOrDefault(kind, List.of());
    }

    /** The one of this name, in whatever case it is written. */
    static Optional<Coding> named(String kind, String name, Words words) {
        return of(kind).stream()
                .filter(each -> words.code(each).equalsIgnoreCase(name))
                .findFirst();
    }
}
