package io.candour.portal.record;

import io.candour.portal.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * How much of one category is held.
 *
 * @param code the category's
 * @param first the day of the earliest, of those that say when they happened
 * @param last the day of the latest
 * @param newest when the last change was stored
 * @param sources organisations that some came from
 * @param shared for the person: what organisations that care for them may read of it
 */
public record Held(
        String code,
        String name,
        int count,
        Optional<String> first,
        Optional<String> last,
        String newest,
        List<String> sources,
        List<Shared> shared) {

    /**
     * With one organisation.
     *
     * @param extent all, some or none
     */
    public record Shared(String with, String extent, int count) {}

    /** What the answer of {@code $held} says. */
    static List<Held> of(Parameters answer, Words words) {
        return answer.getParameter().stream()
                .filter(each -> each.getName().equals("category"))
                .map(each -> one(each, words))
                .toList();
    }

    private static Held one(ParametersParameterComponent category, Words words) {
        String code = text(category, "category");
        return new Held(
                code,
                words.category(code),
                count(category),
                day(category, "first", words),
                day(category, "last", words),
                day(category, "newest", words).orElse(""),
                parts(category, "source")
                        .flatMap(source -> name(source, "organisation").stream())
                        .distinct()
                        .toList(),
                parts(category, "shared")
                        .flatMap(shared -> name(shared, "with").stream()
                                .map(with -> new Shared(with, text(shared, "extent"), count(shared))))
                        .toList());
    }

    private static Stream<ParametersParameterComponent> parts(ParametersParameterComponent of, String name) {
        return of.getPart().stream().filter(each -> each.getName().equals(name));
    }

    private static String text(ParametersParameterComponent of, String name) {
        return parts(of, name)
                .map(each -> each.getValue().primitiveValue())
                .findFirst()
                .orElse("");
    }

    private static int count(ParametersParameterComponent of) {
        return parts(of, "count")
                .map(each -> ((IntegerType) each.getValue()).getValue())
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> day(ParametersParameterComponent of, String name, Words words) {
        return parts(of, name)
                .map(ParametersParameterComponent::getValue)
                .filter(InstantType.class::isInstance)
                .map(at -> words.dates().day((BaseDateTimeType) at))
                .findFirst();
    }

    private static Optional<String> name(ParametersParameterComponent of, String name) {
        return parts(of, name)
                .map(ParametersParameterComponent::getValue)
                .filter(Reference.class::isInstance)
                .flatMap(each -> Optional.ofNullable(((Reference) each).getDisplay()).stream())
                .findFirst();
    }
}
