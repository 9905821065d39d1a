package io.candour.portal.staff;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clinician's forms say all that is wrong at once, and send what the API takes. */
class StaffFormsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final Typed PERSON =
            TypedDay.write(Typed.NOTHING.with("nhsNumber", "999 101 2028"), "birthDate", LocalDate.of(1970, 5, 4));

    private static List<String> sent(Parameters parameters) {
        return parameters.getParameter().stream()
                .map(each -> each.getName() + "=" + each.getValue().primitiveValue())
                .toList();
    }

    private static List<String> fields(Problems problems) {
        return problems.all().stream().map(Problem::field).toList();
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void anEmptyFormNamesAllFieldsInTheirOrder(Opening opening) {
        Problems problems = new Problems();

        assertThat(opening.read(Typed.NOTHING, TODAY, problems)).isEmpty();
        assertThat(fields(problems)).containsExactly("nhsNumber", "birthDate", "reason", "reasonText");
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void aCompleteFormIsSent(Opening opening) {
        Problems problems = new Problems();
        String reason = opening.reasons().get(1);
        Typed typed = PERSON.with("reason", reason).with("reasonText", "Found in the street\r\nNo answer");

        Parameters parameters = opening.read(typed, TODAY, problems).orElseThrow();

        assertThat(problems.any()).isFalse();
        assertThat(sent(parameters))
                .containsExactly(
                        "nhsNumber=9991012028",
                        "birthDate=1970-05-04",
                        "reason=" + reason,
                        "reasonText=Found in the street\nNo answer");
    }

    @Test
    void aReasonOfTheOtherWayIsNone() {
        Problems problems = new Problems();
        Typed typed = PERSON.with("reason", "TREAT").with("reasonText", "Found in the street");

        assertThat(Opening.EMERGENCY.read(typed, TODAY, problems)).isEmpty();
        assertThat(problems.all()).containsExactly(new Problem("reason", "staff.problem.reason"));
    }

    @Test
    void nobodyWasBornTomorrow() {
        Problems problems = new Problems();

        assertThat(Asked.read(TypedDay.write(PERSON, "birthDate", TODAY.plusDays(1)), TODAY, problems))
                .isEmpty();
        assertThat(fields(problems)).containsExactly("birthDate");
        assertThat(Asked.read(TypedDay.write(PERSON, "birthDate", TODAY), TODAY, new Problems()))
                .isPresent();
    }

    @Test
    void aRequestNamesWhatForAndForHowLong() {
        Map<String, List<String>> values = new TreeMap<>(PERSON.values());
        values.put("category", List.of("test-results", "conditions", "choices", "nonsense"));
        values.put("days", List.of(" 7 "));
        values.put("reason", List.of("COC"));
        values.put("reasonText", List.of("A second opinion"));

        Parameters parameters =
                Request.read(new Typed(values), TODAY, new Problems()).orElseThrow();

        assertThat(sent(parameters))
                .containsExactly(
                        "nhsNumber=9991012028",
                        "birthDate=1970-05-04",
                        "reason=COC",
                        "reasonText=A second opinion",
                        "category=conditions",
                        "category=test-results",
                        "sensitive=false",
                        "days=7");
    }

    @Test
    void anEmptyRequestNamesAllFields() {
        Problems problems = new Problems();

        assertThat(Request.read(Typed.NOTHING.with("days", "0"), TODAY, problems))
                .isEmpty();
        assertThat(fields(problems))
                .containsExactly("nhsNumber", "birthDate", "category", "days", "reason", "reasonText");
    }

    @Test
    void whatBecameOfWhatWasSeenIsAYesOrANoWithWords() {
        Problems problems = new Problems();
        assertThat(Ending.attest("t1", Typed.NOTHING, problems)).isEmpty();
        assertThat(fields(problems)).containsExactly("deleted", "statement");

        Typed typed = Typed.NOTHING.with("deleted", "no").with("statement", "In the letter to the GP");
        assertThat(sent(Ending.attest("t1", typed, new Problems()).orElseThrow()))
                .containsExactly("task=t1", "deleted=false", "statement=In the letter to the GP");
    }

    @Test
    void anEndNeedsAReason() {
        Problems problems = new Problems();
        assertThat(Ending.read("g1", Typed.NOTHING.with("reason", "no"), problems))
                .isEmpty();
        assertThat(fields(problems)).containsExactly("reason");

        Parameters parameters = Ending.read("g1", Typed.NOTHING.with("reason", "Handed over"), new Problems())
                .orElseThrow();
        assertThat(parameters.getParameter())
                .extracting(ParametersParameterComponent::getName)
                .containsExactly("grant", "reason");
    }
}
