package io.candour.portal.words;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;

/**
 * The range that came with a result (R4 10.1.3.4), and where the result is. What the laboratory says goes before what can
 * be worked out. Nothing is worked out from several ranges, other units, or ranges that are not the usual one.
 */
final class Limits {
    private static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    private final Optional<BigDecimal> low;
    private final Optional<BigDecimal> high;

    private Limits(Optional<BigDecimal> low, Optional<BigDecimal> high) {
        this.low = low;
        this.high = high;
    }

    static Limits of(Quantity value, List<ObservationReferenceRangeComponent> ranges) {
        List<ObservationReferenceRangeComponent> usual =
                ranges.stream().filter(Limits::isUsual).toList();
        if (usual.size() != 1) {
            return NONE;
        }
        return new Limits(
                limit(value, usual.get(0).getLow()), limit(value, usual.get(0).getHigh()));
    }

    private static boolean isUsual(ObservationReferenceRangeComponent range) {
        return !range.hasType()
                || range.getType().getCoding().stream().anyMatch(each -> "normal".equals(each.getCode()));
    }

    private static Optional<BigDecimal> limit(Quantity value, Quantity limit) {
        Function<Quantity, String> unit =
                each -> each.hasCode() ? each.getCode() : each.hasUnit() ? each.getUnit() : "";
        boolean comparable = unit.apply(limit).isEmpty() || unit.apply(limit).equals(unit.apply(value));
        return comparable && limit.hasValue() ? Optional.of(limit.getValue()) : Optional.empty();
    }

    Optional<BigDecimal> low() {
        return low;
    }

    Optional<BigDecimal> high() {
        return high;
    }

    /** Where a number is; of a bound ("less than 5") only what it leaves no doubt about. */
    Optional<Position> position(Quantity value) {
        if (!value.hasValue() || (low.isEmpty() && high.isEmpty())) {
            return Optional.empty();
        }
        BigDecimal number = value.getValue();
        if (value.hasComparator()) {
            return bounded(number, value.getComparator());
        }
        if (low.filter(limit -> number.compareTo(limit) < 0).isPresent()) {
            return Optional.of(Position.BELOW);
        }
        if (high.filter(limit -> number.compareTo(limit) > 0).isPresent()) {
            return Optional.of(Position.ABOVE);
        }
        return Optional.of(Position.IN_RANGE);
    }

    private Optional<Position> bounded(BigDecimal bound, QuantityComparator comparator) {
        return switch (comparator) {
            case LESS_THAN -> under(bound, low.filter(limit -> bound.compareTo(limit) <= 0));
            case LESS_OR_EQUAL -> under(bound, low.filter(limit -> bound.compareTo(limit) < 0));
            case GREATER_THAN -> over(bound, high.filter(limit -> bound.compareTo(limit) >= 0));
            case GREATER_OR_EQUAL -> over(bound, high.filter(limit -> bound.compareTo(limit) > 0));
            default -> Optional.empty();
        };
    }

    private Optional<Position> under(BigDecimal bound, Optional<BigDecimal> passed) {
        boolean within = low.isEmpty()
                && high.filter(limit -> bound.compareTo(limit) <= 0).isPresent();
        return within ? Optional.of(Position.IN_RANGE) : passed.map(limit -> Position.BELOW);
    }

    private Optional<Position> over(BigDecimal bound, Optional<BigDecimal> passed) {
        boolean within = high.isEmpty()
                && low.filter(limit -> bound.compareTo(limit) >= 0).isPresent();
        return within ? Optional.of(Position.IN_RANGE) : passed.map(limit -> Position.ABOVE);
    }

    /** Where the laboratory says that it is: codes of v3-ObservationInterpretation. */
    static Optional<Position> said(List<CodeableConcept> interpretations) {
        return interpretations.stream()
                .flatMap(each -> each.getCoding().stream())
                .map(Coding::getCode)
                .flatMap(code -> switch (code == null ? "" : code) {
                    case "H", "HH", "HU", "HX", ">" -> Optional.of(Position.ABOVE).stream();
                    case "L", "LL", "LU", "LX", "<" -> Optional.of(Position.BELOW).stream();
                    case "N" -> Optional.of(Position.IN_RANGE).stream();
                    case "A", "AA" -> Optional.of(Position.UNUSUAL).stream();
                    default -> Optional.<Position>empty().stream();
                })
                .findFirst();
    }
}
