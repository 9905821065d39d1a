package io.candour.portal.log;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.form.TypedDay;
import io.candour.portal.log.Filter.Show;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;

/** What the server says of who looked, read. */
class LogPageTest {
    private static final TypedDay NO_DAY = TypedDay.of(Optional.empty());

    static LogPage sample() {
        String line =
                """
                {"name": "line", "part": [
                  {"name": "at", "valueInstant": "2026-11-29T08:05:00Z"}, {"name": "who", "valueString": "%s"},
                  {"name": "did", "valueString": "Looked at your conditions."},
                  {"name": "reason", "valueString": "Allowed because you share."},
                  {"name": "refused", "valueBoolean": %s}, {"name": "emergency", "valueBoolean": %s},
                  {"name": "automated", "valueBoolean": %s},
                  {"name": "request", "valueString": "r"},
                  {"name": "event", "valueReference": {"reference": "AuditEvent/e-%s"}}]}
                """;
        return LogPage.of(FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Parameters.class,
                        """
                        {"resourceType": "Parameters", "parameter": [
                          {"name": "group", "part": [{"name": "day", "valueDate": "2026-11-29"},
                            {"name": "organisation", "valueString": "Elm Street"}, %s, %s]},
                          {"name": "group", "part": [{"name": "day", "valueDate": "2026-11-29"}, %s]},
                          {"name": "group", "part": [{"name": "day", "valueDate": "2026-11-28"}, %s]},
                          {"name": "next", "valueUri":
                            "http://localhost:8080/fhir/Patient/1/$access-log?_count=4&_cursor=abc-1.x_Y"}]}
                        """
                                .formatted(
                                        line.formatted("Dr Gray", false, false, false, 1),
                                        line.formatted("Dr Gray", false, true, false, 2),
                                        line.formatted("You", false, false, false, 3),
                                        line.formatted("A computer system", true, false, true, 4))));
    }

    @Test
    void of_answer_hasRowsAndWhereTheNextPageBegins() {
        LogPage page = sample();

        assertThat(page.looks()).extracting(Look::event).containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(page.older()).contains("abc-1.x_Y");
        Look look = page.looks().get(0);
        assertThat(look.organisation()).contains("Elm Street");
        assertThat(look.at()).isEqualTo("2026-11-29T08:05:00Z");
        assertThat(page.looks().get(2).own()).isTrue();
    }

    @Test
    void days_areByDayThenPlace() {
        List<Day> days = Day.of(sample().looks());

        assertThat(days).extracting(day -> day.day().toString()).containsExactly("2026-11-29", "2026-11-28");
        assertThat(days.get(0).groups())
                .extracting(Day.Group::organisation)
                .containsExactly(Optional.of("Elm Street"), Optional.empty());
        assertThat(days.get(0).groups().get(0).looks()).hasSize(2);
    }

    @Test
    void show_eachKind_isThoseRowsAlone() {
        assertThat(shown(Show.OTHERS)).containsExactly("e-1", "e-2", "e-4");
        assertThat(shown(Show.PEOPLE)).containsExactly("e-1", "e-2");
        assertThat(shown(Show.EMERGENCY)).containsExactly("e-2");
        assertThat(shown(Show.REFUSED)).containsExactly("e-4");
        assertThat(shown(Show.EVERYTHING)).hasSize(4);
        assertThat(Filter.show("nonsense")).isEqualTo(Show.OTHERS);
    }

    private static List<String> shown(Show show) {
        return sample().looks().stream().filter(show::shows).map(Look::event).toList();
    }

    @Test
    void readable_notWhereADayIsNoneOrComesBeforeTheFirst() {
        TypedDay first = TypedDay.of("2", "11", "2026");
        TypedDay before = TypedDay.of("1", "11", "2026");

        assertThat(Filter.NONE.readable()).isTrue();
        assertThat(Filter.NONE.set()).isFalse();
        assertThat(new Filter(Show.OTHERS, before, first).readable()).isTrue();
        assertThat(new Filter(Show.OTHERS, first, before).wrongTo()).contains("log.error.backwards");
        assertThat(new Filter(Show.OTHERS, TypedDay.of("x", "", ""), NO_DAY).wrongFrom())
                .contains("log.error.day");
        assertThat(new Filter(Show.OTHERS, NO_DAY, TypedDay.of("31", "2", "2026")).wrongTo())
                .contains("log.error.day");
    }
}
