package io.candour.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoChecksTest {
    @Test
    void port_whenTaken_thenOneLineNamesItAndTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> DemoChecks.portIsFree(taken.getLocalPort(), "candour.demo.port"))
                    .isInstanceOf(DemoProblem.class)
                    .hasMessageContainingAll("" + taken.getLocalPort(), "-Dcandour.demo.port=")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void disk_whenLessThanThreeGigabytesAreFree_thenOneLineSaysSo() {
        assertThatThrownBy(() -> DemoChecks.hasRoom(Path.of("here"), 2_900_000_000L))
                .isInstanceOf(DemoProblem.class)
                .hasMessageContainingAll("2.9 GB", "here");
        assertThatCode(() -> DemoChecks.hasRoom(Path.of("here"), 3_000_000_000L))
                .doesNotThrowAnyException();
    }

    @Test
    void node_whenMissingOrOld_thenOneLineSaysSo(@TempDir Path folder) throws Exception {
        Path old = Files.writeString(folder.resolve("node"), "#!/bin/sh\necho v18.19.0\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> DemoChecks.nodeIsThere(old.toString())).hasMessageContaining("this is v18.19.0");
        assertThatThrownBy(() -> DemoChecks.nodeIsThere(folder.resolve("none").toString()))
                .isInstanceOf(DemoProblem.class)
                .hasMessageContaining("there is none");
    }
}
