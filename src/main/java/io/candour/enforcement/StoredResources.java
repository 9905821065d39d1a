package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.util.MetaUtil;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The current version of each resource as HAPI's own tables hold it, with the meta that HAPI gives back.
 *
 * <p>Read by SQL and with HAPI's parser, not by its DAOs: those need all of HAPI, which would migrate the tables and
 * start its jobs, and they read one by one. Joins the transaction at hand. Safe for use by many threads.
 */
final class StoredResources {
    private static final String BY_REFERENCE =
            """
            from unnest(?) reference join hfj_resource r on r.res_type = split_part(reference, '/', 1)
                and r.fhir_id = split_part(reference, '/', 2) and r.res_deleted_at is null
            """;

    private final JdbcTemplate jdbc;
    private final FhirContext fhir;

    /** @param fhir configured as HAPI's JPA server has it */
    StoredResources(JdbcTemplate jdbc, FhirContext fhir) {
        this.jdbc = jdbc;
        this.fhir = fhir;
    }

    /** A resource in the order in which HAPI numbered them. */
    record Numbered(long number, String reference) {}

    /** How many are held, up to this number. */
    long countUpTo(long number) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from hfj_resource where res_deleted_at is null and res_id <= ?", Long.class, number));
    }

    /** The next ones behind this number. */
    List<Numbered> after(long number, int limit) {
        return jdbc.query(
                """
                select res_id, res_type || '/' || fhir_id from hfj_resource
                where res_id > ? and res_deleted_at is null order by res_id limit ?
                """,
                (row, index) -> new Numbered(row.getLong(1), row.getString(2)),
                number,
                limit);
    }

    /** Those of these that are held. */
    Set<String> held(Collection<String> references) {
        return new TreeSet<>(jdbc.queryForList(
                "select reference " + BY_REFERENCE, String.class, (Object) references.toArray(String[]::new)));
    }

    /** References of the Conditions that name one of these Encounters, and perhaps more. */
    Set<String> conditionsOf(Collection<String> encounters) {
        return new TreeSet<>(jdbc.queryForList(
                "select distinct 'Condition/' || c.fhir_id " + BY_REFERENCE
                        + """
                        join hfj_res_link l on l.target_resource_id = r.res_id and l.source_resource_type = 'Condition'
                        join hfj_resource c on c.res_id = l.src_resource_id and c.res_deleted_at is null
                        """,
                String.class,
                (Object) encounters.toArray(String[]::new)));
    }

    /**
     * Whether these are still the current versions and nobody is about to write them. Does not wait; who writes them
     * from now on waits for the transaction at hand.
     *
     * @param versions by reference
     */
    boolean unchanged(Map<String, Long> versions) {
        Map<String, Long> free = new HashMap<>();
        jdbc.query(
                "select reference, r.res_ver " + BY_REFERENCE + " for share of r skip locked",
                row -> {
                    free.put(row.getString(1), row.getLong(2));
                },
                (Object) versions.keySet().toArray(String[]::new));
        return free.equals(versions);
    }

    /**
     * Those of these that are held, by reference, as a reader gets them from HAPI.
     *
     * @throws DataRetrievalFailureException if one is kept in a form that HAPI writes only under other settings, or broken
     */
    Map<String, Resource> current(Collection<String> references) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        Map<Long, Resource> tagged = new HashMap<>();
        jdbc.query(
                "select reference, r.res_id, v.res_ver, r.res_updated, r.has_tags, v.res_encoding, v.res_text_vc,"
                        + " v.source_uri, v.request_id "
                        + BY_REFERENCE
                        + "join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver",
                row -> {
                    Resource resource = resource(row);
                    resources.put(row.getString(1), resource);
                    if (row.getBoolean(5)) {
                        tagged.put(row.getLong(2), resource);
                    }
                },
                (Object) references.toArray(String[]::new));
        if (!tagged.isEmpty()) {
            tag(tagged);
        }
        return resources;
    }

    private Resource resource(ResultSet row) throws SQLException {
        String reference = row.getString(1);
        String version = Long.toString(row.getLong(3));
        String text = row.getString(7);
        if (!"JSON".equals(row.getString(6)) || text == null) {
            throw new DataRetrievalFailureException(reference + " version " + version + " is not kept as JSON text");
        }
        Resource resource = parsed(reference, row.getLong(2), text);
        resource.setId(reference + "/_history/" + version);
        resource.getMeta().setVersionId(version);
        // HAPI writes local times without a zone, and so they are read.
        resource.getMeta().setLastUpdated(row.getTimestamp(4));
        MetaUtil.populateResourceSource(fhir, row.getString(8), row.getString(9), resource);
        return resource;
    }

    private Resource parsed(String reference, long number, String text) {
        String type = reference.substring(0, reference.indexOf('/'));
        try {
            return (Resource)
                    new TolerantJsonParser(fhir, JpaStorageResourceParser.LENIENT_ERROR_HANDLER, JpaPid.fromId(number))
                            .parseResource(fhir.getResourceDefinition(type).getImplementingClass(), text);
        } catch (DataFormatException tellsContent) {
            throw new DataRetrievalFailureException(reference + " is not kept as FHIR");
        }
    }

    private record Tagging(long resource, TagTypeEnum type, Coding coding) {}

    private void tag(Map<Long, Resource> resources) {
        List<Tagging> taggings = new ArrayList<>(jdbc.query(
                """
                select t.res_id, d.tag_type, d.tag_system, d.tag_code, d.tag_display, d.tag_version, d.tag_user_selected
                from hfj_res_tag t join hfj_tag_def d on d.tag_id = t.tag_id where t.res_id = any (?)
                """,
                (row, index) -> new Tagging(row.getLong(1), TagTypeEnum.values()[row.getInt(2)], coding(row)),
                (Object) resources.keySet().toArray(Long[]::new)));
        taggings.stream().map(Tagging::resource).distinct().forEach(each -> {
            Meta meta = meta(resources, each);
            meta.getTag().clear();
            meta.getProfile().clear();
            meta.getSecurity().clear();
        });
        for (Tagging each : taggings) {
            Meta meta = meta(resources, each.resource());
            switch (each.type()) {
                case PROFILE -> meta.addProfile(each.coding().getCode());
                case TAG -> meta.addTag(each.coding());
                // HAPI gives neither version nor userSelected of these.
                case SECURITY_LABEL ->
                    meta.addSecurity(each.coding().setVersion(null).setUserSelectedElement(null));
            }
        }
    }

    private static Meta meta(Map<Long, Resource> resources, long number) {
        return Objects.requireNonNull(resources.get(number)).getMeta();
    }

    private static Coding coding(ResultSet row) throws SQLException {
        Coding coding = new Coding(row.getString(3), row.getString(4), row.getString(5)).setVersion(row.getString(6));
        boolean selected = row.getBoolean(7);
        return row.wasNull() ? coding : coding.setUserSelected(selected);
    }
}
