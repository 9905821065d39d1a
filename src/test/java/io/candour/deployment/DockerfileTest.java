package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the image without building it. */
class DockerfileTest {
    private final Dockerfile dockerfile;

    DockerfileTest() throws IOException {
        dockerfile = Dockerfile.read();
    }

    @Test
    void everyImageFromElsewhereIsAnArgument() {
        assertThat(dockerfile.stages().values())
                .extracting(stage -> stage.get(0))
                .allSatisfy(from -> {
                    String base = from.split(" ", -1)[1];
                    boolean ours = dockerfile.stages().containsKey(base) || base.equals("scratch");
                    assertThat(ours || base.contains("${")).as(from).isTrue();
                });
    }

    @Test
    void theServerIsNobodyAndRunsFromItsCache() throws IOException {
        assertThat(dockerfile.said("server", "USER")).containsExactly("10001:10001");
        assertThat(dockerfile.entrypoint("server"))
                .contains("-XX:AOTCache=candour.aot", "@java.options")
                .endsWith("-jar", "candour.jar");
        assertThat(dockerfile.said("server", "COPY")).anyMatch(copied -> copied.contains("candour.aot"));
        // The very image that reads the cache wrote it.
        assertThat(dockerfile.stage("training").get(0)).startsWith("FROM application ");
        assertThat(dockerfile.stage("server").get(0)).startsWith("FROM application ");
    }

    /** The build's own executions of the plugin would take these for theirs, and {@code node} get others' arguments. */
    @Test
    void noPhaseIsRunWithWhatIsSaidToASingleGoal() {
        assertThat(dockerfile.stages().keySet().stream()
                        .flatMap(stage -> dockerfile.said(stage, "RUN").stream())
                        .filter(run -> run.contains("-Dexec.")))
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run).matches("mvn( -[A-Za-z]\\S*)* exec:java( -D\\S+)+"));
    }

    @Test
    void whatIsCopiedFromTheProjectIsThere() {
        assertThat(dockerfile.stages().keySet().stream()
                        .flatMap(stage -> dockerfile.said(stage, "COPY").stream())
                        .filter(copied -> !copied.startsWith("--from"))
                        .map(copied -> Path.of(copied.split(" ", -1)[0])))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    @Test
    void noSecretCanGetIntoAnImage() throws IOException {
        assertThat(Files.readString(Path.of("docker/Dockerfile.dockerignore")).lines())
                .contains("docker/secrets", "docker/.env");
        assertThat(Files.readString(Path.of(".gitignore")).lines()).contains("docker/secrets/", "docker/.env");
        assertThat(Stream.of("server", "application").flatMap(stage -> dockerfile.stage(stage).stream()))
                .noneMatch(line -> line.matches("(?i)(ENV|ARG) .*(password|secret|key)=.*"));
    }
}
