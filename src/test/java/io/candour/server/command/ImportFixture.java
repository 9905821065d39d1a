package io.candour.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, a folder, and the command line between them. */
abstract class ImportFixture {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path elsewhere;

    @SuppressWarnings("NullAway.Init")
    LoopbackFhirServer server;

    record Run(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        server = new LoopbackFhirServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    Run load(String... more) {
        return run(arguments(more));
    }

    List<String> arguments(String... more) {
        var arguments = new ArrayList<>(List.of(
                "import",
                "--server=" + server.base(),
                "--token-url=" + server.tokenUrl(),
                "--client-id=" + LoopbackFhirServer.CLIENT,
                "--client-secret=" + LoopbackFhirServer.SECRET,
                "--report=" + reportFile(),
                folder.toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    static Run run(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    Path reportFile() {
        return elsewhere.resolve("report.json");
    }

    JsonNode report() throws IOException {
        return LoopbackFhirServer.JSON.readTree(reportFile().toFile());
    }

    void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    void writePatient(String name) throws IOException {
        write(name + ".json", transaction(name, "Patient", "Observation"));
    }

    /** A transaction whose resources carry the name as identifier. */
    static String transaction(String name, String... types) {
        return bundle("transaction", name, types);
    }

    static String bundle(String bundleType, String name, String... types) {
        String entries = Stream.of(types)
                .map(type ->
                        """
                        {"fullUrl":"urn:uuid:%s","resource":{"resourceType":"%s","identifier":[{"value":"%s"}]},
                         "request":{"method":"POST","url":"%s"}}"""
                                .formatted(name + type, type, name + type, type))
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        return "{\"resourceType\":\"Bundle\",\"id\":\"" + name + "\",\"type\":\"" + bundleType + "\",\"entry\":["
                + entries + "]}";
    }
}
