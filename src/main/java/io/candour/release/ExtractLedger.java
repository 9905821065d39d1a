package io.candour.release;

import io.candour.consent.Category;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is in which extract, and with what of theirs. Safe for use by many threads. */
final class ExtractLedger extends PeopleIn {
    ExtractLedger(JdbcTemplate jdbc) {
        super(jdbc, "extract", "extracted", "p.classes");
    }

    /** Adds everybody who is in a making, with what of theirs. */
    void add(String extract, int run, Map<String, Set<Category>> people, Map<String, Long> versions) {
        jdbc().batchUpdate(
                        "insert into candour.extracted (extract, run, patient, version, classes) values (?, ?, ?, ?, ?)",
                        people.entrySet().stream()
                                .map(each -> new Object[] {
                                    extract,
                                    run,
                                    each.getKey(),
                                    Objects.requireNonNull(versions.get(each.getKey())),
                                    each.getValue().stream().map(Category::name).toArray(String[]::new)
                                })
                                .toList());
    }
}
