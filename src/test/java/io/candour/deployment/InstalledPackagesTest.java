package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said where a package is missing. */
class InstalledPackagesTest {
    @Test
    void line_whenPackagesAreMissing_thenOneLineWithTheTestsAndTheRemedy() {
        assertThat(InstalledPackages.line(
                        InstalledPackagesTest.class, List.of(DebianPackage.PATRONI, DebianPackage.ETCD)))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("InstalledPackagesTest WAS SKIPPED", "apt-get install patroni etcd-server")
                        .doesNotContain("\n"));
    }

    @Test
    void line_whenNoneIs_thenNothing() {
        assertThat(InstalledPackages.line(InstalledPackagesTest.class, List.of()))
                .isEmpty();
    }
}
