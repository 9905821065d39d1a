package io.candour.release;

import io.candour.enforcement.Refusal;
import io.candour.release.Asked.Cell;
import io.candour.release.Asked.Held;
import io.candour.release.Asked.Run;
import io.candour.release.SecondLook.Looked;
import io.candour.release.SecondLook.Ran;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between records and answers: puts a question to the records of those who say yes, and lets an answer out only while that is
 * so of everybody in it. Used inside a transaction that holds {@link Questions#lock}. Safe for use by many threads.
 *
 * <p>INVARIANTS: true numbers are not kept; nobody is told of in an answer who has not said yes as it commits; no combination
 * of what a recipient was told picks out fewer people than the smallest number that is told, and no two groups of different
 * questions have the very same people.
 */
final class Airlock {
    private static final Logger LOGGER = LoggerFactory.getLogger(Airlock.class);

    private final Questions questions;
    private final Ledger ledger;
    private final Incidents incidents;
    private final Willingness willingness;
    private final OptOuts optOuts;
    private final Running running;
    private final QuestionEngine engine;
    private final SmallNumbers numbers;
    private final ZoneId zone;
    private final SecondLook secondLook;

    Airlock(
            Questions questions,
            Ledger ledger,
            Incidents incidents,
            Willingness willingness,
            OptOuts optOuts,
            Running running,
            QuestionEngine engine,
            SmallNumbers numbers,
            ZoneId zone) {
        this.questions = questions;
        this.ledger = ledger;
        this.incidents = incidents;
        this.willingness = willingness;
        this.running = running;
        this.optOuts = optOuts;
        this.engine = engine;
        this.numbers = numbers;
        this.zone = zone;
        this.secondLook = new SecondLook(ledger, willingness);
    }

    /** Puts the question to the records; its answer waits to be let out, or is held. */
    void run(Asked asked, Programme programme) {
        running.during(asked.id(), progress -> {
            run(asked, programme, progress);
            return asked;
        });
    }

    private void run(Asked asked, Programme programme, IntConsumer progress) {
        Willing willing = optOuts.without(programme, willingness.of(programme));
        Counted counted = count(asked, programme, willing, progress);
        int number = asked.latest().map(Run::number).orElse(0) + 1;
        boolean told = mayBeTold(asked, counted, counted.people().isEmpty());
        List<Cell> cells = told ? numbers.told(counted) : List.of();
        Optional<Held> held = told ? Optional.empty() : Optional.of(Held.DIFFERENCING);
        questions.run(asked.id(), new Run(number, willing.now(), willing.ground(), willing.validUntil(), held, cells));
        ledger.add(asked.id(), number, counted, willing.versions(), numbers);
    }

    private Counted count(Asked asked, Programme programme, Willing willing, IntConsumer progress) {
        return engine.count(
                asked.question(), asked.at().atZone(zone).toLocalDate(), programme.classes(), willing, progress);
    }

    private boolean mayBeTold(Asked asked, Counted counted, boolean nobody) {
        return ledger.smallestPart(asked.recipient(), asked.id(), counted, numbers)
                        .map(people -> people >= numbers.smallest())
                        .orElse(true)
                && !ledger.tellsOfAll(asked, counted, nobody, numbers);
    }

    /** What became of letting an answer out. */
    enum Reconciled {
        /** All in it say yes, and nobody can change that before the transaction at hand commits. */
        MAY_LEAVE,
        /** Somebody does not say yes any more to what is in it: it was made of the records anew. */
        RUN_AGAIN,
        /** Somebody is in it who had not said yes. It stays where it is. */
        INCIDENT
    }

    /** Holds those in the latest answer against those who say yes now, and lets nobody change that if it may leave. */
    Reconciled reconcile(Asked asked, Programme programme) {
        Run run = asked.latest().orElseThrow();
        Counted counted = ledger.told(asked.id(), run.number());
        // Of those in masked groups nothing is told, that there is nobody neither.
        boolean nobody = counted.people().isEmpty()
                && run.cells().stream().allMatch(cell -> cell.told().isPresent());
        Ran ran = new Ran(ledger, asked.id(), run.number(), run.ground(), run.validUntil());
        Looked looked = secondLook.look(programme, ran);
        if (!looked.uninvited().isEmpty()) {
            stop(asked, programme, run, looked.willing(), looked.uninvited());
            return Reconciled.INCIDENT;
        }
        if (!looked.stands()
                || !mayBeTold(asked, counted, nobody)
                || !same(asked, programme, looked.moved())
                || !optOuts.allows(programme, looked.willing(), looked.people())) {
            run(asked, programme);
            return Reconciled.RUN_AGAIN;
        }
        if (!secondLook.holds(programme, ran, looked, late -> same(asked, programme, late))) {
            throw Refusal.unavailable("Choices are being changed right now; try again");
        }
        return Reconciled.MAY_LEAVE;
    }

    /**
     * Whether each of these people is still in the group that they were counted in, by what is open of their records now: so
     * the answer rests on nothing that is closed, whatever it was counted from.
     */
    private boolean same(Asked asked, Programme programme, Willing people) {
        if (people.versions().isEmpty()) {
            return true;
        }
        Run run = asked.latest().orElseThrow();
        Map<String, Integer> cells = ledger.cells(asked.id(), run.number());
        Map<String, List<String>> groups = new HashMap<>();
        count(asked, programme, people, hundredths -> {}).groups().forEach(group -> group.people()
                .forEach(patient -> groups.put(patient, group.names())));
        return people.versions().keySet().stream().allMatch(patient -> Optional.ofNullable(cells.get(patient))
                .map(cell -> run.cells().get(cell).groups())
                .equals(Optional.ofNullable(groups.get(patient))));
    }

    private void stop(Asked asked, Programme programme, Run run, Willing willing, Set<String> uninvited) {
        questions.run(
                asked.id(),
                new Run(
                        run.number() + 1,
                        willing.now(),
                        willing.ground(),
                        Optional.empty(),
                        Optional.of(Held.INCIDENT),
                        List.of()));
        incidents.ofQuestion(programme, asked.id(), run.number(), willing.now(), uninvited);
        LOGGER.error(
                "Question {}: {} people were counted who had not said yes; its answer did not leave",
                asked.id(),
                uninvited.size());
    }
}
