package io.candour.enforcement;

import io.candour.consent.Caller;
import io.candour.identity.SmartScopes.Permission;
import io.candour.identity.VerifiedToken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is let in at all: the allow-list, the token's scopes, and the parameters and headers that a request may carry.
 *
 * <p>Looks at the request alone and never at data, so that a refusal here tells nothing of what is stored. Immutable.
 */
final class Gate {
    static final String INCLUDE = "_include";
    static final String ELEMENTS = "_elements";

    /** Parameters that every search takes; how the answer is shaped, never what is searched. */
    static final Set<String> RESULT_PARAMETERS = Set.of("_count", "_sort", "_total", "_summary", "_cursor");

    private static final Set<String> HISTORY_PARAMETERS = Set.of("_count", "_cursor");
    private static final Set<String> FORMATS = Set.of("json", "application/json", "application/fhir+json");
    private static final Set<String> CSV = Set.of("csv", "text/csv");

    /** Headers by which HAPI lets a client change the rules of a request. */
    private static final List<String> REFUSED_HEADERS = List.of(
            "X-Transaction-Semantics",
            "X-Meta-Snapshot-Mode",
            "X-Rewrite-History",
            "X-Cascade",
            "X-Retry-On-Version-Conflict",
            "X-Upsert-Extistence-Check",
            "If-None-Exist",
            // HAPI would take the id to update from it.
            "Content-Location",
            "X-HTTP-Method-Override");

    private static final Set<String> BODIES =
            Set.of("application/fhir+json", "application/json", "application/x-www-form-urlencoded");
    private static final Set<String> ACCEPTED =
            Set.of("application/fhir+json", "application/json", "json", "text/json", "*/*", "application/*");

    /** In a URL's query: a name that is empty or has a control character in it. */
    private static final Pattern UNREADABLE_NAME =
            Pattern.compile("(^|&)(=|[^=&]*%([01][0-9a-f]|7f))", Pattern.CASE_INSENSITIVE);

    private final AllowList allowList;

    Gate(AllowList allowList) {
        this.allowList = allowList;
    }

    /** Whether anybody may ask this, without a token too: what says how to ask, and is about nobody. */
    boolean open(FhirRequest request) {
        return request.interaction() == Interaction.CAPABILITIES
                || request.type()
                        .filter(type -> request.compartment().isEmpty())
                        .filter(type -> allowList.open(type, request.interaction()))
                        .isPresent();
    }

    /** Refuses what is {@link #open} and asked in a way that is not supported. */
    void checkOpen(FhirRequest request) {
        checkFormat(request);
        request.type().filter(type -> open(request)).ifPresent(type -> checkParameters(request, type));
    }

    /** Refuses what this caller may not ask, or not in this way. */
    void check(FhirRequest request, VerifiedToken token) {
        if (open(request)) {
            checkOpen(request);
            return;
        }
        checkFormat(request);
        Caller caller = token.caller();
        if (request.interaction() == Interaction.BUNDLE) {
            if (!allowList.allowsBundles(caller.kind())) {
                throw Refusal.forbidden("Bundles are not open to this kind of caller");
            }
            return;
        }
        String type = request.type()
                .orElseThrow(() -> Refusal.unsupported("This server does not answer this kind of request"));
        if (!allowList.knows(type)) {
            throw Refusal.unsupported("The resource type '" + printable(type) + "' is not supported");
        }
        if (request.interaction() == Interaction.OPERATION) {
            checkOperation(request, type, token);
            return;
        }
        if (!allowList.allows(caller.kind(), type, request.interaction())) {
            throw Refusal.forbidden("The interaction '" + printable(request.interactionCode()) + "' on " + type
                    + " is not open to this kind of caller");
        }
        request.interaction()
                .permission()
                .filter(permission -> !token.allows(type, permission))
                .ifPresent(permission -> {
                    throw Refusal.forbidden("The token has no scope for this: it would need '"
                            + permission.name().toLowerCase(Locale.ROOT).charAt(0) + "' on " + type);
                });
        checkParameters(request, type);
    }

    /** The operation's parameters are checked against its definition, wherever they were given. */
    private void checkOperation(FhirRequest request, String type, VerifiedToken token) {
        String operation = request.operation().orElseThrow();
        AllowedOperation allowed = allowList
                .operation(operation.substring(1))
                .filter(known -> known.types().contains(type))
                .orElseThrow(() -> Refusal.unsupported(
                        "The operation '" + printable(operation) + "' is not supported on " + type));
        if (!allowed.parameters().containsKey(token.caller().kind())) {
            throw Refusal.forbidden("The operation '" + operation + "' is not open to this kind of caller");
        }
        if (!allowed.inScopeOf(token)) {
            throw Refusal.forbidden("The token has no scope for this: '" + operation + "' needs "
                    + allowed.scopes().entrySet().stream()
                            .map(each -> each.getValue() + " on " + each.getKey())
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Whether a create may first look for what it would create: a search, and only of what is about nobody. */
    boolean allowsMatching(FhirRequest request, VerifiedToken token) {
        return request.type()
                .filter(type -> allowList.aboutNobody(type) && token.allows(type, Permission.SEARCH))
                .isPresent();
    }

    private void checkParameters(FhirRequest request, String type) {
        boolean search = request.interaction() == Interaction.SEARCH_TYPE;
        checkOrder(request, type);
        checkIncludes(request, type);
        Set<String> known = search
                ? allowList.parameters(type)
                : request.interaction() == Interaction.HISTORY ? HISTORY_PARAMETERS : Set.of();
        request.parameters().forEach((name, values) -> {
            boolean shape =
                    search && (RESULT_PARAMETERS.contains(name) || name.equals(INCLUDE) || name.equals(ELEMENTS));
            if (!known.contains(name) && !shape && !name.equals("_format")) {
                throw Refusal.invalid(printable(name), "The parameter '" + printable(name) + "' is not supported here");
            }
            if (values.stream().anyMatch(value -> value.chars().anyMatch(Character::isISOControl))) {
                throw Refusal.invalid(name, "The parameter '" + name + "' has a value that cannot be read");
            }
            if (values.stream().anyMatch(String::isBlank)) {
                throw Refusal.invalid(name, "The parameter '" + name + "' has an empty value");
            }
            boolean once = RESULT_PARAMETERS.contains(name) || FhirRequest.WHOSE.contains(AllowList.plain(name));
            if (values.size() > 1 && once) {
                throw Refusal.invalid(name, "The parameter '" + name + "' may be given once");
            }
        });
    }

    private void checkOrder(FhirRequest request, String type) {
        Set<String> sorts = allowList.sorts(type);
        request.values("_sort").stream()
                .filter(order -> !sorts.contains(order))
                .findFirst()
                .ifPresent(order -> {
                    throw Refusal.invalid(
                            "_sort",
                            sorts.isEmpty()
                                    ? type + " is not sorted"
                                    : "Supported orders are " + String.join(", ", new TreeSet<>(sorts)));
                });
    }

    private void checkIncludes(FhirRequest request, String type) {
        Set<String> includes = allowList.includes(type).keySet();
        request.values(INCLUDE).stream()
                .filter(value ->
                        !value.startsWith(type + ":") || !includes.contains(value.substring(type.length() + 1)))
                .findFirst()
                .ifPresent(value -> {
                    throw Refusal.invalid(
                            INCLUDE,
                            includes.isEmpty()
                                    ? "Nothing is included with " + type
                                    : "Supported are "
                                            + includes.stream()
                                                    .map(name -> type + ":" + name)
                                                    .collect(Collectors.joining(", ")));
                });
    }

    private void checkFormat(FhirRequest request) {
        request.values("_format").stream()
                .filter(format -> !FORMATS.contains(format) && !(CSV.contains(format) && hasCsv(request)))
                .findAny()
                .ifPresent(format -> {
                    throw Refusal.invalid("_format", "Only JSON is supported");
                });
    }

    private boolean hasCsv(FhirRequest request) {
        return request.operation()
                .flatMap(operation -> allowList.operation(operation.substring(1)))
                .filter(AllowedOperation::csv)
                .isPresent();
    }

    /** Whether a request that passed wants CSV: said by parameter, or by header where no parameter says otherwise. */
    boolean wantsCsv(FhirRequest asked, HttpServletRequest request) {
        List<String> formats = asked.values("_format");
        return formats.isEmpty()
                ? hasCsv(asked) && namesCsv(request)
                : formats.stream().anyMatch(CSV::contains);
    }

    private static boolean namesCsv(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/csv");
    }

    /** Refuses headers that would change the rules, whoever sends them, and encodings that are not spoken here. */
    void checkHeaders(FhirRequest asked, HttpServletRequest request) {
        REFUSED_HEADERS.stream()
                .filter(header -> request.getHeader(header) != null)
                .findFirst()
                .ifPresent(header -> {
                    throw Refusal.unsupported("The header " + header + " is not supported");
                });
        String query = request.getQueryString();
        if (query != null && UNREADABLE_NAME.matcher(query).find()) {
            // HAPI would drop the character and answer another question.
            throw Refusal.unsupported("A parameter has a name that cannot be read");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equals("identity")) {
            throw Refusal.status(415, "A body must not be compressed");
        }
        String body = request.getContentType();
        if (body != null && Collections.disjoint(BODIES, mediaTypes(body))) {
            throw Refusal.status(415, "A body is FHIR JSON (application/fhir+json)");
        }
        String accept = request.getHeader("Accept");
        if (accept != null
                && Collections.disjoint(ACCEPTED, mediaTypes(accept))
                && !(namesCsv(request) && hasCsv(asked))) {
            throw Refusal.status(406, "Only JSON is supported");
        }
    }

    /** The media types that a header names, without their parameters. */
    private static Set<String> mediaTypes(String header) {
        return Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
                .map(each -> each.split(";", 2)[0].strip())
                .collect(Collectors.toSet());
    }

    /** What a caller sent, cut and cleaned so that it may stand in a message. */
    static String printable(String text) {
        String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return cut.replaceAll("[^\\p{Alnum} _.:$*-]", "?");
    }
}
