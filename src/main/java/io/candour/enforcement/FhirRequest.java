package io.candour.enforcement;

import io.candour.audit.QueryShape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One FHIR request, or one entry of a batch, as its method, path and parameters say; nothing is looked up.
 *
 * @param type resource type in the path, as written; for a compartment search, the type searched for
 * @param id logical id in the path; for a compartment search, none
 * @param compartment the patient whose compartment is searched ({@code Patient/[id]/[type]})
 * @param operation with its dollar sign; only of a request in the shape that operations have (R4 3.2.0 'Operations')
 * @param parameters of the URL and of a form body together
 */
record FhirRequest(
        Interaction interaction,
        Optional<String> type,
        Optional<String> id,
        Optional<String> version,
        Optional<String> compartment,
        Optional<String> operation,
        Map<String, List<String>> parameters) {

    /** Search parameters that name the patient whose items are searched. */
    static final List<String> WHOSE = List.of("patient", "subject");

    /** A logical id, as FHIR R4 2.24.0.1 'id' has it. */
    static final String LOGICAL_ID = "[A-Za-z0-9.-]{1,64}";

    FhirRequest {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** @param path behind the FHIR base, without a leading slash and without query; its segments are not escaped */
    static FhirRequest parse(String method, String path, Map<String, String[]> parameters) {
        String[] segments = path.isEmpty() ? new String[0] : path.split("/", -1);
        Map<String, List<String>> values = new TreeMap<>();
        parameters.forEach((name, each) -> values.put(name, List.of(each)));
        return new Path(method.equals("HEAD") ? "GET" : method, segments).with(values);
    }

    /** The read of what this request would change. */
    FhirRequest asRead() {
        return new FhirRequest(
                Interaction.READ, type, id, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same with what was given in its body. */
    FhirRequest with(Map<String, List<String>> given) {
        return new FhirRequest(interaction, type, id, version, compartment, operation, given);
    }

    /** All values of a parameter. */
    List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** Patients whom the request itself names, whether or not there are such. */
    Set<String> namedPatients() {
        Set<String> named = new TreeSet<>();
        compartment.ifPresent(named::add);
        type.filter("Patient"::equals).flatMap(any -> id).ifPresent(named::add);
        for (String parameter : WHOSE) {
            values(parameter).forEach(value -> named.add(value.replaceFirst("^Patient/", "")));
        }
        named.removeIf(each -> !each.matches(LOGICAL_ID));
        return named;
    }

    /** The parameters as the access log keeps them. */
    QueryShape shape() {
        Map<String, String[]> written = new TreeMap<>();
        parameters.forEach((name, values) -> written.put(name, values.toArray(String[]::new)));
        return QueryShape.of(written);
    }

    /** What the access log calls the interaction. */
    String interactionCode() {
        return operation.orElse(interaction.code());
    }

    private record Path(String method, String[] segments) {

        FhirRequest with(Map<String, List<String>> parameters) {
            Optional<String> type = at(0).filter(each -> !each.startsWith("$") && !each.startsWith("_"));
            boolean dollar =
                    at(segments.length - 1).filter(each -> each.startsWith("$")).isPresent();
            Optional<String> operation = dollar && invokes() ? at(segments.length - 1) : Optional.empty();
            Interaction interaction =
                    operation.isPresent() ? Interaction.OPERATION : dollar ? Interaction.OTHER : interaction();
            boolean compartment = interaction == Interaction.SEARCH_TYPE && inCompartment();
            boolean onInstance = named(1) && !compartment;
            return new FhirRequest(
                    interaction,
                    compartment ? at(2) : interaction == Interaction.CAPABILITIES ? Optional.empty() : type,
                    onInstance ? at(1) : Optional.empty(),
                    interaction == Interaction.VREAD ? at(3) : Optional.empty(),
                    compartment ? at(1) : Optional.empty(),
                    operation,
                    parameters);
        }

        private Interaction interaction() {
            boolean post = method.equals("POST");
            boolean get = method.equals("GET");
            return switch (segments.length) {
                case 0 -> post ? Interaction.BUNDLE : Interaction.OTHER;
                case 1 ->
                    segments[0].equals("metadata") && get
                            ? Interaction.CAPABILITIES
                            : get ? Interaction.SEARCH_TYPE : post ? Interaction.CREATE : Interaction.OTHER;
                case 2 -> segments[1].equals("_search") && post ? Interaction.SEARCH_TYPE : onInstance();
                case 3 ->
                    get && segments[2].equals("_history") && named(1)
                            ? Interaction.HISTORY
                            : get && inCompartment() ? Interaction.SEARCH_TYPE : Interaction.OTHER;
                case 4 ->
                    get && segments[2].equals("_history")
                            ? Interaction.VREAD
                            : post && segments[3].equals("_search") && inCompartment()
                                    ? Interaction.SEARCH_TYPE
                                    : Interaction.OTHER;
                default -> Interaction.OTHER;
            };
        }

        /** By GET or POST on the system, a type or an instance. */
        private boolean invokes() {
            boolean method = this.method.equals("GET") || this.method.equals("POST");
            boolean instance = segments.length == 3 && named(0) && named(1);
            return method && (segments.length == 1 || segments.length == 2 && named(0) || instance);
        }

        private boolean inCompartment() {
            return "Patient".equals(segments[0]) && named(1) && named(2);
        }

        private Interaction onInstance() {
            if (segments[1].isEmpty()) {
                return Interaction.OTHER;
            }
            if (segments[1].equals("_history")) {
                return Interaction.OTHER;
            }
            return switch (method) {
                case "GET" -> Interaction.READ;
                case "PUT" -> Interaction.UPDATE;
                case "PATCH" -> Interaction.PATCH;
                case "DELETE" -> Interaction.DELETE;
                default -> Interaction.OTHER;
            };
        }

        private Optional<String> at(int index) {
            return index >= 0 && index < segments.length ? Optional.of(segments[index]) : Optional.empty();
        }

        private boolean named(int index) {
            return at(index)
                    .filter(each -> !each.isEmpty() && !each.startsWith("_") && !each.startsWith("$"))
                    .isPresent();
        }
    }
}
