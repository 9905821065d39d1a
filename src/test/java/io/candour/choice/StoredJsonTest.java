package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJsonTest {
    private static final int MANY = 5_000;

    private final Random random = new Random(20_211_105);

    @Test
    void factsAreReadAsTheyWereWritten() {
        for (int i = 0; i < MANY; i++) {
            ItemFacts facts = facts();
            assertThat(StoredJson.read(StoredJson.write(facts), ItemFacts.class))
                    .isEqualTo(facts);
        }
    }

    @Test
    void instantsAreReadAsInstantParseDoes() {
        for (int i = 0; i < MANY; i++) {
            Instant at = instant();
            assertThat(InstantReader.parse(at.toString())).isEqualTo(at);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-03-05T14:30:00Z",
                "2021-03-05T14:30:00.Z",
                "2021-03-05T14:30:00.1Z",
                "2021-03-05T14:30:00.123456789Z",
                "2020-02-29T23:59:59Z",
                "2021-03-05T24:00:00Z",
                "-0044-03-15T00:00:00Z",
                "+12021-03-05T14:30:00Z"
            })
    void readsEveryFormOfAnInstant(String text) {
        assertThat(InstantReader.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-02-29T14:30:00Z",
                "2021-13-05T14:30:00Z",
                "2021-03-05T25:30:00Z",
                "2021-03-05T14:60:00Z",
                "2021-03-05 14:30:00Z",
                "٢021-03-05T14:30:00Z",
                "2021-03-05T14:30:00"
            })
    void whatIsNoInstantIsNotRead(String text) {
        assertThatThrownBy(() -> StoredJson.read("\"" + text + "\"", Instant.class))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> StoredJson.read(written().replace("2021-03-05T14:30:00Z", text), ItemFacts.class))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"Observation\",|",
                "\"noPatient\":false,|",
                "\"noPatient\":false|\"noPatient\":\"no\"",
                "\"noPatient\":false|\"noPatient\":false,\"more\":1",
                "\"patients\":[\"p\"]|\"patients\":\"p\"",
                "\"patients\":[\"p\"]|\"patients\":[1]",
                "\"patients\":[\"p\"]|\"patients\":[null]",
                "\"codes\":[]|\"codes\":[\"a\",\"a\"]",
                "\"category\":\"TEST_RESULTS\"|\"category\":\"ANY\"",
                "\"recorded\":\"2021-03-05T14:30:00Z\"|\"recorded\":null",
                "\"clinical\":null|\"clinical\":\"today\"",
                "\"clinical\":null|\"clinical\":{\"middle\":null}"
            })
    void factsOfAnotherShapeAreNotRead(String change) {
        String[] parts = change.split("\\|", -1);
        String broken = written().replace(parts[0], parts[1]);
        assertThat(broken).isNotEqualTo(written());
        assertThatThrownBy(() -> StoredJson.read(broken, ItemFacts.class)).isInstanceOf(IllegalStateException.class);
    }

    private static String written() {
        return StoredJson.write(new ItemFacts(
                "Observation",
                "o",
                List.of("p"),
                Set.of(),
                Set.of(),
                Category.TEST_RESULTS,
                Confidentiality.N,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Instant.parse("2021-03-05T14:30:00Z"),
                false,
                true));
    }

    private ItemFacts facts() {
        Instant start = instant();
        return new ItemFacts(
                "Observation",
                "o" + random.nextInt(),
                List.copyOf(words()),
                words(),
                words(),
                Category.values()[random.nextInt(Category.values().length)],
                Confidentiality.values()[random.nextInt(Confidentiality.values().length)],
                words(),
                words(),
                random.nextBoolean() ? Optional.of("Organization/\"ö") : Optional.empty(),
                words(),
                words(),
                words(),
                switch (random.nextInt(4)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(new Interval(Optional.of(start), Optional.empty()));
                    case 2 -> Optional.of(new Interval(Optional.empty(), Optional.of(start)));
                    default -> Optional.of(Interval.of(start, start.plusNanos(1 + random.nextInt(1_000_000))));
                },
                instant(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private Set<String> words() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "word\\" + random.nextInt(10))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Instant instant() {
        Instant second = Instant.ofEpochSecond(random.nextLong(-80_000_000_000L, 270_000_000_000L));
        return switch (random.nextInt(3)) {
            case 0 -> second;
            case 1 -> second.plusNanos(random.nextInt(1_000_000) * 1_000L);
            default -> second.plusNanos(random.nextInt(1_000_000_000));
        };
    }
}
