package io.candour.browser;

import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What addresses of the same page about different things have in common. */
final class Shape {
    private Shape() {}

    /**
     * The path with a star for each part that is an id, and the names of its parameters in order:
     * {@code /record/me/item/Condition/*?from&to}.
     */
    static String of(URI address) {
        String path = Stream.of(address.getRawPath().split("/", -1))
                .map(part -> isId(part) ? "*" : part)
                .collect(Collectors.joining("/"));
        String query = address.getRawQuery();
        return query == null || query.isEmpty()
                ? path
                : path
                        + Arrays.stream(query.split("&", -1))
                                .map(each -> each.split("=", 2)[0])
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static boolean isId(String part) {
        return part.chars().anyMatch(Character::isDigit);
    }
}
