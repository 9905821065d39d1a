package io.candour.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is who: the business identifiers that tokens carry, and who belongs to what.
 *
 * <p>Kept from the resources themselves, in the transaction that writes them. Safe for use by many threads.
 */
public final class Directory {
    public static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    public static final String ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code";
    public static final String SDS_USER_ID = "https://fhir.nhs.uk/Id/sds-user-id";

    private static final Set<String> TYPES =
            Set.of("Patient", "RelatedPerson", "Organization", "Practitioner", "PractitionerRole", "Group", "CareTeam");
    private static final Set<String> LINKING = Set.of(NHS_NUMBER, ODS_CODE, SDS_USER_ID);

    /** A choice may name an organisation by its code: that of one that somebody belongs to is a name of theirs as well. */
    private static final String OF_ORGANISATION = " type = 'Organization' and system = '" + ODS_CODE
            + "' and name like 'Organization/%' and id = substr(name, length('Organization/') + 1)";

    private final JdbcTemplate jdbc;

    public Directory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The id of the one resource of this type that carries the identifier; empty where none or several do. */
    public Optional<String> find(String type, String system, String value) {
        List<String> ids = jdbc.queryForList(
                "select id from candour.identifier where system = ? and value = ? and type = ? limit 2",
                String.class,
                system,
                value,
                type);
        return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
    }

    /** The reference of the one resource that carries an identifier ({@code system|value}); else the name as given. */
    public String oneName(String name) {
        int bar = name.indexOf('|');
        if (bar < 0) {
            return name;
        }
        List<String> holders = jdbc.queryForList(
                "select type || '/' || id from candour.identifier where system = ? and value = ? limit 2",
                String.class,
                name.substring(0, bar),
                name.substring(bar + 1));
        return holders.size() == 1 ? holders.get(0) : name;
    }

    /**
     * The version of all that is kept here; whoever changes it says so (see {@link #put}). The same look tells whether the
     * caller's session goes on, so that to ask costs no round trip.
     *
     * @throws SessionEndedException if the issuer has ended the session
     */
    public long epoch(Session session) {
        return Optional.ofNullable(jdbc.queryForObject(
                        "select epoch, " + RevokedSessions.ENDED + " from candour.epoch",
                        (row, number) -> {
                            if (row.getBoolean(2)) {
                                throw new SessionEndedException();
                            }
                            return row.getLong(1);
                        },
                        RevokedSessions.arguments(session)))
                .orElseThrow();
    }

    /**
     * All names somebody answers to: the identifiers given, the references of the resources that carry them, and every
     * Group, CareTeam and parent organisation these belong to, through any number of steps; organisations also by their
     * ODS codes.
     *
     * @param identifiers as {@code system|value}
     * @param patient the logical id of the caller's own Patient
     */
    public Set<String> memberships(Set<String> identifiers, Optional<String> patient) {
        return memberships(
                identifiers, patient.map(id -> Set.of("Patient/" + id)).orElse(Set.of()));
    }

    /**
     * All names somebody answers to who is known by one of them: an identifier ({@code system|value}) or a reference,
     * whose own identifiers then count too.
     */
    public Set<String> memberships(String name) {
        return memberships(List.of(name)).getOrDefault(name, Set.of());
    }

    /** {@link #memberships(String)} of each of these, by it; all that are given by reference are asked for at once. */
    public Map<String, Set<String>> memberships(Collection<String> known) {
        Map<String, Set<String>> names = new HashMap<>();
        List<String> references = new ArrayList<>();
        for (String each : known) {
            if (each.contains("|") || !each.contains("/")) {
                names.put(each, memberships(Set.of(each), Set.of()));
            } else {
                references.add(each);
            }
        }
        if (!references.isEmpty()) {
            jdbc.query(
                    """
                    with recursive own as (
                        select r, i.system, i.value from unnest(?::text[]) r
                            join candour.identifier i on i.type = split_part(r, '/', 1) and i.id = substr(r, strpos(r, '/') + 1)),
                    belongs(r, name) as (
                        select r, r from unnest(?::text[]) r
                        union select own.r, i.type || '/' || i.id from own join candour.identifier i using (system, value)
                        union select b.r, m.container from candour.membership m join belongs b on m.member = b.name)
                    select r, name from belongs union all select r, system || '|' || value from own
                    union all select r, system || '|' || value from belongs join candour.identifier on
                    """
                            + OF_ORGANISATION,
                    row -> {
                        names.computeIfAbsent(row.getString(1), any -> new TreeSet<>())
                                .add(row.getString(2));
                    },
                    references.toArray(String[]::new),
                    references.toArray(String[]::new));
        }
        return names;
    }

    private Set<String> memberships(Set<String> identifiers, Set<String> references) {
        if (identifiers.isEmpty() && references.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(identifiers);
        names.addAll(jdbc.queryForList(
                """
                with recursive belongs(name) as (
                    select i.type || '/' || i.id from unnest(?::text[]) named(pair)
                        join candour.identifier i on i.system = split_part(named.pair, '|', 1)
                            and i.value = substr(named.pair, strpos(named.pair, '|') + 1)
                    union select r from unnest(?::text[]) r
                    union select m.container from candour.membership m join belongs b on m.member = b.name)
                select name from belongs
                union all select system || '|' || value from belongs join candour.identifier on
                """
                        + OF_ORGANISATION,
                String.class,
                identifiers.toArray(String[]::new),
                references.toArray(String[]::new)));
        return names;
    }

    /**
     * Keeps what a resource says, in the transaction at hand; resources that name nobody cost nothing.
     *
     * @return whether anybody now answers to other names, which can narrow decisions about anybody: to gain a name is to
     *     meet the denials of it
     */
    public boolean put(IBaseResource resource) {
        if (!TYPES.contains(resource.fhirType())) {
            return false;
        }
        String type = resource.fhirType();
        String id = resource.getIdElement().getIdPart();
        Set<Name> now = identifiers(resource)
                .map(each -> new Name(each.getSystem(), each.getValue()))
                .collect(Collectors.toSet());
        boolean renamed = replaceNames(type, id, now);
        return replaceMemberships(type + "/" + id, Membership.of(resource)) || renamed;
    }

    /** Forgets what a deleted resource said; returns as {@link #put} does. */
    public boolean remove(String type, String id) {
        if (!TYPES.contains(type)) {
            return false;
        }
        boolean renamed = replaceNames(type, id, Set.of());
        return replaceMemberships(type + "/" + id, Set.of()) || renamed;
    }

    private record Name(String system, String value) {}

    /** A patient's number links one token to one record and is in nobody's choices; it moves no epoch. */
    private boolean replaceNames(String type, String id, Set<Name> now) {
        Set<Name> before = new HashSet<>(jdbc.query(
                "delete from candour.identifier where type = ? and id = ? returning system, value",
                (row, number) -> new Name(row.getString(1), row.getString(2)),
                type,
                id));
        jdbc.batchUpdate(
                "insert into candour.identifier (type, id, system, value) values (?, ?, ?, ?)",
                now.stream()
                        .map(each -> new Object[] {type, id, each.system(), each.value()})
                        .toList());
        return !now.equals(before) && (!type.equals("Patient") || !now.containsAll(before));
    }

    private boolean replaceMemberships(String source, Set<Membership> now) {
        Set<Membership> before = new HashSet<>(jdbc.query(
                "delete from candour.membership where source = ? returning container, member",
                (row, number) -> new Membership(row.getString(1), row.getString(2)),
                source));
        jdbc.batchUpdate(
                "insert into candour.membership (source, container, member) values (?, ?, ?)",
                now.stream()
                        .map(each -> new Object[] {source, each.container(), each.member()})
                        .toList());
        return !now.equals(before);
    }

    private static Stream<Identifier> identifiers(IBaseResource resource) {
        List<Identifier> all =
                switch (resource.fhirType()) {
                    case "Patient" -> ((Patient) resource).getIdentifier();
                    case "RelatedPerson" -> ((RelatedPerson) resource).getIdentifier();
                    case "Organization" -> ((Organization) resource).getIdentifier();
                    case "Practitioner" -> ((Practitioner) resource).getIdentifier();
                    default -> List.of();
                };
        Map<String, Identifier> linking = new LinkedHashMap<>();
        all.stream()
                .filter(each -> LINKING.contains(each.getSystem()) && each.hasValue() && inUse(each))
                .forEach(each -> linking.put(each.getSystem() + "|" + each.getValue(), each));
        return linking.values().stream();
    }

    /** A number that was taken back opens nothing. */
    private static boolean inUse(Identifier identifier) {
        boolean ended = identifier.getPeriod().hasEnd()
                && identifier.getPeriod().getEnd().toInstant().isBefore(Instant.now());
        return identifier.getUse() != Identifier.IdentifierUse.OLD && !ended;
    }
}
