package io.candour.portal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An example's pieces of HTML, which our fragments take as pieces of a page: each is written into a template, picked up there
 * and put where it was.
 */
public final class ExampleContents {
    private record Place(int number) {}

    private final List<String> pieces = new ArrayList<>();

    /** The options with a place for each piece of HTML. */
    Object without(Object option) {
        if (option instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (name.equals("html")) {
                    pieces.add(String.valueOf(value));
                    all.put("content", new Place(pieces.size() - 1));
                } else if (value != null) {
                    all.put(String.valueOf(name), without(value));
                }
            });
            return all;
        }
        return option instanceof List<?> list ? list.stream().map(this::without).toList() : option;
    }

    /** The options with the pieces as the template picked them up. */
    public Object with(Object option, List<?> pickedUp) {
        if (option instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((name, value) -> all.put(String.valueOf(name), with(value, pickedUp)));
            return all;
        }
        if (option instanceof Place place) {
            return pickedUp.get(place.number());
        }
        return option instanceof List<?> list
                ? list.stream().map(each -> with(each, pickedUp)).toList()
                : option;
    }

    String template(String fragment) {
        StringBuilder written = new StringBuilder();
        StringBuilder pickUp = new StringBuilder("none=''");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            written.append("<th:block th:ref=\"piece%1$d\">%2$s</th:block>".formatted(i, pieces.get(i)));
            pickUp.append(", piece%1$d=~{::piece%1$d}".formatted(i));
            names.append(i == 0 ? "" : ", ").append("piece").append(i);
        }
        return """
                <th:block th:with="%s"><th:block th:with="it=${contents.with(given, {%s})}"><th:block
                th:replace="~{portal/components/%s :: %s(${it})}"></th:block></th:block></th:block>\
                <th:block th:remove="all">%s</th:block>
                """
                .formatted(pickUp, names, fragment, fragment, written);
    }
}
