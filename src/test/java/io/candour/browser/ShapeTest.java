package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are of one page. */
class ShapeTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/record/me/medicines, /record/me/medicines",
        "/record/me/item/Condition/1017, /record/me/item/Condition/*",
        "/record/3fa85f64-5717-4562-b3fc-2c963f66afa6/log, /record/*/log",
        "/log?to=1&from=&from=2, /log?from&to"
    })
    void of_whenAddressesDifferInIdsAndValuesAlone_thenTheSame(String address, String shape) {
        assertThat(Shape.of(URI.create("http://localhost:8080" + address))).isEqualTo(shape);
    }
}
