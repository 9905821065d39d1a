package io.candour.enforcement;

import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.identity.VerifiedToken;
import io.candour.record.Cursor;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Term;
import java.time.Duration;
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
 * Searches of one patient's items, or of resources about nobody.
 *
 * <p>Pages are filled with what was permitted, so none has holes, none says how much was passed over, and the link to
 * a next page is there exactly when there is something to see behind it. Safe for use by many threads.
 */
final class SearchPath {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 200;
    private static final int CHUNK = 200;
    private static final int MAX_PATIENTS = 50;
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final RecordIndex index;
    private final HapiSearch hapi;
    private final AllowList allowList;
    private final Cursor cursors;
    private final Whose whose;
    private final Inclusions inclusions;
    private final String baseUrl;

    SearchPath(
            RecordIndex index,
            HapiSearch hapi,
            AllowList allowList,
            Cursor cursors,
            Inclusions inclusions,
            String baseUrl) {
        this.index = index;
        this.hapi = hapi;
        this.allowList = allowList;
        this.cursors = cursors;
        this.whose = new Whose(allowList, hapi, index);
        this.inclusions = inclusions;
        this.baseUrl = baseUrl;
    }

    Answer answer(FhirRequest request, VerifiedToken token, Verdicts verdicts) {
        Shape shape = Shape.of(request);
        Optional<String> patient = whose.patient(request, token, verdicts);
        verdicts.about(patient.filter(id -> !id.equals(Whose.NO_ONE)).stream().toList());
        String query = query(request, patient);
        String binding = token.caller().kind() + "\n" + token.caller().id() + "\n" + query;
        Optional<Order.Position> start = shape.cursor().map(cursor -> cursors.read(cursor, binding, verdicts.now())
                .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer")));
        Source source = source(request, verdicts, patient, shape.order());

        List<RecordItem> page = new ArrayList<>();
        boolean more = fill(source, verdicts, start, shape.count(), page);
        Optional<Integer> total = shape.total() ? Optional.of(count(source, verdicts)) : Optional.empty();
        Optional<String> next = more
                ? Optional.of(cursors.write(
                        shape.order().positionOf(page.get(page.size() - 1)),
                        binding,
                        verdicts.now().plus(CURSOR_LIFE)))
                : Optional.empty();
        List<Searchset.Entry> shown = new ArrayList<>();
        page.forEach(item -> shown.add(Searchset.Entry.match(verdicts.disclose(item))));
        inclusions
                .with(page, request, verdicts)
                .forEach(item -> shown.add(Searchset.Entry.include(verdicts.disclose(item))));
        Searchset.Links links = new Searchset.Links(baseUrl + "/" + query, shape.cursor(), next);
        // Choices are private anyway: nobody is told more of them than of a patient who made none.
        boolean hidden = shape.count() > 0
                && Category.of(request.type().orElseThrow(), Set.of()) != Category.CHOICES
                && patient.filter(verdicts::tellsSomethingIsHidden).isPresent();
        return new Answer(200, Searchset.write(baseUrl, shown, total, links, hidden), Map.of(), verdicts.evidence());
    }

    /** Reads on until the page is full and one more was seen; returns whether one more was. */
    private static boolean fill(
            Source source, Verdicts verdicts, Optional<Order.Position> start, int count, List<RecordItem> page) {
        Optional<Order.Position> after = start;
        while (count > 0) {
            List<RecordItem> chunk = source.after(after, Math.min(count + 1, CHUNK));
            verdicts.aboutAll(chunk.stream().map(RecordItem::facts).toList());
            for (RecordItem item : chunk) {
                if (verdicts.permits(item.facts())) {
                    if (page.size() == count) {
                        return true;
                    }
                    page.add(item);
                }
            }
            if (chunk.size() < Math.min(count + 1, CHUNK)) {
                return false;
            }
            after = Optional.of(source.order().positionOf(chunk.get(chunk.size() - 1)));
        }
        return false;
    }

    private static int count(Source source, Verdicts verdicts) {
        List<RecordItem> all = new ArrayList<>();
        fill(source.toDecide(), verdicts, Optional.empty(), Integer.MAX_VALUE - 1, all);
        return source.decided() + all.size();
    }

    /** Where candidates come from, in order. */
    private interface Source {
        Order order();

        List<RecordItem> after(Optional<Order.Position> position, int limit);

        /** How many that are open the source can count by itself; the others are those of {@link #toDecide}. */
        default int decided() {
            return 0;
        }

        default Source toDecide() {
            return this;
        }
    }

    private record Any(Order order, Reader reader) implements Source {
        interface Reader {
            List<RecordItem> after(Optional<Order.Position> position, int limit);
        }

        @Override
        public List<RecordItem> after(Optional<Order.Position> position, int limit) {
            return reader.after(position, limit);
        }
    }

    /** Items of one patient: what is closed to the caller is left out by the database, so that it costs nobody anything. */
    private record OfPatient(
            RecordIndex index, String patient, String type, Condition open, List<Term> terms, Order order)
            implements Source {
        @Override
        public List<RecordItem> after(Optional<Order.Position> position, int limit) {
            return index.search(patient, type, open, terms, order, position, limit);
        }

        @Override
        public int decided() {
            return index.count(patient, type, open, terms);
        }

        @Override
        public Source toDecide() {
            return new OfPatient(index, patient, type, Condition.Flag.NEVER, terms, order);
        }
    }

    private Source source(FhirRequest request, Verdicts verdicts, Optional<String> patient, Order order) {
        String type = request.type().orElseThrow();
        if (type.equals("Patient") && patient.isEmpty()) {
            return patients(request, verdicts, order);
        }
        if (patient.isPresent() && !allowList.aboutNobody(type)) {
            String whose = patient.get();
            return new OfPatient(index, whose, type, verdicts.open(whose), terms(request, type, whose), order);
        }
        Optional<Collection<String>> ids = ids(request, patient);
        return new Any(order, (after, limit) -> index.page(patient, type, ids, order, after, limit));
    }

    private List<Term> terms(FhirRequest request, String type, String patient) {
        List<Term> terms = new ArrayList<>();
        request.values("_id")
                .forEach(each -> terms.add(new Term.Ids(new HashSet<>(Arrays.asList(each.split(",", -1))))));
        Map<String, List<String>> filters = filters(request);
        if (!filters.isEmpty()) {
            terms.addAll(hapi.terms(type, filters).orElseGet(() -> {
                named(type).ifPresent(name -> filters.put(name, List.of("Patient/" + patient)));
                return List.of(new Term.Ids(hapi.ids(type, filters)));
            }));
        }
        return terms;
    }

    /** What is searched for, beside whose it is. */
    private static Map<String, List<String>> filters(FhirRequest request) {
        Map<String, List<String>> filters = new TreeMap<>(request.parameters());
        filters.keySet().removeAll(Gate.RESULT_PARAMETERS);
        filters.keySet().removeAll(FhirRequest.WHOSE);
        filters.keySet().removeAll(Set.of("_format", "_id", Gate.INCLUDE, Whose.BY_NUMBER));
        return filters;
    }

    /** A patient is found by number or id only; each is decided on their own snapshot, read before they are. */
    private Source patients(FhirRequest request, Verdicts verdicts, Order order) {
        boolean byNumber = request.values("identifier").stream().allMatch(each -> each.matches(Whose.NUMBER));
        boolean named = request.parameters().containsKey("identifier")
                || request.parameters().containsKey("_id");
        if (!named || !byNumber) {
            throw Refusal.invalid("identifier", "A search for a Patient needs 'identifier=[system]|[value]' or '_id'");
        }
        List<String> ids = ids(request, Optional.empty()).orElse(List.of()).stream()
                .filter(id -> id.matches(FhirRequest.LOGICAL_ID))
                .sorted()
                .toList();
        if (ids.size() > MAX_PATIENTS) {
            throw Refusal.invalid("_id", "At most " + MAX_PATIENTS + " patients can be named at once");
        }
        verdicts.about(ids);
        return new Any(order, (after, limit) -> ids.stream()
                .filter(id -> after.map(place -> id.compareTo(place.id()) > 0).orElse(true))
                .limit(limit)
                .flatMap(id -> index.read("Patient", id).stream())
                .toList());
    }

    private Optional<Collection<String>> ids(FhirRequest request, Optional<String> patient) {
        Map<String, List<String>> filters = filters(request);
        Optional<Collection<String>> ids = request.values("_id").stream()
                .map(each -> (Collection<String>) new HashSet<>(Arrays.asList(each.split(",", -1))))
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
