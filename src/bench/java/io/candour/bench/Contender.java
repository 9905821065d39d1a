package io.candour.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A running arm with a database of its own. Used by one thread. */
final class Contender implements AutoCloseable {
    private final String name;
    private final String database;
    private final ServerProcess server;
    private final ProcessHandle postmaster;

    private Contender(String name, String database, ServerProcess server, ProcessHandle postmaster) {
        this.name = name;
        this.database = database;
        this.server = server;
        this.postmaster = postmaster;
    }

    /** Returns when it answers. */
    static Contender start(Arm arm, String database, Path logs, ProcessHandle postmaster) throws Exception {
        Progress.say("Starting %s on %s", arm.name(), database);
        ServerProcess server = ServerProcess.launch(arm, logs.resolve(database + ".log"));
        try {
            Start start = server.firstAnswer();
            Progress.say("%s answers after %s", arm.name(), start);
            return new Contender(arm.name(), database, server, postmaster);
        } catch (Exception failed) {
            server.close();
            throw failed;
        }
    }

    String name() {
        return name;
    }

    String database() {
        return database;
    }

    ProcessHandle process() {
        return server.handle();
    }

    Asked asking(Optional<String> token, List<String> paths) {
        return new Asked(server.base(), token, paths);
    }

    FhirClient client(Optional<String> token) {
        return new FhirClient(asking(token, List.of("metadata")));
    }

    /** CPU seconds of it and of PostgreSQL that this work takes. */
    double cpu(Work work) throws Exception {
        Cpu before = Cpu.now(server.handle(), postmaster);
        work.run();
        return Cpu.now(server.handle(), postmaster).since(before).all();
    }

    /** Something to be done. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /**
     * What a closed loop came to.
     *
     * @param cpu seconds of it and of PostgreSQL
     */
    record Loaded(Load.Answers answers, double cpu) {
        double millisEach() {
            return cpu * 1e3 / answers.count();
        }
    }

    Loaded load(Asked asked, int connections, double seconds) throws Exception {
        Load.Answers[] answers = new Load.Answers[1];
        double cpu = cpu(() -> answers[0] = Load.closed(asked, connections, seconds));
        return new Loaded(answers[0], cpu);
    }

    /** CPU milliseconds a request, in a closed loop of 8 connections. */
    double millisEach(Asked asked, double seconds) throws Exception {
        Loaded loaded = load(asked, 8, seconds);
        Progress.say(
                "  %-8s %6.0f answers/s, %7.2f CPU ms each, p50 %.1f ms, p99 %.1f ms",
                name,
                loaded.answers().perSecond(),
                loaded.millisEach(),
                loaded.answers().millis(50),
                loaded.answers().millis(99));
        return loaded.millisEach();
    }

    /** By few connections, so that the compilers get a processor. */
    void warmUp(Asked asked) throws Exception {
        warmUp(seconds -> Load.closed(asked, 2, seconds).perSecond());
    }

    void warmUp(WarmUp.Load load) throws Exception {
        try (RemoteBeans beans = RemoteBeans.of(server.handle())) {
            WarmUp.of(name, beans::compiling, load);
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
