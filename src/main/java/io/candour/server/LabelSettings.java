package io.candour.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import io.candour.consent.fhir.LabelLists;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.ValueSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Which codes make an item sensitive.
 *
 * @param valueSets where R4 ValueSets in JSON are, as Spring writes locations ({@code file:/etc/candour/labels/*.json});
 *     the shipped ones unless given
 */
@ConfigurationProperties("candour.labels")
public record LabelSettings(@DefaultValue("classpath:io/candour/labels/*.json") List<String> valueSets) {

    /**
     * Reads the lists.
     *
     * @throws BadSetting if a location has no value set, or one that can't be used
     */
    public LabelLists lists() {
        List<ValueSet> read = new ArrayList<>();
        for (String location : valueSets) {
            try {
                Resource[] found = new PathMatchingResourcePatternResolver().getResources(location);
                if (found.length == 0) {
                    throw wrong("names " + location + ", where nothing is");
                }
                for (Resource each : found) {
                    read.add(read(each));
                }
            } catch (IOException e) {
                throw wrong("names " + location + ", which can't be read");
            }
        }
        try {
            return LabelLists.of(read);
        } catch (IllegalArgumentException e) {
            throw wrong("can't be used: " + e.getMessage());
        }
    }

    private static ValueSet read(Resource file) throws IOException {
        try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            return FhirContext.forR4Cached().newJsonParser().parseResource(ValueSet.class, reader);
        } catch (DataFormatException e) {
            throw wrong("names " + file.getDescription() + ", which is no R4 ValueSet");
        }
    }

    private static BadSetting wrong(String problem) {
        return new BadSetting("candour.labels.value-sets", problem);
    }
}
