package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Ways to falsify a log for someone who owns the database but not the signing key. */
enum Tampering {
    EDIT {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            List<String> edits = List.of(
                    "outcome = 'REFUSED'",
                    "agent_id = 'Practitioner/8'",
                    "agent_name = ''",
                    "purpose = null",
                    "at = at + interval '1 microsecond'",
                    "items = array_append(items, 'Observation/x')",
                    "status = 201",
                    "residual = residual || ' '",
                    "automated = not automated",
                    "id = gen_random_uuid()",
                    "basis = '{}', basis_patient = '{}'",
                    "epoch = 1",
                    "item_versions = '{9,9}'",
                    "client = 'x'");
            change(
                    log,
                    "update candour.access_record set " + pick(edits, random) + " where id = '" + record(log, random)
                            + "'");
        }
    },
    EDIT_THE_PATIENTS_AND_THEIR_VIEW {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String id = record(log, random);
            change(
                    log,
                    "update candour.access_record set patients = '{zoe}' where id = '" + id + "'",
                    "update candour.access_subject set patient = 'zoe' where id = '" + id + "'");
        }
    },
    DELETE_A_RECORD {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String id = record(log, random);
            change(
                    log,
                    "delete from candour.access_record where id = '" + id + "'",
                    "delete from candour.access_subject where id = '" + id + "'");
        }
    },
    DELETE_A_PATIENTS_VIEW {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            change(log, "delete from candour.access_subject where id = '" + record(log, random) + "'");
        }
    },
    ADD_TO_A_PATIENTS_VIEW {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            change(
                    log,
                    "insert into candour.access_subject select 'zoe', at, id from candour.access_record where id = '"
                            + record(log, random) + "'");
        }
    },
    SWAP_TWO_RECORDS {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            List<String> two = sample(log, "select id from candour.access_record where writer is not null", 2, random);
            change(
                    log,
                    "with p as (select id, at, writer, batch, position from candour.access_record where id in ('"
                            + two.get(0) + "', '" + two.get(1)
                            + "')) update candour.access_record r set writer = p.writer,"
                            + " batch = p.batch, position = p.position from p where r.id in ('" + two.get(0) + "', '"
                            + two.get(1)
                            + "') and p.id <> r.id");
        }
    },
    ADD_A_RECORD_TO_A_BATCH {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String copied = RecordRow.COLUMNS.replace(" position, id", " position + 100, gen_random_uuid()");
            change(
                    log,
                    "insert into candour.access_record (" + RecordRow.COLUMNS + ") select " + copied
                            + " from candour.access_record where id = '"
                            + pick(log.column("select id from candour.access_record where writer is not null"), random)
                            + "'",
                    "insert into candour.access_subject select unnest(patients), at, id from candour.access_record on conflict do nothing");
        }
    },
    ADD_A_WRITE {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String copied = RecordRow.COLUMNS.replace(
                    "at, writer, batch, position, id",
                    "at - interval '2 minutes', null, null, null, gen_random_uuid()");
            change(
                    log,
                    "insert into candour.access_record (" + RecordRow.COLUMNS + ") select " + copied
                            + " from candour.access_record where id = '" + record(log, random) + "'",
                    "insert into candour.access_subject select unnest(patients), at, id from candour.access_record on conflict do nothing");
        }
    },
    DELETE_A_BATCH_AND_ITS_ROWS {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            cut(
                    log,
                    pick(log.column("select writer || ' and batch = ' || sequence from candour.access_batch"), random));
        }
    },
    TRUNCATE_A_CHAIN {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            cut(
                    log,
                    pick(
                            log.column(
                                    "select writer || ' and batch >= ' || max(sequence) from candour.access_batch group by writer"),
                            random));
        }
    },
    DELETE_A_WRITER {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            cut(log, pick(log.column("select writer || ' and batch >= 0' from candour.access_writer"), random));
        }
    },
    TRUNCATE_EVERYTHING_AFTER_AN_OLDER_CHECKPOINT {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String since = log.column(
                            "select at from candour.access_checkpoint where number = " + (1 + random.nextInt(2)))
                    .get(0);
            for (String table : List.of("batch", "record", "subject", "seal", "checkpoint")) {
                change(log, "delete from candour.access_" + table + " where at > '" + since + "'");
            }
        }
    },
    DELETE_A_SEAL {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            change(
                    log,
                    "delete from candour.access_seal where record = '"
                            + pick(log.column("select record from candour.access_seal"), random) + "'");
        }
    },
    EDIT_A_WRITE_AND_ITS_SEAL {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String id = pick(log.column("select record from candour.access_seal"), random);
            change(log, "update candour.access_record set status = 200 where id = '" + id + "'");
            try (Connection connection = log.owner();
                    CopiedTuples row = CopiedTuples.of(
                            connection,
                            "select " + RecordRow.COLUMNS + " from candour.access_record where id = '" + id + "'")) {
                row.next();
                var digest = Hash.digest();
                row.row().digest(digest);
                change(
                        log,
                        "update candour.access_seal set hash = '\\x"
                                + Hash.of(digest).hex() + "' where record = '" + id + "'");
            }
        }
    },
    DELETE_A_WRITE_AND_ITS_SEAL {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String id = pick(log.column("select record from candour.access_seal"), random);
            change(
                    log,
                    "delete from candour.access_record where id = '" + id + "'",
                    "delete from candour.access_subject where id = '" + id + "'",
                    "delete from candour.access_seal where record = '" + id + "'");
        }
    },
    REWRITE_A_CHAIN_FROM_A_RECORD_ON {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            String[] at = pick(
                            log.column(
                                    "select writer || ' ' || batch from candour.access_record where writer is not null"),
                            random)
                    .split(" ");
            change(
                    log,
                    "update candour.access_record set agent_id = 'Practitioner/8' where writer = " + at[0]
                            + " and batch = " + at[1]);
            rehash(log, Integer.parseInt(at[0]), Long.parseLong(at[1]));
        }
    },
    EDIT_A_CHECKPOINT {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            change(
                    log,
                    "update candour.access_checkpoint set body = replace(body, 'head 1', 'head 9') || 'head 7 7 "
                            + Hash.ZERO.hex() + "' || chr(10) where number = " + (1 + random.nextInt(3)));
        }
    },
    DELETE_A_CHECKPOINT {
        @Override
        void on(LogDatabase log, Random random) throws SQLException {
            change(log, "delete from candour.access_checkpoint where number = " + (1 + random.nextInt(3)));
        }
    };

    abstract void on(LogDatabase log, Random random) throws SQLException;

    private static void change(LogDatabase log, String... statements) throws SQLException {
        try (Connection connection = log.owner();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.executeUpdate(sql) == 0) {
                    throw new IllegalStateException("changed nothing: " + sql);
                }
            }
        }
    }

    private static String record(LogDatabase log, Random random) throws SQLException {
        return pick(log.column("select id from candour.access_record"), random);
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> sample(LogDatabase log, String query, int size, Random random) throws SQLException {
        List<String> all = log.column(query);
        Collections.shuffle(all, random);
        return all.subList(0, size);
    }

    /** Removes batches with their rows and views. The condition begins with the writer. */
    private static void cut(LogDatabase log, String writerAndBatch) throws SQLException {
        log.execute(
                "delete from candour.access_subject where id in (select id from candour.access_record where writer = "
                        + writerAndBatch + ")",
                "delete from candour.access_record where writer = " + writerAndBatch,
                "delete from candour.access_seal where writer = " + writerAndBatch);
        change(log, "delete from candour.access_batch where writer = " + writerAndBatch.replace("batch", "sequence"));
    }

    /** Makes a chain true again from a batch on, as who owns the database can. */
    static void rehash(LogDatabase log, int writer, long from) throws SQLException {
        try (Connection read = log.owner();
                Connection write = log.owner();
                PreparedStatement update = write.prepareStatement(
                        "update candour.access_batch set content = ?, previous = ?, hash = ? where writer = ? and sequence = ?");
                Statement statement = read.createStatement();
                var batches = statement.executeQuery("select *, (extract(epoch from at) * 1000000)::bigint as micros"
                        + " from candour.access_batch where writer = " + writer + " and sequence >= " + from
                        + " order by sequence")) {
            Hash previous = null;
            while (batches.next()) {
                Batch.Kind kind = Batch.Kind.valueOf(batches.getString("kind"));
                Batch batch = new Batch(
                        writer,
                        batches.getLong("sequence"),
                        batches.getLong("micros"),
                        kind,
                        batches.getInt("size"),
                        ChainCheck.content(write, kind, writer, batches.getLong("sequence")),
                        previous == null ? Hash.stored(batches.getBytes("previous")) : previous);
                update.setBytes(1, batch.content().bytes());
                update.setBytes(2, batch.previous().bytes());
                update.setBytes(3, batch.hash().bytes());
                update.setInt(4, writer);
                update.setLong(5, batch.sequence());
                update.executeUpdate();
                previous = batch.hash();
            }
        }
    }
}
