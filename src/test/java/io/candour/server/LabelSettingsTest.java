package io.candour.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSettingsTest {
    private static final String SHIPPED = "classpath:io/candour/labels/*.json";

    @TempDir
    private Path folder = Path.of("");

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("list.json"), content, UTF_8)
                .toUri()
                .toString();
    }

    private static void refused(String location, String problem) {
        LabelSettings settings = new LabelSettings(List.of(SHIPPED, location));
        assertThatThrownBy(settings::lists)
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("candour.labels.value-sets ")
                .hasMessageContaining(problem);
    }

    @Test
    void listsWhenNothingIsThereThenNamesPlace() {
        refused("classpath:no/such/*.json", "classpath:no/such/*.json, which can't be read");
        refused(folder.toUri() + "*.json", "*.json, where nothing is");
        refused(folder.resolve("gone.json").toUri().toString(), "gone.json, which can't be read");
    }

    @Test
    void listsWhenFileIsNoValueSetThenNamesIt() throws IOException {
        refused(file("[]"), "list.json], which is no R4 ValueSet");
        refused(file("{\"resourceType\": \"Patient\"}"), "list.json], which is no R4 ValueSet");
    }

    @Test
    void listsWhenValueSetSaysNoLabelThenNamesIt() throws IOException {
        refused(
                file("{\"resourceType\": \"ValueSet\", \"url\": \"urn:x\"}"),
                "ValueSet urn:x: useContext says no label");
    }

    @Test
    void listsWhenShippedOnesAreMeantThenReadsThem() {
        assertThat(new LabelSettings(List.of(SHIPPED)).lists().edition())
                .isEqualTo(new LabelSettings(List.of(SHIPPED)).lists().edition());
    }
}
