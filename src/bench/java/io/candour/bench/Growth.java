package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.ConsentJson;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goals P6 and P7: what a larger store costs one patient's page. Both arms are ours. */
final class Growth {
    private static final int CONSENTS = 100_000;
    private static final int FEW = 1_000;
    private static final int MANY = 16_000;
    private static final int ASKED_ABOUT = 500;

    private final Stage stage;
    private final Turns turns;
    private final double seconds;

    Growth(Stage stage, Turns turns, double seconds) {
        this.stage = stage;
        this.turns = turns;
        this.seconds = seconds;
    }

    List<Row> consents() throws Exception {
        try (Contender many = stage.candour("bench_consents");
                Contender none = stage.candour("bench_no_consents")) {
            String hidden = stage.stack().cast().attribute("consultant", "ods_code");
            FhirClient other = many.client(Optional.of(stage.patientToken("patient2")));
            String stored = other.mustPost(
                            "Consent",
                            ConsentJson.hide(People.own(other), hidden).toString())
                    .body()
                    .path("id")
                    .asText();
            try (Connection connection = stage.superuser(many.database())) {
                new Filling(connection).consents(stored, CONSENTS);
            }
            String token = stage.patientToken("patient");
            String path = page(People.own(none.client(Optional.of(token))));
            if (!pageOf(many, token, path).equals(pageOf(none, token, path))) {
                throw new BenchFailure("not the same page with other people's consents as without");
            }
            return compare(
                    Goal.P6,
                    "answers a second, 100,000 consents in the store / none",
                    many,
                    none,
                    each -> each.asking(Optional.of(stage.patientToken("patient")), List.of(path)));
        }
    }

    List<Row> patients() throws Exception {
        try (Contender many = stage.candour("bench_many");
                Contender few = stage.candour("bench_few")) {
            Map<Contender, List<String>> pages = Map.of(many, crowd(many, MANY), few, crowd(few, FEW));
            return compare(
                    Goal.P7,
                    "answers a second, 16,000 patients / 1,000",
                    many,
                    few,
                    each -> each.asking(Optional.of(stage.staffToken("gp")), pages.getOrDefault(each, List.of())));
        }
    }

    /** What to ask one of them, with a new token each time: none lasts as long as all rounds. */
    @FunctionalInterface
    private interface Asking {
        Asked of(Contender contender) throws Exception;
    }

    /** Fills it with small patients of the gp's practice; returns pages that the gp may ask of some of them. */
    private List<String> crowd(Contender contender, int patients) throws Exception {
        String practice = stage.stack().cast().attribute("gp", "ods_code");
        FhirClient.Answer seeded =
                contender.client(Optional.of(stage.feederToken())).mustPost("", People.smallPatient(practice));
        String seed = seeded.body().at("/entry/0/response/location").asText().split("/")[1];
        List<String> ids;
        try (Connection connection = stage.superuser(contender.database())) {
            ids = new Filling(connection).patients(seed, patients, ASKED_ABOUT);
        }
        String gp = stage.staffToken("gp");
        FhirClient client = contender.client(Optional.of(gp));
        for (String id : List.of(seed, ids.get(0), ids.get(ids.size() - 1))) {
            long full = client.must(page(id)).resources().stream()
                    .filter(each -> each.at("/subject/reference").asText().equals("Patient/" + id))
                    .count();
            if (full != 20) {
                throw new BenchFailure("a page of %d about Patient/%s".formatted(full, id));
            }
        }
        return ids.stream().map(Growth::page).toList();
    }

    private List<Row> compare(Goal goal, String byTheClock, Contender large, Contender small, Asking asking)
            throws Exception {
        large.warmUp(asking.of(large));
        small.warmUp(asking.of(small));
        List<Spread> ratios = turns.ratios(
                List.of(goal + ": answers a CPU second", goal + ": answers a second"),
                () -> answers(large, asking.of(large)),
                () -> answers(small, asking.of(small)));
        return List.of(goal.row(ratios.get(0)), goal.row(byTheClock, ratios.get(1)));
    }

    private static List<JsonNode> pageOf(Contender contender, String token, String path) throws Exception {
        return contender.client(Optional.of(token)).must(path).resources();
    }

    private double[] answers(Contender contender, Asked asked) throws Exception {
        Contender.Loaded loaded = contender.load(asked, 8, seconds);
        return new double[] {
            loaded.answers().count() / loaded.cpu(), loaded.answers().perSecond()
        };
    }

    private static String page(String patient) {
        return "Observation?patient=" + patient + "&_count=20";
    }
}
