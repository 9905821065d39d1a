package io.candour.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * A process that does nothing but record and answer, to be killed: four callers in a loop, each of which writes a
 * request's id to standard output once, and only when, it was told that the record is durable. Arguments: host, port and
 * name of a database.
 */
final class WriterProcess {

    private static final int CALLERS = 4;

    private WriterProcess() {}

    public static void main(String[] arguments) {
        LogDatabase database = new LogDatabase(arguments[0], Integer.parseInt(arguments[1]), arguments[2]);
        PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("to be killed"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry());
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        for (int i = 0; i < CALLERS; i++) {
            new Thread(() -> call(log, answers)).start();
        }
    }

    private static void call(PostgresAccessLog log, OutputStream answers) {
        try {
            while (true) {
                String id = UUID.randomUUID().toString();
                log.record(Records.search(id, "ann"));
                answers.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // Nobody listens any more.
        }
    }
}
