package io.candour.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.record.FhirJson;
import io.candour.record.Sweep;
import io.candour.record.Sweep.Whole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes an extract: a function of the open items of people who said yes, of the programme's classes and reach, and of
 * nothing else. Used inside a transaction. Safe for use by many threads.
 */
final class Extraction {
    private final Sweep sweep;
    private final Willingness willingness;
    private final ExtractManifest manifest;
    private final int fewest;
    private final ZoneId zone;

    /**
     * @param fewest people who are to have a value in common
     * @param zone in which days are meant
     */
    Extraction(Sweep sweep, Willingness willingness, ExtractManifest manifest, int fewest, ZoneId zone) {
        this.sweep = sweep;
        this.willingness = willingness;
        this.manifest = manifest;
        this.fewest = fewest;
        this.zone = zone;
    }

    /** What was made, and what of whom is in it. */
    record Result(List<Extract.File> files, SortedMap<String, Taken> people) {}

    /** Makes it in an empty directory. */
    Result make(
            Programme programme,
            ExtractTerms terms,
            Willing willing,
            Pseudonyms pseudonyms,
            RecipientKey key,
            Path directory)
            throws IOException {
        Spool spool = new Spool(directory);
        try {
            gather(programme, terms, willing, pseudonyms, spool);
            spool.close();
            RareValues rare = new RareValues(manifest, fewest);
            do {
                spool.each(line -> told(line, rare)
                        .ifPresent(told -> rare.note(Line.of(line).pseudonym(), told)));
            } while (!rare.settled());
            return write(spool, rare, key, directory);
        } finally {
            spool.delete();
        }
    }

    private static Optional<ObjectNode> told(String line, RareValues rare) throws JsonProcessingException {
        return rare.without((ObjectNode) FhirJson.MAPPER.readTree(Line.of(line).json()));
    }

    private void gather(Programme programme, ExtractTerms terms, Willing willing, Pseudonyms pseudonyms, Spool spool) {
        var asOf = willing.now().atZone(zone).toLocalDate();
        Deidentifier deidentifier =
                new Deidentifier(manifest, pseudonyms, new CoarseDates(terms.dates(), pseudonyms, asOf), asOf);
        open(programme, terms, willing, asOf, found -> add(found, deidentifier, pseudonyms, spool));
    }

    /**
     * The items of these people that are open now and would be in what was made then.
     *
     * @return by patient, versions by {@link Taken#number}; somebody without any is absent
     */
    Map<String, Map<Long, Long>> open(Programme programme, ExtractTerms terms, Willing willing, Instant made) {
        Map<String, Map<Long, Long>> open = new HashMap<>();
        open(programme, terms, willing, made.atZone(zone).toLocalDate(), found -> open.computeIfAbsent(
                        found.patient(), any -> new HashMap<>())
                .put(Taken.number(found.item().facts()), found.item().version()));
        return open;
    }

    private void open(Programme programme, ExtractTerms terms, Willing willing, LocalDate asOf, Consumer<Whole> open) {
        Interval reach = new Interval(
                Optional.of(asOf.minus(terms.reach()).atStartOfDay(zone).toInstant()), Optional.empty());
        Condition wanted = Condition.all(List.of(
                new Condition.TypeIn(manifest.types().keySet()),
                new Condition.CategoryIn(programme.classes()),
                Condition.any(List.of(new Condition.TypeIn(Set.of("Patient")), new Condition.ClinicalWithin(reach)))));
        Gathering gathering = new Gathering(willing, open);
        sweep.whole(new Sweep.Open(willing.rules(), willing.conditions()), wanted, gathering::take);
        gathering.decide();
    }

    private static void add(Whole found, Deidentifier deidentifier, Pseudonyms pseudonyms, Spool spool) {
        ItemFacts facts = found.item().facts();
        try {
            JsonNode content = FhirJson.MAPPER.readTree(found.item().content());
            Optional<ObjectNode> told = deidentifier.told(found.patient(), content);
            if (told.isPresent()) {
                spool.add(new Line(
                                pseudonyms.of("Patient", found.patient()),
                                facts.type(),
                                told.get().path("id").asText(),
                                found.patient(),
                                facts.category(),
                                Taken.number(facts),
                                found.item().version(),
                                told.get().toString())
                        .toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an item can't be put into an extract", e);
        }
    }

    private Result write(Spool spool, RareValues rare, RecipientKey key, Path directory) throws IOException {
        SortedMap<String, ExtractFiles.Writing> writing = new TreeMap<>();
        SortedMap<String, Taken> people = new TreeMap<>();
        spool.each(each -> {
            Optional<ObjectNode> told = told(each, rare);
            if (told.isPresent()) {
                Line line = Line.of(each);
                ExtractFiles.Writing file = writing.get(line.type());
                if (file == null) {
                    file = new ExtractFiles.Writing(directory, line.type(), key);
                    writing.put(line.type(), file);
                }
                file.line(told.get().toString());
                people.computeIfAbsent(line.patient(), any -> new Taken())
                        .add(line.category(), line.item(), line.version());
            }
        });
        List<Extract.File> files = new ArrayList<>();
        for (ExtractFiles.Writing file : writing.values()) {
            files.add(file.close());
        }
        return new Result(files, people);
    }

    /**
     * What is told of one item, with whose it is: a line of the spool, which is ordered by what the recipient sees of it.
     */
    private record Line(
            String pseudonym,
            String type,
            String id,
            String patient,
            Category category,
            long item,
            long version,
            String json) {
        static Line of(String line) {
            String[] parts = line.split("\t", 8);
            return new Line(
                    parts[0],
                    parts[1],
                    parts[2],
                    parts[3],
                    Category.valueOf(parts[4]),
                    Long.parseLong(parts[5]),
                    Long.parseLong(parts[6]),
                    parts[7]);
        }

        @Override
        public String toString() {
            return String.join(
                    "\t",
                    pseudonym,
                    type,
                    id,
                    patient,
                    category.name(),
                    Long.toString(item),
                    Long.toString(version),
                    json);
        }
    }

    /** Takes items person by person; those that are to be decided wait until there are some. Used by one thread. */
    private final class Gathering {
        private static final int AT_ONCE = 500;

        private final Willing willing;
        private final Consumer<Whole> open;
        private final List<Whole> undecided = new ArrayList<>();

        Gathering(Willing willing, Consumer<Whole> open) {
            this.willing = willing;
            this.open = open;
        }

        void take(Whole found) {
            // What is more than one person's would be found in both their names.
            if (!found.item().facts().patients().equals(List.of(found.patient()))) {
                return;
            }
            if (!found.undecided()) {
                open.accept(found);
                return;
            }
            undecided.add(found);
            if (undecided.size() == AT_ONCE) {
                decide();
            }
        }

        void decide() {
            if (undecided.isEmpty()) {
                return;
            }
            Set<String> decided = willingness.open(
                    willing, undecided.stream().map(each -> each.item().facts()).toList());
            undecided.stream()
                    .filter(each -> decided.contains(each.item().facts().reference()))
                    .forEach(open);
            undecided.clear();
        }
    }
}
