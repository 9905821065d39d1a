package io.candour.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.consent.Category;
import io.candour.consent.Policy;
import io.candour.record.Sweep;
import io.candour.release.Airlock.Reconciled;
import io.candour.release.ExtractRules.Place;
import io.candour.release.ExtractTerms.Dates;
import io.candour.release.Passing.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** A counted world whose two programmes get extracts, each of a recipient of its own with a key of its own. */
final class ExtractWorld {
    static final int FEWEST = 3;
    static final OpenPGPKey KEY = key("University");

    final CountedWorld world;
    final Programme other = CountedWorld.programme("other", "X9907");
    final Path place;

    ExtractWorld(Path place) {
        this(place, Policy.standard());
    }

    ExtractWorld(Path place, Policy policy) {
        this.world = new CountedWorld(policy);
        this.place = place;
        world.programmes.register(other);
        write("university.asc", armored(KEY));
        write("keys", "first " + "A".repeat(44) + "\n");
    }

    /** A certificate with its secret key. */
    static OpenPGPKey key(String name) {
        try {
            return new BcOpenPGPApi()
                    .generateKey(PublicKeyPacket.VERSION_4)
                    .ed25519x25519Key(name)
                    .build();
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    static String armored(OpenPGPKey key) {
        try {
            return key.toCertificate().toAsciiArmoredString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name, String text) {
        try {
            Files.writeString(place.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ExtractRules rules(Dates dates, Period reach) {
        ExtractTerms terms = new ExtractTerms(place.resolve("university.asc"), dates, reach);
        return new ExtractRules(
                Optional.of(new Place(place.resolve("extracts"), place.resolve("keys"))),
                Map.of(world.programme.id(), terms, other.id(), terms),
                Duration.ofDays(30));
    }

    ExtractAirlock airlock(ExtractRules rules) {
        ExtractManifest manifest = ExtractManifest.shipped();
        return new ExtractAirlock(
                world.extracts,
                world.copies,
                world.ledger,
                world.incidents,
                world.willingness,
                world.optOuts,
                new Extraction(new Sweep(world.database.jdbc()), world.willingness, manifest, FEWEST, ZoneOffset.UTC),
                manifest,
                rules,
                FEWEST);
    }

    ExtractAirlock airlock() {
        return airlock(rules(Dates.MONTH, Period.ofYears(10)));
    }

    /** Has it made, and gives how it stands. */
    Extract made(ExtractAirlock airlock, String id, Programme programme) {
        world.extracts.ask(new Extract(
                id,
                programme.id(),
                programme.recipient().ods(),
                CountedWorld.TODAY.atStartOfDay(ZoneOffset.UTC).toInstant(),
                "researcher",
                "Demo Researcher",
                "To know",
                Optional.empty(),
                List.of()));
        world.database.transactions().executeWithoutResult(any -> airlock.run(find(id), programme));
        return find(id);
    }

    Extract find(String id) {
        return world.extracts.find(id).orElseThrow();
    }

    Reconciled letOut(ExtractAirlock airlock, String id, Programme programme) {
        return world.inTransaction(() -> {
            Extract extract = find(id);
            Reconciled reconciled = airlock.reconcile(extract, programme);
            if (reconciled == Reconciled.MAY_LEAVE) {
                approve(extract);
            }
            return reconciled;
        });
    }

    void approve(Extract extract) {
        world.extracts.decide(
                extract,
                new Decision(
                        extract.latest().orElseThrow().number(),
                        true,
                        Instant.now(),
                        "guardian",
                        "Demo Guardian",
                        Optional.empty()));
    }

    Path held(String id, int run) {
        return place.resolve("extracts").resolve("held").resolve(id).resolve(Integer.toString(run));
    }

    Path released(String id) {
        return place.resolve("extracts").resolve("released").resolve(id);
    }

    /** What the recipient reads in what is in a directory: line by line. */
    static List<JsonNode> read(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<JsonNode> lines = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".pgp"))
                    .sorted()
                    .toList()) {
                for (String line : opened(file, KEY).lines().toList()) {
                    lines.add(JsonMapper.builder().build().readTree(line));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String opened(Path file, OpenPGPKey key) {
        try (InputStream sealed = Files.newInputStream(file);
                InputStream open = new BcOpenPGPApi()
                        .decryptAndOrVerifyMessage()
                        .addDecryptionKey(key)
                        .process(sealed)) {
            return new String(open.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who says yes, with a Patient and a condition of some day. */
    void person(String id, String code, String day) {
        world.chooses(id, CountedWorld.yes());
        world.person(id, "1980-03-0" + (1 + id.length() % 9), "female", "LS1 4AP");
        condition("c-" + id, id, code, day);
    }

    void condition(String id, String patient, String code, String day) {
        item("Condition", id, patient, Category.CONDITIONS, code, day, "");
    }

    /** @param more members of its JSON, with a comma before */
    void item(String type, String id, String patient, Category category, String code, String day, String more) {
        String[] coding = code.split("\\|", -1);
        world.item(
                CountedWorld.facts(
                        type, id, patient, category, Set.of(code), Set.of(), Optional.of(CountedWorld.on(day))),
                """
                {"resourceType":"%s","id":"%s","subject":{"reference":"Patient/%s","display":"Mr Somebody"},
                 "code":{"coding":[{"system":"%s","code":"%s","display":"Words"}],"text":"In his words"},
                 "onsetDateTime":"%s"%s}
                """
                        .formatted(type, id, patient, coding[0], coding[1], day, more));
    }
}
