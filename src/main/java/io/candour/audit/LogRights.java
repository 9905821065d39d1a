package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a login could change what the log holds, by its own rights or by those of a role that it could take on. */
public final class LogRights {

    /** The log's tables and their partitions; {@code access_unsealed} is a queue and no part of the log. */
    static final String TABLES = "^access_(writer|batch|record|subject|seal|checkpoint|alert)($|_)";

    private static final String CHANGING =
            """
            with mine as (select oid, rolsuper, rolcreaterole from pg_roles where pg_has_role(oid, 'MEMBER'))
            select 'is superuser' from mine where rolsuper
            union select 'may make roles' from mine where rolcreaterole
            union select 'owns the database' from pg_database d
              where datname = current_database() and pg_has_role(datdba, 'MEMBER')
            union select 'owns the schema' from pg_namespace where nspname = 'candour' and pg_has_role(nspowner, 'MEMBER')
            union select 'may change ' || c.relname from pg_class c
              join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'candour'
              where c.relkind in ('r', 'p') and c.relname ~ ? and (pg_has_role(c.relowner, 'MEMBER') or exists
                (select from mine where has_table_privilege(mine.oid, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
                  or has_any_column_privilege(mine.oid, c.oid, 'UPDATE')))
            order by 1""";

    private LogRights() {}

    /** In words, each way in which this connection's login could change the log; none is what a server should have. */
    public static List<String> changing(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGING)) {
            select.setString(1, TABLES);
            try (ResultSet rows = select.executeQuery()) {
                List<String> ways = new ArrayList<>();
                while (rows.next()) {
                    ways.add(rows.getString(1));
                }
                return ways;
            }
        }
    }
}
