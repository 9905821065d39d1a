package io.candour.interference;

import ca.uhn.fhir.jpa.util.MemoryCacheService;
import io.candour.demo.DemoStack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves all rows of some items into a schema of its own, and back: the record index, HAPI's resource with its versions,
 * search indexes, links and tags, and the business identifiers of Patients.
 *
 * <p>What HAPI remembers of ids is forgotten each time. It remembers nothing else of items between requests: searches
 * are not reused, and the record path reads its tables each time.
 *
 * <p>One row stays: HAPI finds {@code patient=Patient/x} by the row that gives the target its number, and what still
 * refers to it could not be stored without. So of a Patient whom remaining items name, that row is left, without
 * version, content and indexes.
 */
final class Twin {
    private static final String SCHEMA = "twin";

    /** How HAPI's tables name the resource that a row belongs to. */
    private static final List<String> OWNERS = List.of("res_id", "src_resource_id", "resource_pid", "res_pid");

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final MemoryCacheService remembered;
    private final Map<String, String> conditions = new TreeMap<>();

    Twin(DemoStack stack) {
        // Foreign keys stand in the way of moving rows; only a superuser may look past them.
        DriverManagerDataSource source =
                new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres");
        database = new JdbcTemplate(source);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        remembered = stack.server().getBean(MemoryCacheService.class);
        database.query(
                """
                select c.table_name, c.column_name from information_schema.columns c
                    join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'bigint'
                    and c.table_name like 'hfj\\_%'
                """,
                row -> {
                    if (OWNERS.contains(row.getString(2))) {
                        conditions.merge(
                                "public." + row.getString(1),
                                "x." + row.getString(2) + " in (select pid from twin.gone)",
                                (one, other) -> other);
                    }
                });
        conditions.put(
                "public.hfj_resource",
                "x.res_id in (select pid from twin.gone where not (type = 'Patient' and exists (select from"
                        + " candour.record_item r where r.patient = twin.gone.id)))");
        conditions.put("candour.record_item", "(x.type, x.id) in (select type, id from twin.gone)");
        conditions.put("candour.record_place", "(x.type, x.id) in (select type, id from twin.gone)");
        conditions.put(
                "candour.identifier", "x.type = 'Patient' and (x.type, x.id) in (select type, id from twin.gone)");
        database.execute("drop schema if exists " + SCHEMA + " cascade");
        database.execute("create schema " + SCHEMA);
    }

    /** Tables that hold rows of items. */
    Collection<String> tables() {
        return conditions.keySet();
    }

    /** Asks with these items' rows away; they are back when this returns, whatever happens. */
    void without(Collection<Key> items, Runnable asking) {
        transaction.executeWithoutResult(any -> remove(items));
        try {
            remembered.invalidateAllCaches();
            asking.run();
        } finally {
            transaction.executeWithoutResult(any -> putBack());
            remembered.invalidateAllCaches();
        }
    }

    private void remove(Collection<Key> items) {
        database.execute("set local session_replication_role = replica");
        database.execute("create table twin.gone (type text, id text, pid bigint)");
        List<Object[]> rows = new ArrayList<>();
        items.forEach(item -> rows.add(new Object[] {item.type(), item.id()}));
        database.batchUpdate("insert into twin.gone (type, id) values (?, ?)", rows);
        database.update("update twin.gone g set pid = r.res_id from public.hfj_resource r"
                + " where r.res_type = g.type and r.fhir_id = g.id");
        database.execute("analyze twin.gone");
        // The record index first: whom remaining items name is read from what is left of it.
        tablesInOrder().forEach(table -> {
            String condition = conditions.get(table);
            database.execute("create table " + aside(table) + " as select * from " + table + " x where " + condition);
            database.update("delete from " + table + " x where " + condition);
        });
    }

    private void putBack() {
        database.execute("set local session_replication_role = replica");
        tablesInOrder().forEach(table -> {
            String columns = columns(table);
            database.update("insert into " + table + " (" + columns + ") overriding system value select " + columns
                    + " from " + aside(table));
            database.execute("drop table " + aside(table));
        });
        database.execute("drop table twin.gone");
    }

    /** Those that are stored as given; PostgreSQL makes the others from them. */
    private String columns(String table) {
        return String.join(
                ", ",
                database.queryForList(
                        "select quote_ident(attname) from pg_attribute where attrelid = ?::regclass and attnum > 0"
                                + " and not attisdropped and attgenerated = '' order by attnum",
                        String.class,
                        table));
    }

    private List<String> tablesInOrder() {
        List<String> tables = new ArrayList<>(conditions.keySet());
        tables.remove("candour.record_item");
        tables.add(0, "candour.record_item");
        return tables;
    }

    private static String aside(String table) {
        return SCHEMA + "." + table.replace('.', '_');
    }
}
