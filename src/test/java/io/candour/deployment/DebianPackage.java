package io.candour.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A package of Debian 12, by the programs of it that tests run. */
public enum DebianPackage {
    POSTGRESQL("postgresql-15", "/usr/lib/postgresql/15/bin", "initdb", "postgres"),
    POSTGRESQL_CLIENT("postgresql-client-15", "/usr/lib/postgresql/15/bin", "pg_dump", "pg_dumpall", "pg_restore"),
    PATRONI("patroni", "/usr/bin", "patroni"),
    ETCD("etcd-server", "/usr/bin", "etcd"),
    HAPROXY("haproxy", "/usr/sbin", "haproxy");

    private final String title;
    private final Path directory;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> programs;

    DebianPackage(String title, String directory, String... programs) {
        this.title = title;
        this.directory = Path.of(directory);
        this.programs = List.of(programs);
    }

    /** What it is called where packages are installed. */
    String title() {
        return title;
    }

    Path directory() {
        return directory;
    }

    /** Where this program of it is, on a machine that has it. */
    String program(String name) {
        return directory.resolve(name).toString();
    }

    boolean isInstalled() {
        return programs.stream().map(directory::resolve).allMatch(Files::isExecutable);
    }
}
