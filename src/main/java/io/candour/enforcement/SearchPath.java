package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.consent.Category;
import io.candour.identity.VerifiedToken;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sought;
import io.candour.record.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches of one patient's items, or of resources about nobody. Safe for use by many threads.
 */
final class SearchPath {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 200;
    private static final int MAX_PATIENTS = 50;

    /** Asked of labels as a reader gets them, which HAPI does not know. */
    private static final String SECURITY = "_security";

    private final RecordIndex index;
    private final HapiSearch hapi;
    private final AllowList allowList;
    private final Whose whose;
    private final Inclusions inclusions;
    private final Pages pages;

    SearchPath(RecordIndex index, HapiSearch hapi, AllowList allowList, Inclusions inclusions, Pages pages) {
        this.index = index;
        this.hapi = hapi;
        this.allowList = allowList;
        this.whose = new Whose(allowList, hapi, index);
        this.inclusions = inclusions;
        this.pages = pages;
    }

    Answer answer(FhirRequest request, VerifiedToken token, Verdicts verdicts) {
        Shape shape = Shape.of(request);
        String type = request.type().orElseThrow();
        Optional<String> patient = whose.patient(request, token, verdicts);
        verdicts.about(patient.filter(id -> !id.equals(Whose.NO_ONE)).stream().toList());
        Candidates candidates = candidates(request, token, verdicts, patient, shape.order());
        // Choices are private anyway: nobody is told more of them than of a patient who made none.
        boolean hidden = shape.count() > 0
                && Category.of(type, Set.of()) != Category.CHOICES
                && patient.filter(verdicts::tellsSomethingIsHidden).isPresent();
        Pages.Wanted wanted =
                new Pages.Wanted(query(request, patient), shape.cursor(), shape.count(), shape.total(), hidden);
        Pages.Shown shown = new Pages.Shown(
                page -> inclusions.with(page, request, verdicts), Elements.of(type, request.values(Gate.ELEMENTS)));
        return pages.answer(wanted, candidates, List.of(), shown, token, verdicts);
    }

    private Candidates candidates(
            FhirRequest request, VerifiedToken token, Verdicts verdicts, Optional<String> patient, Order order) {
        String type = request.type().orElseThrow();
        if (type.equals("Patient") && patient.isEmpty()) {
            return patients(request, token, verdicts, order);
        }
        if (patient.isPresent() && !allowList.aboutNobody(type)) {
            String whose = patient.get();
            return new Candidates.OfPatient(
                    index, new Sought(whose, Set.of(type), verdicts.open(whose), terms(request, type, whose)), order);
        }
        Optional<Collection<String>> ids = ids(request, patient);
        return new Candidates.Any(order, (after, limit) -> index.page(patient, type, ids, order, after, limit));
    }

    private List<Term> terms(FhirRequest request, String type, String patient) {
        List<Term> terms = new ArrayList<>();
        request.values("_id").forEach(each -> terms.add(new Term.Ids(listed(each))));
        request.values(SECURITY).forEach(each -> terms.add(new Term.Labelled(listed(each))));
        Map<String, List<String>> filters = filters(request);
        if (!filters.isEmpty()) {
            terms.addAll(hapi.terms(type, filters).orElseGet(() -> {
                named(type).ifPresent(name -> filters.put(name, List.of("Patient/" + patient)));
                return List.of(new Term.Ids(hapi.ids(type, filters)));
            }));
        }
        return terms;
    }

    private static Set<String> listed(String values) {
        return new HashSet<>(Arrays.asList(values.split(",", -1)));
    }

    /** What is searched for, beside whose it is. */
    private static Map<String, List<String>> filters(FhirRequest request) {
        Map<String, List<String>> filters = new TreeMap<>(request.parameters());
        filters.keySet().removeAll(Gate.RESULT_PARAMETERS);
        filters.keySet().removeAll(FhirRequest.WHOSE);
        filters.keySet().removeAll(Set.of("_format", "_id", SECURITY, Gate.INCLUDE, Gate.ELEMENTS, Whose.BY_NUMBER));
        return filters;
    }

    /**
     * A patient is found by number or id only, and by whoever acts for them without; each is decided on their own snapshot,
     * read before they are.
     */
    private Candidates patients(FhirRequest request, VerifiedToken token, Verdicts verdicts, Order order) {
        boolean byNumber = request.values("identifier").stream().allMatch(each -> each.matches(Whose.NUMBER));
        boolean named = request.parameters().containsKey("identifier")
                || request.parameters().containsKey("_id");
        if (request.parameters().containsKey(SECURITY)) {
            throw Refusal.invalid(SECURITY, "A search by '_security' needs 'patient'");
        }
        boolean own = !named && filters(request).isEmpty() && token.caller().kind() == CallerKind.PROXY;
        if (!byNumber || !(named || own)) {
            throw Refusal.invalid("identifier", "A search for a Patient needs 'identifier=[system]|[value]' or '_id'");
        }
        List<String> ids = ids(request, Optional.empty()).orElse(own ? token.actsFor() : List.of()).stream()
                .filter(id -> id.matches(FhirRequest.LOGICAL_ID))
                .toList();
        if (ids.size() > MAX_PATIENTS) {
            throw Refusal.invalid("_id", "At most " + MAX_PATIENTS + " patients can be named at once");
        }
        verdicts.about(ids);
        List<RecordItem> there = index
                .items(ids.stream().map(id -> "Patient/" + id).toList())
                .stream()
                .sorted((one, other) -> order.compare(order.positionOf(one), order.positionOf(other)))
                .toList();
        return new Candidates.Any(order, (after, limit) -> there.stream()
                .filter(item -> after.map(place -> order.compare(order.positionOf(item), place) > 0)
                        .orElse(true))
                .limit(limit)
                .toList());
    }

    private Optional<Collection<String>> ids(FhirRequest request, Optional<String> patient) {
        Map<String, List<String>> filters = filters(request);
        Optional<Collection<String>> ids = request.values("_id").stream()
                .map(each -> (Collection<String>) listed(each))
                .reduce((one, other) -> {
                    one.retainAll(other);
                    return one;
                });
        if (filters.isEmpty()) {
            return ids;
        }
        String type = request.type().orElseThrow();
        patient.ifPresent(id -> named(type).ifPresent(name -> filters.put(name, List.of("Patient/" + id))));
        Set<String> found = hapi.ids(type, filters);
        ids.ifPresent(found::retainAll);
        return Optional.of(found);
    }

    private Optional<String> named(String type) {
        return FhirRequest.WHOSE.stream()
                .filter(allowList.parameters(type)::contains)
                .findFirst();
    }

    /** The search as this server understood it, the same on every page. */
    private static String query(FhirRequest request, Optional<String> patient) {
        Map<String, List<String>> parameters = new TreeMap<>(request.parameters());
        parameters.keySet().removeAll(Set.of("_cursor", "_format"));
        parameters.keySet().removeAll(FhirRequest.WHOSE);
        String type = request.type().orElseThrow();
        // A number stays as it was asked: the id behind it would tell whether there is somebody.
        patient.filter(any -> !type.equals("Patient") && !parameters.containsKey(Whose.BY_NUMBER))
                .ifPresent(id -> parameters.put("patient", List.of(id)));
        return Searchset.query(type, parameters);
    }

    /** How the answer is shaped. */
    private record Shape(int count, Order order, boolean total, Optional<String> cursor) {

        static Shape of(FhirRequest request) {
            boolean summary = one(request, "_summary")
                    .map(value -> {
                        if (!value.equals("count") && !value.equals("false")) {
                            throw Refusal.invalid("_summary", "Of summaries only 'count' is supported");
                        }
                        return value.equals("count");
                    })
                    .orElse(false);
            int count = one(request, "_count").map(Shape::number).orElse(DEFAULT_COUNT);
            boolean total = one(request, "_total")
                    .map(value -> {
                        if (!Set.of("none", "estimate", "accurate").contains(value)) {
                            throw Refusal.invalid("_total", "A total is 'none', 'estimate' or 'accurate'");
                        }
                        return value.equals("accurate");
                    })
                    .orElse(false);
            Order order = one(request, "_sort")
                    .map(value -> Order.bySort(value)
                            .orElseThrow(() -> Refusal.invalid(
                                    "_sort", "Supported orders are date, -date, _lastUpdated and -_lastUpdated")))
                    .orElse(Order.NEWEST);
            return new Shape(
                    summary ? 0 : Math.min(count, MAX_COUNT),
                    order,
                    total || summary || count == 0,
                    one(request, "_cursor"));
        }

        private static int number(String value) {
            if (!value.matches("\\d{1,9}")) {
                throw Refusal.invalid("_count", "A count is a whole number from 0");
            }
            return Integer.parseInt(value);
        }

        private static Optional<String> one(FhirRequest request, String name) {
            return request.values(name).stream().findFirst();
        }
    }
}
