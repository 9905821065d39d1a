package io.candour.bench;

import java.util.List;
import java.util.Optional;

/** Candour and the stock server side by side on copies of one database, and the patient whom both are asked about. */
final class Duel implements AutoCloseable {
    private final Stage stage;
    private final Contender ours;
    private final Contender theirs;
    private final String token;
    private final String patient;

    private Duel(Stage stage, Contender ours, Contender theirs, String token, String patient) {
        this.stage = stage;
        this.ours = ours;
        this.theirs = theirs;
        this.token = token;
        this.patient = patient;
    }

    static Duel start(Stage stage) throws Exception {
        Contender ours = stage.candour("bench_candour");
        try {
            Contender theirs = stage.stock("bench_stock");
            String token = stage.patientToken("patient");
            return new Duel(stage, ours, theirs, token, People.own(ours.client(Optional.of(token))));
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

    /** The patient's own. */
    String token() {
        return token;
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

    /** The same requests to ours, as the patient. */
    Asked toOurs(String... paths) {
        return ours.asking(Optional.of(token), List.of(paths));
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
