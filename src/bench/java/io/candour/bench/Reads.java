package io.candour.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Goals P1 to P4: what is read all day, secured and logged, against a server that does neither; and what is held, which no
 * stock server tells.
 */
final class Reads {
    private static final double SHARE_OF_MOST = 0.6;
    private static final int TO_FIND_MOST = 16;
    private static final double AT_P99 = 99;
    private static final double MOST_MILLIS_HELD = 5;

    private final Duel duel;
    private final Preflight preflight;
    private final Turns turns;
    private final double seconds;

    Reads(Duel duel, Turns turns, double seconds) {
        this.duel = duel;
        this.preflight = new Preflight(duel);
        this.turns = turns;
        this.seconds = seconds;
    }

    Preflight preflight() {
        return preflight;
    }

    List<Row> page() throws Exception {
        return cpu(Goal.P1, duel.page(), preflight::checkPages);
    }

    List<Row> read() throws Exception {
        return cpu(Goal.P2, duel.read(), preflight::checkRead);
    }

    List<Row> everything() throws Exception {
        return cpu(Goal.P3, duel.everything(), preflight::checkEverything);
    }

    /** Both get what the stock server can just bear. */
    List<Row> latency() throws Exception {
        preflight.checkPages();
        String page = duel.page();
        warmUp(page);
        double most = Load.closed(duel.toTheirs(page), TO_FIND_MOST, seconds).perSecond();
        double rate = SHARE_OF_MOST * most;
        Progress.say("Stock answers at most %.0f requests/s; both get %.0f", most, rate);
        Spread ratios = turns.ratios(
                "p99 in ms at %.0f requests/s".formatted(rate),
                () -> Load.open(duel.toOurs(page), rate, seconds).millis(AT_P99),
                () -> Load.open(duel.toTheirs(page), rate, seconds).millis(AT_P99));
        preflight.checkPages();
        return List.of(Goal.P4.row(ratios));
    }

    /** Against a figure, not against the other arm. */
    List<Row> held() throws Exception {
        preflight.checkHeld();
        duel.ours().warmUp(duel.toOurs(duel.held()));
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < turns.rounds(); round++) {
            ratios.add(duel.ours().millisEach(duel.toOurs(duel.held()), seconds) / MOST_MILLIS_HELD);
        }
        return List.of(Goal.HELD.row(Spread.of(ratios)));
    }

    /** @param check that both answer the same; before and after */
    private List<Row> cpu(Goal goal, String path, Contender.Work check) throws Exception {
        check.run();
        warmUp(path);
        Row row = goal.row(turns.ratios(
                goal + ": CPU ms a request",
                () -> duel.ours().millisEach(duel.toOurs(path), seconds),
                () -> duel.theirs().millisEach(duel.toTheirs(path), seconds)));
        check.run();
        return List.of(row);
    }

    private void warmUp(String path) throws Exception {
        duel.ours().warmUp(duel.toOurs(path));
        duel.theirs().warmUp(duel.toTheirs(path));
    }
}
