package io.candour.consent.fhir;

import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a provision is about, as "your mental health records".
 *
 * @param end words for a moment something lasts to
 */
record DataWords(Function<String, String> names, Function<Instant, String> end) {
    String of(Provision provision) {
        String kind = kind(provision);
        String labels = sensitivities(provision.sensitivity());
        String noun = kind.isEmpty() ? (labels.isEmpty() ? "record" : "records") : kind;
        String items = items(provision.instances());
        String subject = items.isEmpty() ? "your " + (labels.isEmpty() ? "" : labels + " ") + noun : items;
        return subject
                + confidentiality(provision)
                + joined(" about ", provision.codes())
                + joined(" from ", provision.related())
                + joined(" written by ", provision.authoredBy())
                + provision.dataPeriod().map(this::dates).orElse("");
    }

    private String kind(Provision provision) {
        Set<String> kinds = new TreeSet<>();
        provision.categories().forEach(category -> kinds.add(words(category)));
        provision.types().forEach(type -> kinds.add(words(Category.of(type, Set.of()))));
        provision.documentTypes().forEach(type -> kinds.add(names.apply(type)));
        provision.profiles().forEach(profile -> kinds.add(names.apply(profile)));
        return PlainWords.list(List.copyOf(kinds), "and");
    }

    private static String words(Category category) {
        return switch (category) {
            case DETAILS -> "personal details";
            case ALLERGIES -> "allergies";
            case MEDICINES -> "medicines";
            case CONDITIONS -> "conditions";
            case TEST_RESULTS -> "test results";
            case MEASUREMENTS -> "measurements";
            case VACCINATIONS -> "vaccinations";
            case PROCEDURES -> "procedures";
            case VISITS -> "visits and appointments";
            case CARE_PLANS -> "care plans";
            case DOCUMENTS -> "documents and letters";
            case REFERRALS -> "referrals";
            case CHOICES -> "choices";
            case OTHER -> "other records";
        };
    }

    private static String sensitivities(Set<String> codes) {
        Set<String> said = new TreeSet<>();
        codes.forEach(code -> said.add(sensitivity(code)));
        return PlainWords.list(List.copyOf(said), "and");
    }

    private static String sensitivity(String code) {
        return switch (code) {
            case "PSY", "MH", "BH", "PSYTHPN", "EMOTDIS" -> "mental health";
            case "ETH", "SUD" -> "alcohol and drug use";
            case "ETHUD" -> "alcohol use";
            case "OPIOIDUD" -> "opioid use";
            case "SEX" -> "sexual and reproductive health";
            case "STD" -> "sexually transmitted infection";
            case "HIV" -> "HIV";
            case "SDV", "VIO", "MST" -> "abuse and violence";
            case "GDIS" -> "genetic";
            case "COGN", "DVD" -> "learning and development";
            case "SCA", "SICKLE" -> "sickle cell";
            default -> "specially protected";
        };
    }

    private static String confidentiality(Provision provision) {
        return provision
                .confidentiality()
                .map(level -> " marked " + word(level)
                        + (provision.effect() == Effect.PERMIT ? " or less private" : " or more private"))
                .orElse("");
    }

    private static String word(Confidentiality level) {
        return switch (level) {
            case U -> "unrestricted";
            case L -> "low";
            case M -> "moderate";
            case N -> "normal";
            case R -> "restricted";
            case V -> "very restricted";
        };
    }

    private String items(Set<String> instances) {
        return PlainWords.list(instances.stream().sorted().map(names).toList(), "and");
    }

    private String joined(String before, Set<String> references) {
        return references.isEmpty()
                ? ""
                : before
                        + PlainWords.list(
                                references.stream()
                                        .sorted()
                                        .map(names)
                                        .distinct()
                                        .toList(),
                                "or");
    }

    private String dates(Interval period) {
        return period.start().map(start -> " dated after " + end.apply(start)).orElse("")
                + period.end().map(until -> " dated up to " + end.apply(until)).orElse("");
    }
}
