package io.candour.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is promised, each as a ratio and its limit. */
enum Goal {
    P1("page of 20, CPU ms a request, candour / stock", true, 0.1),
    P2("Patient read, CPU ms a request, candour / stock", true, 0.2),
    P3("$everything, 50 a page, CPU ms a request, candour / stock", true, 0.04),
    P4("p99 of a page of 20 at 60% of stock's most requests a second, candour / stock", true, 0.25),
    P5("answers a second, consent and log on / off", false, 0.9),
    P6("answers a CPU second, 100,000 consents in the store / none", false, 0.97),
    P7("answers a CPU second, 16,000 patients / 1,000", false, 0.95),
    P8("resources taken in a CPU second, candour / stock", false, 0.85),
    P9("p99 of the first page of who looked, 10 million rows / 10 thousand", true, 1.2),
    P10("seconds from start to first answer, candour / stock", true, 0.6),
    P11("ns a decision of 5 directives / 100 ns, nothing allocated", true, 1.0),
    P12("live heap and non-heap after a full collection, candour / stock", true, 0.8),
    HELD("what is held at a glance ($held), CPU ms a request / 5 ms", true, 1.0);

    private final String what;
    private final boolean atMost;
    private final double limit;

    Goal(String what, boolean atMost, double limit) {
        this.what = what;
        this.atMost = atMost;
        this.limit = limit;
    }

    String what() {
        return what;
    }

    /** As {@code at most 0.10}. */
    String bound() {
        return String.format(Locale.ROOT, "at %s %.2f", atMost ? "most" : "least", limit);
    }

    double limit() {
        return limit;
    }

    Row row(Spread ratios) {
        return row(what, ratios);
    }

    /** Of the same limit, measured in another way or about another thing. */
    Row row(String measured, Spread ratios) {
        boolean holds = atMost ? ratios.median() <= limit : ratios.median() >= limit;
        return new Row(name(), measured, ratios.median(), List.of(ratios.smallest(), ratios.largest()), holds);
    }

    /** Where there is no figure, and why. */
    Row missing(String reason) {
        return new Row(name(), what + ": " + reason, null, List.of(), false);
    }

    /** Those named, separated by commas; all, where none is. */
    static Set<Goal> chosen(String names) {
        if (names.isBlank()) {
            return EnumSet.allOf(Goal.class);
        }
        return Arrays.stream(names.split(","))
                .map(each -> valueOf(each.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Goal.class)));
    }
}
