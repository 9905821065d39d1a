package io.candour.release;

import io.candour.enforcement.Refusal;
import io.candour.identity.Directory;
import io.candour.release.OptOutRules.Bypass;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Leaves those out of a release who have opted out nationally, beside what they say here. Asked when something is put
 * together and again when it leaves. Who that is is kept nowhere; that it was asked, or the reason for which it need not be,
 * is. Joins the transaction at hand. Safe for use by many threads.
 */
final class OptOuts {
    private static final Logger LOGGER = LoggerFactory.getLogger(OptOuts.class);

    private final JdbcTemplate jdbc;
    private final Optional<OptOutService> service;
    private final Map<String, Bypass> bypass;

    /** @param service empty where the national opt-out is not asked */
    OptOuts(JdbcTemplate jdbc, Optional<OptOutService> service, Map<String, Bypass> bypass) {
        this.jdbc = jdbc;
        this.service = service;
        this.bypass = Map.copyOf(bypass);
    }

    /**
     * Those of them who have not opted out, under none of their NHS numbers; who has none can't be asked about, and is left
     * out.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 503 where that is not known now
     */
    Willing without(Programme programme, Willing willing) {
        if (service.isEmpty()) {
            return willing;
        }
        Optional<Bypass> why = Optional.ofNullable(bypass.get(programme.id()));
        if (why.isPresent()) {
            LOGGER.info("Programme {}: the national opt-out is not asked, since: {}", programme.id(), why.get());
            jdbc.update(
                    "insert into candour.opt_out_check (programme, bypass) values (?, ?)",
                    programme.id(),
                    why.get().name());
            return willing;
        }
        Map<String, Set<String>> numbers = numbers(willing.versions().keySet());
        Set<String> clear = ask(service.get(), programme, numbers);
        Map<String, Long> versions = new TreeMap<>(willing.versions());
        versions.keySet()
                .removeIf(patient -> !numbers.containsKey(patient) || !clear.containsAll(numbers.get(patient)));
        jdbc.update(
                "insert into candour.opt_out_check (programme, asked, left_out) values (?, ?, ?)",
                programme.id(),
                willing.versions().size(),
                willing.versions().size() - versions.size());
        Map<String, Integer> rules = new TreeMap<>(willing.rules());
        rules.keySet().retainAll(versions.keySet());
        return new Willing(
                willing.as(),
                willing.purpose(),
                versions,
                rules,
                willing.conditions(),
                willing.now(),
                willing.ground(),
                willing.validUntil());
    }

    /** Whether all of these people, who say yes here, may be in a release. */
    boolean allows(Programme programme, Willing willing, Set<String> patients) {
        return without(programme, willing).versions().keySet().containsAll(patients);
    }

    /** Deletes answers that no longer count, whether or not anything is asked again. */
    void forget() {
        service.ifPresent(each -> {
            try {
                each.forget();
            } catch (IOException e) {
                LOGGER.error("Old answers about national opt-outs can't be deleted: {}", e.toString());
            }
        });
    }

    private static Set<String> ask(OptOutService service, Programme programme, Map<String, Set<String>> numbers) {
        if (numbers.isEmpty()) {
            return Set.of();
        }
        try {
            TreeSet<String> all = new TreeSet<>();
            numbers.values().forEach(all::addAll);
            return new HashSet<>(service.clear(all)
                    .orElseThrow(() -> Refusal.unavailable("National opt-outs are being asked: try again later")));
        } catch (IOException e) {
            LOGGER.error("Programme {}: national opt-outs can't be asked: {}", programme.id(), e.toString());
            throw Refusal.unavailable("National opt-outs can't be asked right now");
        }
    }

    private Map<String, Set<String>> numbers(Set<String> patients) {
        Map<String, Set<String>> numbers = new HashMap<>();
        jdbc.query(
                """
                select i.id, i.value from unnest(?) patient join candour.identifier i
                    on i.type = 'Patient' and i.id = patient and i.system = ?
                """,
                row -> {
                    numbers.computeIfAbsent(row.getString(1), any -> new TreeSet<>())
                            .add(row.getString(2));
                },
                patients.toArray(String[]::new),
                Directory.NHS_NUMBER);
        return numbers;
    }
}
