package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Policy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsweredTest {
    private static final Instant NOW = Instant.parse("2026-07-15T10:30:00Z");

    private final ConsentCompiler compiler =
            new ConsentCompiler(Policy.standard(), new LocalReferences(Set.of()), ZoneId.of("Europe/London"));

    @Test
    void answeredWhenThereIsNoDateTimeThenEmpty() {
        assertThat(compiler.answered(new Consent(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-15T10:29:59+01:00, 2026-07-15T09:29:59Z",
        "2026-07-15T10:31:00Z, 2026-07-15T10:31:00Z",
        "2026-07-15, 2026-07-15T10:30:00Z",
        "2026, 2026-07-15T10:30:00Z",
        "2026-07-14, 2026-07-14T22:59:59.999Z",
        "2026-06, 2026-06-30T22:59:59.999Z",
        "2026-07-16, 2026-07-15T23:00:00Z",
        "2027, 2027-01-01T00:00:00Z",
    })
    void answeredWhenADateMayMeanManyMomentsThenTheLastThatIsNotAfterNow(String dateTime, Instant answered) {
        Consent consent = new Consent().setDateTimeElement(new DateTimeType(dateTime));

        assertThat(compiler.answered(consent, NOW)).contains(answered);
    }
}
