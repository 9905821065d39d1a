package io.candour.browser;

import io.candour.browser.Markup.Field;
import io.candour.browser.Markup.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a crawl fills in a form that it has never seen.
 *
 * @param known what to write into fields whose name ends in one of these, in lower case and without what is no letter
 */
record Answers(Map<String, String> known) {
    private static final Set<String> GIVEN = Set.of("hidden", "submit", "image");
    private static final String WORDS = "Something that a crawl wrote";

    Answers {
        known = Map.copyOf(known);
    }

    /** What the form could send, encoded: as it comes, and with its first and its last choices for each button. */
    List<String> of(Form form) {
        List<Field> buttons = form.fields().stream()
                .filter(each -> each.type().equals("submit"))
                .toList();
        List<String> sent = new ArrayList<>();
        sent.add(encode(given(form)));
        for (boolean last : new boolean[] {false, true}) {
            Map<String, List<String>> chosen = given(form);
            form.fields().stream()
                    .filter(each -> !GIVEN.contains(each.type()))
                    .forEach(each -> fill(chosen, each, last));
            if (buttons.isEmpty()) {
                sent.add(encode(chosen));
            }
            for (Field button : buttons) {
                Map<String, List<String>> pressed = new LinkedHashMap<>(chosen);
                if (!button.name().isEmpty()) {
                    pressed.put(button.name(), List.of(button.value()));
                }
                sent.add(encode(pressed));
            }
        }
        return sent.stream().distinct().toList();
    }

    private void fill(Map<String, List<String>> chosen, Field field, boolean last) {
        switch (field.type()) {
            case "radio" -> choose(chosen, field, last);
            case "option" -> {
                if (!field.value().isEmpty()) {
                    choose(chosen, field, last);
                }
            }
            case "checkbox" -> {
                if (last) {
                    chosen.computeIfAbsent(field.name(), name -> new ArrayList<>())
                            .add(field.value());
                }
            }
            default -> chosen.put(field.name(), List.of(text(field)));
        }
    }

    private static void choose(Map<String, List<String>> chosen, Field field, boolean last) {
        if (last) {
            chosen.put(field.name(), List.of(field.value()));
        } else {
            chosen.putIfAbsent(field.name(), List.of(field.value()));
        }
    }

    private String text(Field field) {
        String name = field.name().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return known.entrySet().stream()
                .filter(each -> name.endsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(field.type().equals("number") ? "1" : WORDS);
    }

    private static Map<String, List<String>> given(Form form) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        form.fields().stream().filter(each -> each.type().equals("hidden")).forEach(each -> given.computeIfAbsent(
                        each.name(), name -> new ArrayList<>())
                .add(each.value()));
        return given;
    }

    private static String encode(Map<String, List<String>> fields) {
        return fields.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> encode(field.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
