package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.choice.ChoiceDatabase;
import io.candour.consent.Category;
import io.candour.release.Programme.Decided;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Recipient;
import io.candour.release.Programme.Registered;
import io.candour.release.Programme.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/** The register on a real database, which holds its rules too. */
class ProgrammesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final Duration NOTICE = Duration.ofDays(28);

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final Programmes programmes = new Programmes(database.jdbc());
    private final Programme programme =
            programme("one", new Recipient("X9906", "A university", RecipientType.UNIVERSITY));

    private static Programme programme(String id, Recipient recipient) {
        return new Programme(
                id,
                recipient,
                "Asthma and weather",
                "Whether cold spells bring people with asthma to hospital",
                "HRESCH",
                "Consent",
                "None",
                false,
                Set.of(Category.CONDITIONS, Category.DETAILS),
                NOW,
                NOW.plus(Duration.ofDays(365)),
                NOTICE,
                new Registered(NOW, "guardian", "Demo Guardian"),
                List.of());
    }

    private static Decided decided(Outcome outcome, String by, Optional<Instant> opens) {
        return new Decided(outcome, NOW, by, by, "As discussed", opens);
    }

    @Test
    void findWhenRegisteredAndDecidedThenIsAsItWasSaid() {
        Decided approved = decided(Outcome.APPROVED, "guardian2", Optional.of(NOW.plus(NOTICE)));

        assertThat(programmes.register(programme)).isTrue();
        assertThat(programmes.find("one")).contains(programme);
        assertThat(programmes.decide(programme, approved)).isTrue();

        assertThat(programmes.find("one").orElseThrow().decisions()).containsExactly(approved);
        assertThat(programmes.all()).hasSize(1);
        assertThat(programmes.find("two")).isEmpty();
    }

    @Test
    void statusWhenTimePassesThenFollowsTheClock() {
        programmes.register(programme);
        assertThat(programme.status(NOW)).isEqualTo(Status.IN_REVIEW);

        programmes.decide(programme, decided(Outcome.APPROVED, "guardian2", Optional.of(NOW.plus(NOTICE))));
        Programme approved = programmes.find("one").orElseThrow();

        assertThat(approved.status(NOW.plus(NOTICE).minusMillis(1))).isEqualTo(Status.APPROVED);
        assertThat(approved.status(NOW.plus(NOTICE))).isEqualTo(Status.ACTIVE);
        assertThat(approved.status(approved.ends())).isEqualTo(Status.COMPLETED);
        programmes.decide(approved, decided(Outcome.STOPPED, "guardian", Optional.empty()));
        assertThat(programmes.find("one").orElseThrow().status(NOW.plus(NOTICE)))
                .isEqualTo(Status.STOPPED);
    }

    @Test
    void decideWhenDecidedBeforeThenOnlyTheFirstCounts() {
        programmes.register(programme);

        assertThat(programmes.decide(programme, decided(Outcome.REFUSED, "guardian2", Optional.empty())))
                .isTrue();
        assertThat(programmes.decide(programme, decided(Outcome.APPROVED, "guardian2", Optional.of(NOW.plus(NOTICE)))))
                .isFalse();
        assertThat(programmes.find("one").orElseThrow().status(NOW)).isEqualTo(Status.REFUSED);
    }

    @Test
    void decideWhenByWhoRegisteredItThenTheDatabaseRefuses() {
        programmes.register(programme);

        assertThatThrownBy(() -> programmes.decide(
                        programme, decided(Outcome.APPROVED, "guardian", Optional.of(NOW.plus(NOTICE)))))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void decideWhenItWouldBeginBeforeItsNoticeRanThenTheDatabaseRefuses() {
        programmes.register(programme);
        Optional<Instant> early = Optional.of(NOW.plus(NOTICE).minusSeconds(1));

        assertThatThrownBy(() -> programmes.decide(programme, decided(Outcome.APPROVED, "guardian2", early)))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void opensWhenItStartsLaterThanItsNoticeThenThen() {
        assertThat(programme.opensIfApproved(NOW.minus(Duration.ofDays(100)))).isEqualTo(NOW);
        assertThat(programme.opensIfApproved(NOW)).isEqualTo(NOW.plus(NOTICE));
    }

    @Test
    void registerWhenTheRecipientIsKnownAsSomethingElseThenItIsNot() {
        programmes.register(programme);

        assertThat(programmes.register(programme("two", programme.recipient()))).isTrue();
        assertThat(programmes.register(
                        programme("three", new Recipient("X9906", "A university", RecipientType.COMPANY))))
                .isFalse();
        assertThat(programmes.find("three")).isEmpty();
    }

    @Test
    void registerWhenNoConsentCanLetTheRecipientInThenTheDatabaseRefuses() {
        assertThatThrownBy(() ->
                        programmes.register(programme("two", new Recipient("X1", "Sure Thing", RecipientType.INSURER))))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void servingRoleWhenItWouldChangeTheRegisterThenItMayNot() {
        programmes.register(programme);
        programmes.decide(programme, decided(Outcome.REFUSED, "guardian2", Optional.empty()));

        for (String table : List.of("recipient", "programme", "programme_decision")) {
            for (String change : List.of("delete from candour." + table, "truncate candour." + table + " cascade")) {
                assertThatThrownBy(() -> database.transactions().executeWithoutResult(status -> {
                            database.jdbc().execute("set local role candour_serving");
                            database.jdbc().execute(change);
                        }))
                        .as(change)
                        .isInstanceOf(DataAccessException.class)
                        .rootCause()
                        .hasMessageContaining("permission denied");
            }
        }
        assertThatThrownBy(() -> database.transactions().executeWithoutResult(status -> {
                    database.jdbc().execute("set local role candour_serving");
                    database.jdbc().execute("update candour.programme set commercial = false");
                }))
                .rootCause()
                .hasMessageContaining("permission denied");
    }
}
