package io.candour.record;

import org.springframework.jdbc.core.JdbcTemplate;

/** The columns of HAPI's tables that the record index reads, for tests that have no HAPI beside. */
public final class HapiTables {
    private HapiTables() {}

    public static void create(JdbcTemplate database) {
        database.execute(
                """
                create table public.hfj_resource (res_id bigint, res_type text, fhir_id text);
                create table public.hfj_spidx_token (
                    res_id bigint, hash_sys bigint, hash_sys_and_value bigint, hash_value bigint);
                create table public.hfj_spidx_date (
                    res_id bigint, hash_identity bigint, sp_value_low timestamp, sp_value_high timestamp,
                    sp_value_low_date_ordinal integer, sp_value_high_date_ordinal integer);
                """);
    }
}
