package io.candour.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Under which licences what others wrote may be in the jar, and what of it comes from npm. */
final class Licences {
    /** Where the jar's own classes are, the notice of each package of npm under its name. */
    static final Path NOTICES = Path.of("META-INF", "licences");

    /** Those that let a server of ours use a library as it is, however a library spells them, its version behind it or not. */
    private static final Pattern TAKEN = Pattern.compile(
            "(?i).*\\b(apache|MIT|0?BSD|EPL|eclipse (public|distribution)|LGPL|lesser general|CDDL|common development"
                    + "|classpath exception|CC0|public domain|MPL|mozilla|UPL|universal permissive|bouncy castle|unicode"
                    + "|ISC|go license|creative commons)(v?\\d[\\d.]*)?\\b.*");

    private Licences() {}

    /** Whether a library that says so may be in the jar. */
    static boolean areTaken(String told) {
        return TAKEN.matcher(told).matches();
    }

    /** What the pages are made of, as {@code npm:name:version}, each with the licence that its package names. */
    static Map<String, String> ofPages() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode wanted = json.readTree(Files.readAllBytes(Path.of("src", "main", "frontend", "package.json")));
        Map<String, String> licences = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : wanted.path("dependencies").properties()) {
            JsonNode installed = json.readTree(
                    Files.readAllBytes(Path.of("target", "frontend", "node_modules", each.getKey(), "package.json")));
            licences.put(
                    "npm:" + each.getKey() + ":" + installed.path("version").asText(),
                    installed.path("license").asText());
        }
        return licences;
    }
}
