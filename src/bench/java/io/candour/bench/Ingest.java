package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Goal P8: Synthea's people as transactions, one after the other, with labels, index and log against none of these. Each
 * turn sends the same people, each time as somebody new.
 */
final class Ingest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private static final int PEOPLE = 4;
    private static final long LARGEST = 1_300_000;

    /** One person's bundle, and the number to give another of. */
    private record Person(String bundle, String number, int resources) {
        static Person read(Path file) throws IOException {
            JsonNode bundle = JSON.readTree(file.toFile());
            for (JsonNode entry : bundle.path("entry")) {
                for (JsonNode identifier : entry.path("resource").path("identifier")) {
                    if (identifier.path("system").asText().equals(NHS_NUMBER)) {
                        return new Person(
                                Files.readString(file),
                                identifier.path("value").asText(),
                                bundle.path("entry").size());
                    }
                }
            }
            throw new BenchFailure("nobody in " + file);
        }

        String asSomebodyNew() {
            return bundle.replace(number, People.freshNumber());
        }
    }

    private final Duel duel;
    private final List<Person> people = new ArrayList<>();

    Ingest(Duel duel) throws IOException {
        this.duel = duel;
        for (Path file : duel.stage().bundles()) {
            if (people.size() < PEOPLE && Files.size(file) < LARGEST) {
                people.add(Person.read(file));
            }
        }
    }

    List<Row> rows(Turns turns) throws Exception {
        Progress.say("Sending %d people a turn, %d resources", people.size(), resources());
        duel.ours().warmUp(seconds -> warm(this::ours, seconds));
        duel.theirs().warmUp(seconds -> warm(this::theirs, seconds));
        List<Spread> ratios =
                turns.ratios(List.of("Resources a CPU second", "Resources a second"), this::ours, this::theirs);
        return List.of(
                Goal.P8.row(ratios.get(0)), Goal.P8.row("resources taken in a second, candour / stock", ratios.get(1)));
    }

    /** Resources a second, in whole turns. */
    private static double warm(Callable<double[]> turn, double seconds) throws Exception {
        long start = System.nanoTime();
        double perSecond = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            perSecond = turn.call()[1];
        }
        return perSecond;
    }

    private double[] ours() throws Exception {
        return send(duel.ours(), duel.ours().client(Optional.of(duel.stage().feederToken())));
    }

    private double[] theirs() throws Exception {
        return send(duel.theirs(), duel.theirs().client(Optional.empty()));
    }

    private double[] send(Contender contender, FhirClient client) throws Exception {
        List<String> bundles = people.stream().map(Person::asSomebodyNew).toList();
        long start = System.nanoTime();
        double cpu = contender.cpu(() -> {
            for (String bundle : bundles) {
                int taken = client.mustPost("", bundle).body().path("entry").size();
                if (taken == 0) {
                    throw new BenchFailure(contender.name() + " took nothing of a person");
                }
            }
        });
        // Reading the operating system's figures waits half a second before and after.
        double seconds = (System.nanoTime() - start) / 1e9 - 1;
        Progress.say(
                "  %-8s %.0f resources/s, %.2f CPU ms each",
                contender.name(), resources() / seconds, cpu * 1e3 / resources());
        return new double[] {resources() / cpu, resources() / seconds};
    }

    private int resources() {
        return people.stream().mapToInt(Person::resources).sum();
    }
}
