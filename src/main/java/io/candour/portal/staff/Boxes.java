package io.candour.portal.staff;

import io.candour.portal.words.Entry;
import io.candour.portal.words.Fact;
import io.candour.portal.words.Related;
import io.candour.portal.words.Value;
import io.candour.portal.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCriticality;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Makes a {@link Glance} readable. Safe for use by many threads. */
@Component("staffBoxes")
class Boxes {
    private static final Set<String> OVER = Set.of("inactive", "resolved");

    /** Elements of what a clinician needs beside the name of an allergy or a medicine. */
    private static final List<String> DETAILS =
            List.of("words.element.reaction", "words.element.dosageInstruction", "words.element.dosage");

    private final Words words;
    private final MessageSource messages;

    Boxes(Words words, MessageSource messages) {
        this.words = words;
        this.messages = messages;
    }

    /**
     * In the order of the sections; those of one category together.
     *
     * @param medicines those that its prescriptions name
     */
    List<Box> of(Glance glance, Related medicines) {
        return glance.parts().stream()
                .map(part -> part.section().category())
                .distinct()
                .map(category -> box(
                        category,
                        glance.parts().stream()
                                .filter(part -> part.section().category().equals(category))
                                .toList(),
                        medicines))
                .toList();
    }

    private Box box(String category, List<Glance.Part> parts, Related medicines) {
        List<Resource> items =
                parts.stream().flatMap(part -> part.items().stream()).toList();
        List<Box.Row> rows = items.stream()
                .filter(item -> !isOver(item))
                .map(item -> row(item, medicines))
                .toList();
        List<Box.Row> current =
                rows.stream().filter(row -> !row.entry().wrong()).toList();
        return new Box(
                category,
                current,
                items.size() - current.size(),
                parts.stream().anyMatch(Glance.Part::more),
                parts.stream().anyMatch(Glance.Part::refused));
    }

    private static boolean isOver(Resource item) {
        return item instanceof AllergyIntolerance allergy
                && allergy.getClinicalStatus().getCoding().stream().anyMatch(each -> OVER.contains(each.getCode()));
    }

    private Box.Row row(Resource item, Related medicines) {
        Entry entry = words.entry(item, medicines);
        Set<String> labels = DETAILS.stream()
                .map(key -> messages.getMessage(key, null, LocaleContextHolder.getLocale()))
                .collect(Collectors.toSet());
        String detail = entry.facts().stream()
                .filter(fact -> labels.contains(fact.label()))
                .flatMap(Boxes::values)
                .distinct()
                .collect(Collectors.joining("; "));
        boolean serious = item instanceof AllergyIntolerance allergy
                && allergy.getCriticality() == AllergyIntoleranceCriticality.HIGH;
        return new Box.Row(entry, Optional.of(detail).filter(text -> !text.isEmpty()), serious);
    }

    private static Stream<String> values(Fact fact) {
        return fact.values().stream().map(Value::words);
    }
}
