package io.candour.enforcement;

import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.fhir.Moments;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sought;
import io.candour.record.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;

/**
 * All of one patient's items, of every type that the token opens, page by page: {@code Patient/$everything} (R4
 * 'Patient-everything'), with the patient first and with the people, places and medicines that items name, or {@code
 * Patient/$timeline}, newest first. To who may see neither the patient nor any item, there is nobody. Safe for use by
 * many threads.
 */
final class PatientRecord implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 200;

    private final String code;
    private final Order order;
    private final Parts parts;

    /** What both are made of. */
    record Parts(
            RecordPath records,
            RecordIndex index,
            AllowList allowList,
            Inclusions inclusions,
            Pages pages,
            Moments moments) {}

    private PatientRecord(String code, Order order, Parts parts) {
        this.code = code;
        this.order = order;
        this.parts = parts;
    }

    static PatientRecord everything(Parts parts) {
        return new PatientRecord("everything", Order.BY_TYPE, parts);
    }

    static PatientRecord timeline(Parts parts) {
        return new PatientRecord("timeline", Order.TIMELINE, parts);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public boolean restsOnSnapshots() {
        return true;
    }

    @Override
    public Answer answer(Invocation invocation) {
        String patient = invocation.patient();
        // Care that has just begun moves no version: who may read for it is decided on what is of now.
        Verdicts verdicts = invocation.token().caller().patient().isPresent()
                ? parts.records().recentVerdicts(invocation.token())
                : parts.records().verdicts(invocation.token());
        Set<String> types = types(invocation);
        List<Term> terms = terms(invocation);
        verdicts.about(List.of(patient));
        Optional<RecordItem> person = parts.records().person(patient, invocation.token(), verdicts);
        boolean patientFirst = order == Order.BY_TYPE && types.remove("Patient");
        List<RecordItem> first = patientFirst
                ? person
                        .filter(item -> since(invocation)
                                .map(since -> !item.facts().recorded().isBefore(since))
                                .orElse(true))
                        .stream()
                        .toList()
                : List.of();
        Sought sought = new Sought(patient, types, verdicts.open(patient), terms);
        Pages.Wanted wanted = new Pages.Wanted(
                query(invocation),
                invocation.text("_cursor"),
                invocation.count(DEFAULT_COUNT, MAX_COUNT),
                false,
                verdicts.tellsSomethingIsHidden(patient));
        Answer answer = parts.pages()
                .answer(
                        wanted,
                        new Candidates.OfPatient(parts.index(), sought, order),
                        first,
                        new Pages.Shown(page -> included(page, invocation, verdicts), UnaryOperator.identity()),
                        invocation.token(),
                        verdicts);
        return person.isEmpty() && answer.evidence().items().isEmpty() ? Answer.notThere(verdicts.evidence()) : answer;
    }

    private List<RecordItem> included(List<RecordItem> page, Invocation invocation, Verdicts verdicts) {
        return order == Order.BY_TYPE ? parts.inclusions().ofNobody(page, invocation.token(), verdicts) : List.of();
    }

    /** Those that the token opens, of those asked for. */
    private Set<String> types(Invocation invocation) {
        Set<String> open = parts.allowList().searchedByPatient(invocation.token());
        Set<String> asked = invocation.arguments().all("_type", CodeType.class).stream()
                .flatMap(each -> Arrays.stream(each.getValue().split(",", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
        asked.stream().filter(type -> !open.contains(type)).findFirst().ifPresent(type -> {
            throw Refusal.invalid("_type", "'" + Gate.printable(type) + "' is no type of resource that you may search");
        });
        return asked.isEmpty() ? open : asked;
    }

    private List<Term> terms(Invocation invocation) {
        List<Term> terms = new ArrayList<>();
        since(invocation).ifPresent(since -> terms.add(new Term.Recorded(Optional.of(since), Optional.empty())));
        Optional<Instant> start = moment(invocation, "start").flatMap(Interval::start);
        Optional<Instant> end = moment(invocation, "end").flatMap(Interval::end);
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            throw Refusal.invalid("end", "The end is before the start");
        }
        if (start.isPresent() || end.isPresent()) {
            terms.add(new Term.Meets(new Condition.ClinicalOverlaps(new Interval(start, end))));
        }
        Set<Category> categories = invocation.arguments().all("category", CodeType.class).stream()
                .map(each -> category(each.getValue()))
                .collect(Collectors.toSet());
        if (!categories.isEmpty()) {
            terms.add(new Term.Meets(new Condition.CategoryIn(categories)));
        }
        return terms;
    }

    private static Category category(String code) {
        return Arrays.stream(Category.values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "category",
                        "A category is one of "
                                + Arrays.stream(Category.values())
                                        .map(Category::code)
                                        .collect(Collectors.joining(", "))));
    }

    private Optional<Instant> since(Invocation invocation) {
        return moment(invocation, "_since").flatMap(Interval::start);
    }

    private Optional<Interval> moment(Invocation invocation, String name) {
        return invocation.arguments().one(name, BaseDateTimeType.class).flatMap(parts.moments()::when);
    }

    /** The same on every page. */
    private String query(Invocation invocation) {
        Map<String, List<String>> parameters = invocation.arguments().written();
        parameters.remove("_cursor");
        return Searchset.query("Patient/" + invocation.patient() + "/$" + code, parameters);
    }
}
