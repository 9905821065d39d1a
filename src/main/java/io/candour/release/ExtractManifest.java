package io.candour.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What an extract may hold, as data: {@code extract-manifest.yaml}, element by element. What it does not name is in none.
 * Immutable.
 *
 * @param version counts up with every change
 * @param systems beginnings of the names of code systems whose codes may be told
 * @param never codes, as {@code system|code}, with which an item is in no extract
 * @param neverProfiles beginnings of profiles with which an item is in no extract
 * @param types by R4 resource type
 */
record ExtractManifest(
        String version,
        List<String> systems,
        Set<String> never,
        List<String> neverProfiles,
        SortedMap<String, Kind> types) {

    /** How an element is told; {@code extract-manifest.yaml} says of each what that means. */
    enum Treatment {
        CODE,
        CONCEPT,
        CODING,
        QUANTITY,
        NUMBER,
        FLAG,
        DATE,
        BIRTH_YEAR,
        AREA,
        PERSON,
        REFERENCE;

        private static Treatment of(Object code) {
            return Arrays.stream(values())
                    .filter(each -> each.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no treatment: " + code));
        }
    }

    /**
     * What is told of one type.
     *
     * @param needs elements without which an item says nothing
     */
    record Kind(Element elements, Set<String> needs) {
        Kind {
            needs = Set.copyOf(needs);
        }
    }

    /** Either told by a treatment, or made up of others; an array is as each of its members. */
    record Element(@Nullable Treatment treatment, SortedMap<String, Element> inner) {

        private static Element made() {
            return new Element(null, new TreeMap<>());
        }

        private void put(String path, Treatment treatment) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                inner.put(path, new Element(treatment, new TreeMap<>()));
            } else {
                inner.computeIfAbsent(path.substring(0, dot), any -> made()).put(path.substring(dot + 1), treatment);
            }
        }
    }

    ExtractManifest {
        systems = List.copyOf(systems);
        never = Set.copyOf(never);
        neverProfiles = List.copyOf(neverProfiles);
    }

    /** The one that ships with the server. */
    static ExtractManifest shipped() {
        try (InputStream file = ExtractManifest.class.getResourceAsStream("extract-manifest.yaml")) {
            return read(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExtractManifest read(Map<String, Object> file) {
        SortedMap<String, Kind> types = new TreeMap<>();
        map(file, "types").forEach((type, described) -> types.put(type, kind(type, described)));
        return new ExtractManifest(
                Objects.requireNonNull(file.get("version")).toString(),
                words(file, "systems"),
                new TreeSet<>(words(file, "never")),
                words(file, "neverProfiles"),
                types);
    }

    @SuppressWarnings("unchecked")
    private static Kind kind(String type, Object described) {
        Map<String, Object> kind = (Map<String, Object>) described;
        Element elements = Element.made();
        map(kind, "elements").forEach((path, code) -> elements.put(path, Treatment.of(code)));
        Set<String> needs = new TreeSet<>(words(kind, "needs"));
        if (!elements.inner().keySet().containsAll(needs)) {
            throw new IllegalArgumentException(type + " needs what it does not have: " + needs);
        }
        return new Kind(elements, needs);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String name) {
        return (Map<String, Object>) Objects.requireNonNull(in.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static List<String> words(Map<String, Object> in, String name) {
        return Optional.ofNullable((List<String>) in.get(name)).orElse(List.of());
    }

    /** Whether a code of this system may be told. */
    boolean knows(String system) {
        return systems.stream().anyMatch(system::startsWith);
    }
}
