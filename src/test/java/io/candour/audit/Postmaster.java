package io.candour.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first process of a PostgreSQL of ours. */
final class Postmaster {

    private Postmaster() {}

    static ProcessHandle of(Path cluster) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(cluster.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }
}
