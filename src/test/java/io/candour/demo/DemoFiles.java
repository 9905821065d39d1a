package io.candour.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes what a demo in containers brings along: everyone's bundles, and the realm with accounts for them. */
final class DemoFiles {
    private DemoFiles() {}

    /** Argument: the folder, which gets {@code people/} and {@code candour-realm.json}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        DemoSettings settings = DemoSettings.ofDemo();
        Cast cast = settings.cast();
        Path people = Files.createDirectories(folder.resolve("people"));
        try (Stream<Path> bundles = Files.list(settings.bundles())) {
            for (Path bundle : bundles.toList()) {
                Files.copy(bundle, people.resolve(bundle.getFileName()));
            }
        }
        Path deployed = Path.of("docker", "keycloak", "candour-realm.json");
        Files.writeString(folder.resolve("candour-realm.json"), DemoRealm.json(deployed, cast));
    }
}
