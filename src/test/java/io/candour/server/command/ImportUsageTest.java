package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportUsageTest extends ImportFixture {
    @BeforeEach
    void writeOne() throws IOException {
        writePatient("p");
    }

    @ParameterizedTest
    @CsvSource({
        "--concurrency=0, --concurrency: 0 is not between 1 and 64",
        "--concurrency=many, '--concurrency'",
        "--batch-size=9999, --batch-size: 9999 is not between 1 and 5000",
        "--retries=-1, --retries: -1 is not between 0 and 100",
        "--timeout=0, --timeout: 0 is not between 1 and 3600",
        "--nonsense=1, unknown option --nonsense ",
        "/nowhere/at/all, FOLDER: there is no /nowhere/at/all",
        "--report=/nowhere/at/all.json, --report: cannot write /nowhere/at/all.json",
        "--state=/proc/none, --state: cannot use /proc/none",
    })
    void loadWhenAnOptionIsWrongThenNamesItInOneLine(String option, String message) {
        List<String> arguments = arguments();
        arguments.removeIf(argument -> argument.startsWith("--report") && option.startsWith("--report"));
        arguments.add(option);

        assertIsRefused(run(arguments), message);
    }

    @ParameterizedTest
    @CsvSource({
        "--server, , --server",
        "--server, ftp://x/, --server: 'ftp://x/' is not an http or https URL",
        "--server, localhost:8080, --server: 'localhost:8080' is not an http or https URL",
        "--token-url, , --token-url",
        "--token-url, nowhere, --token-url: 'nowhere' is not an http or https URL",
        "--token-url, http://127.0.0.1:1/token, cannot get a token: ConnectException",
        "--client-id, , --client-id",
        "--client-id, stranger, --client-id stranger: the token endpoint answers HTTP 401 invalid_client",
        "--client-secret, , --client-secret-file",
        "--client-secret, wrong, Invalid client credentials",
    })
    void loadWhenAnOptionIsMissingOrReplacedThenNamesItInOneLine(
            String option, @Nullable String value, String message) {
        List<String> arguments = arguments();
        arguments.removeIf(argument -> argument.startsWith(option + "="));
        if (value != null) {
            arguments.add(option + "=" + value);
        }

        assertIsRefused(run(arguments), message);
    }

    @Test
    void loadWhenIssuerIsAnothersThenSaysSo() {
        List<String> arguments = arguments();
        arguments.removeIf(argument -> argument.startsWith("--token-url"));
        arguments.add("--issuer=" + server.base());

        assertIsRefused(run(arguments), "--issuer: ");
    }

    @Test
    void loadWhenSecretIsInAFileThenUsesIt() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("secret"), LoopbackFhirServer.SECRET + "\n");
        List<String> arguments = arguments();
        arguments.removeIf(argument -> argument.startsWith("--client-secret"));
        arguments.add("--client-secret-file=" + file);

        assertThat(run(arguments).exitCode()).isZero();
    }

    @Test
    void runWhenNoCommandIsNamedThenTheServerStarts() {
        assertThat(Commands.run(new String[0])).isEmpty();
        assertThat(Commands.run(new String[] {"--server.port=9090", "--spring.profiles.active=x"}))
                .isEmpty();
    }

    @Test
    void runWhenCommandIsUnknownThenSaysSo() {
        Run run = run(List.of("improt", "--server=x"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("candour: unknown");
    }

    @Test
    void helpWhenAskedForThenListsTheOptions() {
        Run run = run(List.of("import", "--help"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--token-url", "--concurrency", "--report", "Exit codes");
    }

    private void assertIsRefused(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("candour import: ")
                .contains(message);
        assertThat(server.posts()).isEmpty();
    }
}
