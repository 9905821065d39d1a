package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.record.Holdings.Holding;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Adds up the rows of a record that are alike, by {@link Kind} and by the kinds of what they tell of. Used by one thread. */
final class KindsReader implements RowCallbackHandler {
    /** Items that are alike, of which {@code sample} is one; its facts as stored, where they were read. */
    private record Alike(
            String sample,
            Optional<byte[]> facts,
            Optional<Category> category,
            Holding holding,
            UUID kind,
            List<UUID> told) {}

    private final Tally tally;
    private final List<Alike> all = new ArrayList<>();
    private final Map<UUID, boolean[]> open = new HashMap<>();
    private boolean known = true;

    KindsReader(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void processRow(ResultSet row) throws SQLException {
        known &= row.getBoolean("known");
        if (known) {
            UUID kind = row.getObject("kind", UUID.class);
            Array told = row.getArray("told");
            open.put(kind, Tally.open(row));
            all.add(new Alike(
                    row.getString("item"),
                    Optional.ofNullable(row.getBytes("facts")),
                    Tally.category(row),
                    Tally.holding(row),
                    kind,
                    List.of((UUID[]) told.getArray())));
        }
    }

    /** Empty where this patient's choices do not decide all of it, or not everything is known that an item tells of. */
    Optional<Holdings.Count> count() {
        if (!known || all.stream().anyMatch(each -> !open.keySet().containsAll(each.told()))) {
            return Optional.empty();
        }
        // Of what tells of nothing before others: those are the samples that are the least to decide.
        all.sort(Comparator.comparingInt(each -> each.told().size()));
        for (Alike each : all) {
            if (each.category().isPresent()) {
                tally.add(each.sample(), each.category().get(), each.holding(), open(each));
            }
        }
        Set<String> samples = tally.samples();
        Map<String, ItemFacts> read = all.stream()
                .filter(each -> each.facts().isPresent() && samples.contains(each.sample()))
                .collect(Collectors.toMap(
                        Alike::sample, each -> StoredJson.readFacts(each.facts().orElseThrow())));
        return Optional.of(tally.count(read, Set.of()));
    }

    /** To those to whom all is open. */
    private boolean[] open(Alike items) {
        boolean[] all = kind(items.kind()).clone();
        for (UUID told : items.told()) {
            boolean[] one = kind(told);
            for (int i = 0; i < all.length; i++) {
                all[i] &= one[i];
            }
        }
        return all;
    }

    private boolean[] kind(UUID kind) {
        return Objects.requireNonNull(open.get(kind));
    }
}
