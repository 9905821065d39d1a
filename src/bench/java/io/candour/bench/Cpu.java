package io.candour.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU seconds by the operating system's accounting, which a busy machine changes less than it does the clock. Linux only.
 *
 * @param server of the process that asks PostgreSQL, its compiler and collector too
 * @param postgres of PostgreSQL's processes, ended ones too
 */
public record Cpu(double server, double postgres) {
    private static final double TICKS_A_SECOND = 100;

    /** Of now, where this process is the one that asks. */
    public static Cpu now(ProcessHandle postmaster) throws IOException, InterruptedException {
        double postgres = ofPostgres(postmaster);
        return new Cpu(ofThisProcess(), postgres);
    }

    /** Of now, where another process asks. */
    static Cpu now(ProcessHandle server, ProcessHandle postmaster) throws IOException, InterruptedException {
        double postgres = ofPostgres(postmaster);
        return new Cpu(ticks(server, 2) / TICKS_A_SECOND, postgres);
    }

    /** Takes half a second, until the backends of connections that were closed are accounted for. */
    private static double ofPostgres(ProcessHandle postmaster) throws IOException, InterruptedException {
        Thread.sleep(500);
        long ticks = ticks(postmaster, 4);
        for (ProcessHandle child : postmaster.children().toList()) {
            ticks += ticks(child, 2);
        }
        return ticks / TICKS_A_SECOND;
    }

    /** What was spent since then, both by the end of a measured stretch. */
    public Cpu since(Cpu before) {
        return new Cpu(server - before.server, postgres - before.postgres);
    }

    double all() {
        return server + postgres;
    }

    /** PostgreSQL's first process, by a connection to it. */
    public static ProcessHandle postmaster(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            return ProcessHandle.of(pid.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    /**
     * Of this process until now, in seconds, but for the JVM's compiler, which works for many minutes after a start whatever
     * is asked. Its threads must all last: {@code -XX:-UseDynamicNumberOfCompilerThreads}.
     */
    public static double withoutCompiler() throws IOException {
        Path process = Path.of("/proc/self");
        long ticks = ticks(process.resolve("stat"), 2);
        List<Path> threads;
        try (Stream<Path> all = Files.list(process.resolve("task"))) {
            threads = all.toList();
        }
        for (Path thread : threads) {
            String name = textOf(thread.resolve("comm"));
            if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
                ticks -= ticks(thread.resolve("stat"), 2);
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    private static long ticks(ProcessHandle process, int fields) throws IOException {
        return ticks(Path.of("/proc", Long.toString(process.pid()), "stat"), fields);
    }

    /** The first of utime, stime, cutime and cstime in proc(5)'s stat. */
    private static long ticks(Path file, int fields) throws IOException {
        String stat = textOf(file);
        if (stat.isEmpty()) {
            return 0; // Ended since it was listed; its parent has its time.
        }
        return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
                .skip(11)
                .limit(fields)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static String textOf(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException ended) {
            return "";
        }
    }

    private static double ofThisProcess() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
