package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Goal P9: the newest page of who looked at a patient's record, in a large log and in a small one. An auditor asks, each
 * time of another patient, so that no page is at hand because it was asked for before; that they asked is recorded. Pages
 * end with last month: else those of the small log, asked for hundreds of times each, would soon show nothing but the
 * auditor, in rows that are shorter.
 */
final class WhoLooked {
    private static final int MANY = 10_000_000;
    private static final int FEW = 10_000;
    private static final int ROWS_A_PATIENT = 100;
    private static final int ASKED_ABOUT = 20_000;
    private static final int PAGE = 20;
    private static final int CONNECTIONS = 2;

    private final Stage stage;
    private final Turns turns;
    private final double seconds;

    WhoLooked(Stage stage, Turns turns, double seconds) {
        this.stage = stage;
        this.turns = turns;
        this.seconds = seconds;
    }

    List<Row> rows() throws Exception {
        try (Contender large = stage.candour("bench_large_log");
                Contender small = stage.candour("bench_small_log")) {
            List<String> ofLarge = fill(large, MANY);
            List<String> ofSmall = fill(small, FEW);
            large.warmUp(asked(large, ofLarge));
            small.warmUp(asked(small, ofSmall));
            List<Spread> ratios = turns.ratios(
                    List.of("P9: p99 in ms", "P9: p50 in ms", "P9: CPU ms a page"),
                    () -> figures(large, asked(large, ofLarge)),
                    () -> figures(small, asked(small, ofSmall)));
            return List.of(
                    Goal.P9.row(ratios.get(0)),
                    Goal.P9.row("p50 of the same", ratios.get(1)),
                    Goal.P9.row("CPU ms of the same", ratios.get(2)));
        }
    }

    private Asked asked(Contender contender, List<String> pages) throws Exception {
        return contender.asking(Optional.of(stage.staffToken("auditor")), pages);
    }

    private double[] figures(Contender contender, Asked asked) throws Exception {
        Contender.Loaded loaded = contender.load(asked, CONNECTIONS, seconds);
        return new double[] {loaded.answers().millis(99), loaded.answers().millis(50), loaded.millisEach()};
    }

    /** Gives it so many rows, made from one that its writer wrote; returns the pages to ask for. */
    private List<String> fill(Contender contender, int rows) throws Exception {
        FhirClient gp = contender.client(Optional.of(stage.staffToken("gp")));
        FhirClient patient = contender.client(Optional.of(stage.patientToken("patient")));
        String own = People.own(patient);
        gp.must("Observation?patient=" + own + "&_count=20");
        int patients = rows / ROWS_A_PATIENT;
        new LogFilling(() -> stage.superuser(contender.database())).fill(own, rows, patients);
        List<String> pages = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < ASKED_ABOUT; i++) {
            pages.add("AuditEvent?patient=" + LogFilling.patient(random.nextInt(patients)) + "&date=lt"
                    + YearMonth.now(ZoneOffset.UTC).atDay(1) + "&_count=" + PAGE);
        }
        FhirClient auditor = new FhirClient(asked(contender, pages));
        List<JsonNode> page = auditor.must(pages.get(0)).resources();
        if (page.size() != PAGE || auditor.must(pages.get(0)).next().isEmpty()) {
            throw new BenchFailure("not a full page with more to come: " + page.size());
        }
        return pages;
    }
}
