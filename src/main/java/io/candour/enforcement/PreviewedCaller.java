package io.candour.enforcement;

import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.identity.Directory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.StringType;

/**
 * Somebody a preview is about, put together from its arguments as a token would have been. Only what whoever asks may see
 * can be named by reference, so that asking tells nothing of what is there.
 */
final class PreviewedCaller {
    private static final Set<String> TYPES = Set.of("Practitioner", "Organization", "RelatedPerson");
    private static final Set<String> SYSTEMS = Set.of(Directory.ODS_CODE, Directory.SDS_USER_ID);

    private final Directory directory;
    private final RecordPath records;

    PreviewedCaller(Directory directory, RecordPath records) {
        this.directory = directory;
        this.records = records;
    }

    /** @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 400 naming the argument that is wrong */
    Caller of(Invocation invocation) {
        if (invocation.text("actor").isPresent()
                && invocation.text("actorIdentifier").isPresent()) {
            throw Refusal.invalid("actorIdentifier", "A preview is about one actor: by reference or by identifier");
        }
        Optional<String> actor = invocation
                .text("actor")
                .map(reference -> reference("actor", reference, TYPES, invocation))
                .or(() -> invocation.text("actorIdentifier").map(PreviewedCaller::identifier));
        CallerKind kind = invocation
                .text("callerKind")
                .map(PreviewedCaller::kind)
                .or(() -> actor.map(PreviewedCaller::kindOf))
                .orElseThrow(() -> Refusal.invalid("callerKind", "A preview needs an actor or a callerKind"));
        Optional<String> organization = invocation.text("organization").map(name -> organization(name, invocation));
        Set<String> names = new TreeSet<>();
        actor.ifPresent(name -> names.addAll(directory.memberships(name)));
        organization.ifPresent(name -> names.addAll(directory.memberships(name)));
        return new Caller(
                kind,
                "preview",
                "",
                Optional.empty(),
                invocation.arguments().all("role", StringType.class).stream()
                        .map(StringType::getValue)
                        .collect(Collectors.toCollection(HashSet::new)),
                "preview",
                Set.of(),
                names,
                Optional.empty());
    }

    private static CallerKind kind(String code) {
        return Arrays.stream(CallerKind.values())
                .filter(kind -> kind != CallerKind.PATIENT)
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(code))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "callerKind", "A callerKind is practitioner, proxy, researcher, guardian, auditor or system"));
    }

    private static CallerKind kindOf(String actor) {
        return actor.startsWith("RelatedPerson/") ? CallerKind.PROXY : CallerKind.PRACTITIONER;
    }

    private String organization(String name, Invocation invocation) {
        if (name.startsWith(Directory.ODS_CODE + "|") && !name.endsWith("|")) {
            return name;
        }
        return reference("organization", name, Set.of("Organization"), invocation);
    }

    private static String identifier(String token) {
        int bar = token.indexOf('|');
        if (bar < 0 || bar == token.length() - 1 || !SYSTEMS.contains(token.substring(0, bar))) {
            throw Refusal.invalid(
                    "actorIdentifier",
                    "An actorIdentifier is [system]|[value], of " + Directory.ODS_CODE + " or "
                            + Directory.SDS_USER_ID);
        }
        return token;
    }

    private String reference(String parameter, String reference, Set<String> types, Invocation invocation) {
        String[] parts = reference.split("/", -1);
        boolean readable = parts.length == 2 && types.contains(parts[0]) && parts[1].matches(FhirRequest.LOGICAL_ID);
        if (!readable) {
            throw Refusal.invalid(
                    parameter, "The parameter '" + parameter + "' is written [type]/[id], of " + new TreeSet<>(types));
        }
        if (records.seen(List.of(reference), invocation.token()).isEmpty()) {
            throw Refusal.invalid(parameter, "The parameter '" + parameter + "' names nothing that you may see");
        }
        return reference;
    }
}
