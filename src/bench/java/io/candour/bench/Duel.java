package io.candour.bench;

import java.util.List;
import java.util.Optional;

/** Candour and the stock server side by side on copies of one database, and the patient whom both are asked about. */
final class Duel implements AutoCloseable {
    private final Stage stage;
    private final Contender ours;
    private final Contender theirs;
    private final String patient;

    private Duel(Stage stage, Contender ours, Contender theirs, String patient) {
        this.stage = stage;
        this.ours = ours;
        this.theirs = theirs;
        this.patient = patient;
    }

    static Duel start(Stage stage) throws Exception {
        Contender ours = stage.candour("bench_candour");
        try {
            String patient = People.own(ours.client(Optional.of(stage.patientToken("patient"))));
            return new Duel(stage, ours, stage.stock("bench_stock"), patient);
        } catch (Exception failed) {
            ours.close();
            throw failed;
        }
    }

    Stage stage() {
        return stage;
    }

    Contender ours() {
        return ours;
    }

    Contender theirs() {
        return theirs;
    }

    /** Logical id, the same in both. */
    String patient() {
        return patient;
    }

    String page() {
        return "Observation?patient=" + patient + "&_count=20";
    }

    String read() {
        return "Patient/" + patient;
    }

    String everything() {
        return "Patient/" + patient + "/$everything?_count=50";
    }

    String held() {
        return "Patient/$held";
    }

    /** These requests to ours, as the patient, with a new token: none lasts as long as all rounds. */
    Asked toOurs(String... paths) throws Exception {
        return ours.asking(Optional.of(stage.patientToken("patient")), List.of(paths));
    }

    /** The same requests to theirs, which knows no callers. */
    Asked toTheirs(String... paths) {
        return theirs.asking(Optional.empty(), List.of(paths));
    }

    @Override
    public void close() throws InterruptedException {
        ours.close();
        theirs.close();
    }
}
