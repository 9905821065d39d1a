package io.candour.portal.words;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** What was found, of tests and measurements. Safe for use by many threads. */
final class Results {
    private final Phrases phrases;
    private final Names names;
    private final Amounts amounts;
    private final Values values;

    Results(Phrases phrases, Names names, Amounts amounts, Values values) {
        this.phrases = phrases;
        this.names = names;
        this.amounts = amounts;
        this.values = values;
    }

    /** What was found, then its components; empty where the item says neither a result nor why there is none. */
    List<Measured> of(Observation observation) {
        List<Measured> all = new ArrayList<>();
        String name = names.of(observation.getCode()).orElseGet(() -> phrases.say("type.Observation"));
        measured(
                        name,
                        observation.getValue(),
                        observation.getDataAbsentReason(),
                        observation.getReferenceRange(),
                        observation.getInterpretation())
                .ifPresent(all::add);
        for (ObservationComponentComponent part : observation.getComponent()) {
            measured(
                            names.of(part.getCode()).orElse(name),
                            part.getValue(),
                            part.getDataAbsentReason(),
                            part.getReferenceRange(),
                            part.getInterpretation())
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<Measured> measured(
            String name,
            @Nullable Type value,
            CodeableConcept absent,
            List<ObservationReferenceRangeComponent> ranges,
            List<CodeableConcept> interpretation) {
        Quantity quantity = value instanceof Quantity found ? found : new Quantity();
        Optional<String> words = value == null ? Optional.empty() : values.words(value);
        if (words.isEmpty()) {
            words = names.of(absent).map(why -> phrases.say("no-result", why));
        }
        Limits limits = Limits.of(quantity, ranges);
        Optional<Position> position = Limits.said(interpretation).or(() -> limits.position(quantity));
        Optional<BigDecimal> number =
                quantity.hasValue() && !quantity.hasComparator() ? Optional.of(quantity.getValue()) : Optional.empty();
        return words.map(said -> new Measured(
                name,
                said,
                quantity.hasValue() ? amounts.unitInWords(quantity) : Optional.empty(),
                number,
                amounts.unit(quantity),
                ranges(ranges),
                limits.low(),
                limits.high(),
                position,
                position.map(each -> phrases.say("position." + each.name())).or(() -> other(interpretation))));
    }

    private Optional<String> other(List<CodeableConcept> interpretation) {
        return interpretation.stream().flatMap(each -> names.of(each).stream()).findFirst();
    }

    private Optional<String> ranges(List<ObservationReferenceRangeComponent> ranges) {
        String all = ranges.stream().flatMap(each -> range(each).stream()).collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Optional<String> range(ObservationReferenceRangeComponent range) {
        Optional<String> limits = amounts.of(new Range().setLow(range.getLow()).setHigh(range.getHigh()))
                .or(() -> Optional.ofNullable(range.getText()));
        List<String> whom = new ArrayList<>();
        names.of(range.getType())
                .filter(type -> !type.equals(phrases.code("normal")))
                .ifPresent(whom::add);
        range.getAppliesTo().forEach(each -> names.of(each).ifPresent(whom::add));
        amounts.of(range.getAge()).map(age -> phrases.say("range.age", age)).ifPresent(whom::add);
        return limits.map(said -> whom.isEmpty() ? said : phrases.say("range.for", said, String.join(", ", whom)));
    }
}
