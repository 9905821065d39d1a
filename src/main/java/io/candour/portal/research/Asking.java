package io.candour.portal.research;

import io.candour.portal.form.OwnWords;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.words.Words;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * A question as a researcher filled it in, complete and fit to be sent.
 *
 * @param conditions each of them, of the codes of one any
 * @param result codes of which any; empty where none is asked for
 * @param unit UCUM code; empty where no bound is asked for
 */
record Asking(
        String reason,
        List<List<Coding>> conditions,
        List<List<Coding>> medicines,
        List<Coding> result,
        Optional<BigDecimal> low,
        Optional<BigDecimal> high,
        String unit,
        Optional<Integer> ageFrom,
        Optional<Integer> ageTo,
        Optional<String> sex,
        Optional<String> area,
        Optional<LocalDate> from,
        Optional<LocalDate> until,
        List<String> by) {
    static final String ANY = "any";
    static final List<String> SEXES = List.of("female", "male", "other", "unknown", ANY);
    static final List<String> BREAKDOWNS = List.of("sex", "age-band", "area");

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final int STEP = 5;
    private static final int OLDEST = 129;
    private static final int MOST_BREAKDOWNS = 2;

    Asking {
        conditions = List.copyOf(conditions);
        medicines = List.copyOf(medicines);
        result = List.copyOf(result);
        by = List.copyOf(by);
    }

    /** Empty, with what is wrong added, where the form can't be sent. */
    static Optional<Asking> read(Typed typed, Words words, Problems problems) {
        String reason = OwnWords.read(typed, "reason", "research.problem.reason", problems);
        List<List<Coding>> conditions = codes(typed, CommonCodes.CONDITION, words, problems);
        List<List<Coding>> medicines = codes(typed, CommonCodes.MEDICINE, words, problems);
        List<List<Coding>> results = codes(typed, CommonCodes.RESULT, words, problems);
        if (results.size() > 1) {
            problems.add(CommonCodes.RESULT, "research.problem.result.one");
        }
        Optional<BigDecimal> low = number(typed, "resultLow", problems);
        Optional<BigDecimal> high = number(typed, "resultHigh", problems);
        String unit = unit(typed, low.isPresent() || high.isPresent(), results.isEmpty(), problems);
        Optional<Integer> ageFrom = age(typed, "ageFrom", 0, problems);
        Optional<Integer> ageTo = age(typed, "ageTo", 1, problems);
        if (ageFrom.isPresent() && ageTo.isPresent() && ageTo.get() < ageFrom.get()) {
            problems.add("ageTo", "research.problem.ageTo.order");
        }
        Optional<LocalDate> from = day(typed, "start", problems);
        Optional<LocalDate> until = day(typed, "end", problems);
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            problems.add("end", "research.problem.end.order");
        }
        List<String> by =
                BREAKDOWNS.stream().filter(each -> typed.ticked("by", each)).toList();
        if (by.size() > MOST_BREAKDOWNS) {
            problems.add("by", "research.problem.by");
        }
        return problems.any()
                ? Optional.empty()
                : Optional.of(new Asking(
                        reason,
                        conditions,
                        medicines,
                        results.stream().flatMap(List::stream).toList(),
                        low,
                        high,
                        unit,
                        ageFrom,
                        ageTo,
                        Optional.of(typed.text("sex")).filter(sex -> SEXES.contains(sex) && !sex.equals(ANY)),
                        Optional.of(typed.text("area").toUpperCase(Locale.ROOT)).filter(area -> !area.isEmpty()),
                        from,
                        until,
                        by));
    }

    private static List<List<Coding>> codes(Typed typed, String kind, Words words, Problems problems) {
        return WrittenCodes.lines(kind, typed.text(kind), words).orElseGet(() -> {
            problems.add(kind, "research.problem." + kind);
            return List.of();
        });
    }

    private static Optional<BigDecimal> number(Typed typed, String field, Problems problems) {
        String text = typed.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("-?\\d{1,9}(\\.\\d{1,6})?")) {
            problems.add(field, "research.problem.number");
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }

    private static String unit(Typed typed, boolean bounded, boolean noResult, Problems problems) {
        String unit = typed.text("resultUnit");
        if (noResult && (bounded || !unit.isEmpty())) {
            problems.add(CommonCodes.RESULT, "research.problem.result.missing");
        }
        if (bounded && !unit.matches("\\S{1,40}")) {
            problems.add("resultUnit", "research.problem.resultUnit");
        }
        return bounded ? unit : "";
    }

    /** Ages go in fives, so that no narrow stretch picks people out. */
    private static Optional<Integer> age(Typed typed, String field, int before, Problems problems) {
        String text = typed.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("\\d{1,3}")
                || Integer.parseInt(text) > OLDEST
                || (Integer.parseInt(text) + before) % STEP != 0) {
            problems.add(field, "research.problem." + field);
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text));
    }

    private static Optional<LocalDate> day(Typed typed, String field, Problems problems) {
        TypedDay day = TypedDay.of(typed, field);
        if (!day.empty() && day.date().isEmpty()) {
            problems.add(field, "research.problem." + field);
        }
        return day.date();
    }

    /** What {@code $ask-question} takes. */
    Parameters parameters(String programme) {
        Parameters parameters = new Parameters();
        add(parameters, "programme", new StringType(programme));
        add(parameters, "reason", new StringType(reason));
        conditions.forEach(each -> add(parameters, CommonCodes.CONDITION, concept(each)));
        medicines.forEach(each -> add(parameters, CommonCodes.MEDICINE, concept(each)));
        if (!result.isEmpty()) {
            add(parameters, CommonCodes.RESULT, concept(result));
        }
        if (low.isPresent() || high.isPresent()) {
            Range range = new Range();
            low.ifPresent(value -> range.setLow(quantity(value)));
            high.ifPresent(value -> range.setHigh(quantity(value)));
            add(parameters, "resultRange", range);
        }
        ageFrom.ifPresent(age -> add(parameters, "ageFrom", new IntegerType(age)));
        ageTo.ifPresent(age -> add(parameters, "ageTo", new IntegerType(age)));
        sex.ifPresent(each -> add(parameters, "sex", new CodeType(each)));
        area.ifPresent(each -> add(parameters, "area", new StringType(each)));
        from.ifPresent(day -> add(parameters, "start", new DateType(day.toString())));
        until.ifPresent(day -> add(parameters, "end", new DateType(day.toString())));
        by.forEach(each -> add(parameters, "by", new CodeType(each)));
        return parameters;
    }

    private static void add(Parameters parameters, String name, Type value) {
        parameters.addParameter().setName(name).setValue(value);
    }

    private static CodeableConcept concept(List<Coding> codes) {
        CodeableConcept concept = new CodeableConcept();
        codes.forEach(each -> concept.addCoding(each.copy()));
        return concept;
    }

    private Quantity quantity(BigDecimal value) {
        return new Quantity().setValue(value).setUnit(unit).setSystem(UCUM).setCode(unit);
    }
}
