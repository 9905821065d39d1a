package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicencesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Apache-2.0", "LGPLv2.1", "0BSD", "New BSD License", "MPL2", "GPL2 w/ classpath exception"})
    void areTakenHoweverTheyAreSpelt(String told) {
        assertThat(Licences.areTaken(told)).isTrue();
    }

    /** Of each of these a part is the name of one that may. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Simple licence", "Permitted for tests", "Discretion of the author", "Couple Licence", "AGPL-3.0"
            })
    void areNotTakenForAPartOfAWord(String told) {
        assertThat(Licences.areTaken(told)).isFalse();
    }

    @Test
    void whatThePagesAreMadeOfGoesWithItsNotice() throws IOException {
        Map<String, String> pages = Licences.ofPages();

        assertThat(pages).hasSize(1).allSatisfy((name, licence) -> {
            String[] parts = name.split(":", -1);
            assertThat(licence).isEqualTo("MIT");
            assertThat(Path.of("target", "classes").resolve(Licences.NOTICES).resolve(parts[1] + ".txt"))
                    .content()
                    .startsWith(parts[1] + " " + parts[2])
                    .contains("MIT License", "Copyright (c)", "shall be included");
        });
    }
}
