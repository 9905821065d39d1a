package io.candour.enforcement;

import io.candour.consent.CallerKind;
import io.candour.consent.ItemFacts;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose items a search is about. Safe for use by many threads. */
final class Whose {
    /** Names a patient by a business identifier, {@code [system]|[value]}. */
    static final String BY_NUMBER = "patient.identifier";

    static final String NUMBER = "[^|,]+\\|[^|,]+";

    /** Stands for a patient where there is none. Were one called that, decisions would still close their items. */
    static final String NO_ONE = "none";

    private final AllowList allowList;
    private final HapiSearch hapi;
    private final RecordIndex index;

    Whose(AllowList allowList, HapiSearch hapi, RecordIndex index) {
        this.allowList = allowList;
        this.hapi = hapi;
        this.index = index;
    }

    /** Whose items are searched: as the request says, else the caller's own. */
    Optional<String> patient(FhirRequest request, VerifiedToken token, Verdicts verdicts) {
        String type = request.type().orElseThrow();
        Optional<String> named = request.compartment()
                .or(() -> FhirRequest.WHOSE.stream()
                        .flatMap(name -> request.values(name).stream())
                        .findFirst())
                .map(Whose::logicalId);
        List<String> numbers = request.values(BY_NUMBER);
        if (FhirRequest.WHOSE.stream()
                                .mapToInt(name -> request.values(name).size())
                                .sum()
                        + numbers.size()
                        + (request.compartment().isPresent() ? 1 : 0)
                > 1) {
            throw Refusal.invalid("patient", "A search names its patient once");
        }
        if (!numbers.isEmpty()) {
            return Optional.of(byNumber(numbers.get(0), verdicts));
        }
        if (named.isPresent() || allowList.aboutNobody(type)) {
            return named;
        }
        if (token.caller().kind() == CallerKind.PATIENT) {
            // Without a record of their own a person's searches find nothing.
            return token.caller().patient().or(() -> Optional.of(NO_ONE));
        }
        if (type.equals("Patient")) {
            return Optional.empty();
        }
        throw Refusal.invalid("patient", "A search for " + type + " needs 'patient'");
    }

    /** A number finds somebody for those alone who may see that it is theirs. */
    private String byNumber(String number, Verdicts verdicts) {
        if (!number.matches(NUMBER)) {
            throw Refusal.invalid(BY_NUMBER, "A patient's number is given as '[system]|[value]'");
        }
        Set<String> ids = hapi.ids("Patient", Map.of("identifier", List.of(number)));
        verdicts.about(ids);
        return index.facts(ids.stream().map(id -> "Patient/" + id).toList()).values().stream()
                .filter(verdicts::wouldPermit)
                .map(ItemFacts::id)
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(), open -> open.size() == 1 ? open.get(0) : NO_ONE));
    }

    static String logicalId(String reference) {
        String id = reference.startsWith("Patient/") ? reference.substring("Patient/".length()) : reference;
        if (!id.matches(FhirRequest.LOGICAL_ID)) {
            throw Refusal.invalid("patient", "A patient is named by its logical id, as 'Patient/[id]'");
        }
        return id;
    }
}
