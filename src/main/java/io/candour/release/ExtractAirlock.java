package io.candour.release;

import io.candour.enforcement.Refusal;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.Extract.Held;
import io.candour.release.Extract.Made;
import io.candour.release.Extract.Run;
import io.candour.release.ExtractRules.Place;
import io.candour.release.SecondLook.Looked;
import io.candour.release.SecondLook.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Between records and recipients: makes an extract of the records of those who say yes, and lets it out only while that is
 * so of everybody in it. Used inside a transaction that holds {@link Questions#lock}. Safe for use by many threads.
 *
 * <p>INVARIANTS: nobody is in an extract that leaves who has not said yes as it commits; what leaves is what was looked at,
 * byte for byte; a file is where it is fetched only once that has committed. Where a crash comes between, {@link #deliver}
 * does it later.
 */
final class ExtractAirlock {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExtractAirlock.class);
    private static final int AT_ONCE = 1_000;

    private final Extracts extracts;
    private final ExtractLedger people;
    private final SecondLook secondLook;
    private final Incidents incidents;
    private final Willingness willingness;
    private final OptOuts optOuts;
    private final Extraction extraction;
    private final ExtractManifest manifest;
    private final ExtractRules rules;
    private final int fewest;

    /** @param fewest people that are told of */
    ExtractAirlock(
            Extracts extracts,
            ExtractLedger people,
            Ledger ledger,
            Incidents incidents,
            Willingness willingness,
            OptOuts optOuts,
            Extraction extraction,
            ExtractManifest manifest,
            ExtractRules rules,
            int fewest) {
        this.extracts = extracts;
        this.people = people;
        this.secondLook = new SecondLook(ledger, willingness);
        this.incidents = incidents;
        this.willingness = willingness;
        this.optOuts = optOuts;
        this.extraction = extraction;
        this.manifest = manifest;
        this.rules = rules;
        this.fewest = fewest;
    }

    /** On what terms a programme gets extracts; refused where it gets none. */
    ExtractTerms terms(String programme) {
        return rules.of(programme)
                .orElseThrow(() -> Refusal.unprocessable(
                        "programme", IssueType.BUSINESSRULE, "No extracts are given to this programme here"));
    }

    private Place place() {
        return rules.place().orElseThrow();
    }

    private ExtractFiles files() {
        return new ExtractFiles(place().directory());
    }

    /** Makes it; it waits to be let out, or is held. */
    void run(Extract extract, Programme programme) {
        ExtractTerms terms = terms(programme.id());
        int number = extract.latest().map(Run::number).orElse(0) + 1;
        Willing willing = optOuts.without(programme, willingness.of(programme));
        extracts.making();
        try {
            Path making = files().making();
            try {
                make(extract, number, programme, terms, willing, making);
            } finally {
                ExtractFiles.discard(making);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.error("Extract {} can't be made: {}", extract.id(), e.toString());
            throw Refusal.unavailable("An extract can't be made right now");
        }
    }

    private void make(
            Extract extract, int number, Programme programme, ExtractTerms terms, Willing willing, Path making)
            throws IOException {
        PseudonymKeys keys = PseudonymKeys.read(place().keys());
        RecipientKey recipient = RecipientKey.read(terms.recipientKey());
        Pseudonyms pseudonyms =
                keys.of(keys.current(), extract.recipient(), programme.id()).orElseThrow();
        Extraction.Result result = extraction.make(programme, terms, willing, pseudonyms, recipient, making);
        Optional<Held> held = result.people().size() < fewest ? Optional.of(Held.FEW) : Optional.empty();
        Optional<Made> made = held.isPresent()
                ? Optional.empty()
                : Optional.of(new Made(
                        manifest.version(), keys.current(), terms.dates(), recipient.fingerprint(), result.files()));
        extracts.run(
                extract.id(),
                new Run(
                        number,
                        willing.now(),
                        willing.ground(),
                        willing.validUntil(),
                        held,
                        result.people().size(),
                        made));
        people.add(extract.id(), number, result.people(), willing.versions());
        if (made.isPresent()) {
            files().hold(making, extract.id(), number);
        }
    }

    /** Holds those in the latest making against those who say yes now, and lets nobody change that if it may leave. */
    Reconciled reconcile(Extract extract, Programme programme) {
        terms(programme.id());
        Run run = extract.latest().orElseThrow();
        Made made = run.made().orElseThrow();
        Ran ran = new Ran(people, extract.id(), run.number(), run.ground(), run.validUntil());
        Looked looked = secondLook.look(programme, ran);
        if (!looked.uninvited().isEmpty()) {
            stop(extract, programme, run, looked.willing(), looked.uninvited());
            return Reconciled.INCIDENT;
        }
        if (!looked.stands()
                || !intact(extract, run.number(), made)
                || !open(extract, programme, run, looked.moved())
                || !optOuts.allows(programme, looked.willing(), looked.people())) {
            run(extract, programme);
            return Reconciled.RUN_AGAIN;
        }
        if (!secondLook.holds(programme, ran, looked, late -> open(extract, programme, run, late))) {
            throw Refusal.unavailable("Choices are being changed right now; try again");
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                deliver();
            }
        });
        return Reconciled.MAY_LEAVE;
    }

    /** Whether all that is in it of these people's is open now. */
    private boolean open(Extract extract, Programme programme, Run run, Willing those) {
        List<String> all = List.copyOf(those.versions().keySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            Set<String> some = new TreeSet<>(all.subList(from, Math.min(from + AT_ONCE, all.size())));
            Map<String, Map<Long, Long>> open =
                    extraction.open(programme, terms(programme.id()), those.only(some), run.at());
            Set<String> alike = willingness.alike(those, some, run.at());
            if (!people.open(extract.id(), run.number(), some, open, alike)) {
                return false;
            }
        }
        return true;
    }

    private boolean intact(Extract extract, int run, Made made) {
        try {
            return files().intact(extract.id(), run, made);
        } catch (IOException e) {
            LOGGER.error("Extract {} can't be read: {}", extract.id(), e.toString());
            throw Refusal.unavailable("What was made can't be read right now");
        }
    }

    private void stop(Extract extract, Programme programme, Run run, Willing willing, Set<String> uninvited) {
        extracts.run(
                extract.id(),
                new Run(
                        run.number() + 1,
                        willing.now(),
                        willing.ground(),
                        Optional.empty(),
                        Optional.of(Held.INCIDENT),
                        0,
                        Optional.empty()));
        incidents.ofExtract(programme, extract.id(), run.number(), willing.now(), uninvited);
        LOGGER.error(
                "Extract {}: {} people were in it who had not said yes; it did not leave",
                extract.id(),
                uninvited.size());
    }

    /**
     * Puts everything that was let out, and that nobody is to be erased from by now, where it is fetched; what can't be is
     * told in the log, and tried again.
     */
    void deliver() {
        if (rules.place().isEmpty()) {
            return;
        }
        try {
            extracts.released().forEach(this::deliver);
        } catch (DataAccessException e) {
            LOGGER.error("What was let out can't be looked up, and is delivered later: {}", e.toString());
        }
    }

    private void deliver(Extract extract) {
        int run = extract.released().orElseThrow().run();
        try {
            if (!files().isReleased(extract.id())) {
                Made made = extract.latest().flatMap(Run::made).orElseThrow();
                files().release(extract.id(), run, made, ExtractTasks.manifest(extract, made));
            }
        } catch (IOException e) {
            LOGGER.error("Extract {} was let out and can't be delivered: {}", extract.id(), e.toString());
        }
    }
}
