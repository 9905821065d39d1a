package io.candour.consent.fhir;

import io.candour.consent.Category;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a provision is about, as "your mental health records".
 *
 * @param start words for a moment something begins at
 * @param end words for a moment something lasts to
 */
record DataWords(Function<String, String> names, Function<Instant, String> start, Function<Instant, String> end) {
    /** @param sensitive whether it is about sensitive items alone, whatever the provision says */
    String of(Provision provision, boolean sensitive) {
        String kind = kind(provision);
        boolean oneByOne = kind.isEmpty()
                && !provision.instances().isEmpty()
                && provision.related().isEmpty()
                && provision.authoredBy().isEmpty()
                && provision.sensitivity().isEmpty()
                && provision.confidentiality().isEmpty();
        return (oneByOne
                        ? list(named(provision.instances()), "and")
                        : labelled(provision, kind, sensitive) + picked(provision))
                + (provision.codes().isEmpty() ? "" : " about " + list(named(provision.codes()), "or"))
                + provision.dataPeriod().map(this::dated).orElse("");
    }

    private String kind(Provision provision) {
        Set<String> kinds = new TreeSet<>();
        provision.categories().forEach(category -> kinds.add(words(category)));
        provision
                .types()
                .forEach(type -> kinds.add(Words.type(type).orElseGet(() -> words(Category.of(type, Set.of())))));
        kinds.addAll(named(provision.documentTypes()));
        kinds.addAll(named(provision.profiles()));
        return list(kinds, "and");
    }

    private static String words(Category category) {
        return Words.of("category", category.code());
    }

    /** Sensitivities and a confidentiality listed together are about either. */
    private static String labelled(Provision provision, String kind, boolean sensitive) {
        Set<String> labels = new TreeSet<>();
        if (sensitive && provision.sensitivity().isEmpty()) {
            labels.add("sensitive");
        }
        provision.sensitivity().forEach(code -> labels.add(Words.of("sensitivity", code)));
        String marked = provision
                .confidentiality()
                .map(level -> " marked " + Words.of("confidentiality", level.name())
                        + (provision.effect() == Effect.PERMIT ? " or less private" : " or more private"))
                .orElse("");
        String noun = kind.isEmpty() ? "records" : kind;
        if (!labels.isEmpty()) {
            String labelled = "your " + list(labels, "and") + " " + noun;
            return marked.isEmpty() ? labelled : labelled + " and other " + noun + marked;
        }
        boolean some = !marked.isEmpty()
                || !provision.instances().isEmpty()
                || !provision.related().isEmpty()
                || !provision.authoredBy().isEmpty();
        return "your " + (some || !kind.isEmpty() ? noun : "record") + marked;
    }

    private String picked(Provision provision) {
        List<String> ways = new ArrayList<>();
        if (!provision.instances().isEmpty()) {
            ways.add("are " + list(named(provision.instances()), "or"));
        }
        if (!provision.related().isEmpty()) {
            ways.add("are part of " + list(named(provision.related()), "or"));
        }
        if (!provision.authoredBy().isEmpty()) {
            ways.add("were written by " + list(named(provision.authoredBy()), "or"));
        }
        return ways.isEmpty() ? "" : " that " + list(ways, "or");
    }

    private String dated(Interval period) {
        if (period.end().isEmpty()) {
            return period.start()
                    .map(from -> " dated " + start.apply(from) + " or later")
                    .orElse("");
        }
        return " dated"
                + period.start().map(from -> " from " + start.apply(from)).orElse("")
                + period.end().map(until -> " up to " + end.apply(until)).orElse("");
    }

    private List<String> named(Set<String> codes) {
        return codes.stream().map(names).sorted().distinct().toList();
    }

    /** "a, b and c" */
    static String list(Collection<String> words, String last) {
        List<String> all = List.copyOf(words);
        int most = all.size() - 1;
        return most < 1
                ? String.join("", all)
                : String.join(", ", all.subList(0, most)) + " " + last + " " + all.get(most);
    }
}
