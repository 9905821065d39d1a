package io.candour.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.record.Sweep.Details;
import io.candour.release.ExtractManifest.Element;
import io.candour.release.ExtractManifest.Kind;
import io.candour.release.ExtractManifest.Treatment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an item what an extract tells of it: made anew out of what the manifest names, so that what it does not name
 * has no way in. Safe for use by many threads.
 */
final class Deidentifier {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final Pattern CODE_OF_R4 = Pattern.compile("[a-z][a-z-]{0,39}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:/^+-]{1,64}");
    private static final Pattern UNIT = Pattern.compile("[!-~]{1,40}");
    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z]+)/([A-Za-z0-9.-]{1,64})(/_history/\\d+)?");
    private static final Set<String> COMPARATORS = Set.of("<", "<=", ">=", ">");

    private final ExtractManifest manifest;
    private final Pseudonyms pseudonyms;
    private final CoarseDates dates;
    private final LocalDate asOf;

    /** @param asOf the day of the extract */
    Deidentifier(ExtractManifest manifest, Pseudonyms pseudonyms, CoarseDates dates, LocalDate asOf) {
        this.manifest = manifest;
        this.pseudonyms = pseudonyms;
        this.dates = dates;
        this.asOf = asOf;
    }

    /**
     * What is told of one person's item; empty where nothing may be.
     *
     * @param patient whose it is, alone
     */
    Optional<ObjectNode> told(String patient, JsonNode item) {
        String type = item.path("resourceType").asText();
        Kind kind = manifest.types().get(type);
        if (kind == null || never(item)) {
            return Optional.empty();
        }
        ObjectNode told = JSON.objectNode();
        told.put("resourceType", type);
        told.put("id", pseudonyms.of(type, item.path("id").asText()));
        for (Map.Entry<String, Element> each : kind.elements().inner().entrySet()) {
            JsonNode element = told(item.get(each.getKey()), each.getValue(), patient);
            if (element != null) {
                told.set(each.getKey(), element);
            }
        }
        return kind.needs().stream().allMatch(told::has) ? Optional.of(told) : Optional.empty();
    }

    private boolean never(JsonNode item) {
        for (JsonNode profile : item.at("/meta/profile")) {
            if (manifest.neverProfiles().stream().anyMatch(profile.asText()::startsWith)) {
                return true;
            }
        }
        return hasNever(item);
    }

    private boolean hasNever(JsonNode node) {
        if (manifest.never()
                .contains(node.path("system").asText() + "|" + node.path("code").asText())) {
            return true;
        }
        for (JsonNode inner : node) {
            if (hasNever(inner)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable JsonNode told(@Nullable JsonNode element, Element rule, String patient) {
        if (element == null) {
            return null;
        }
        // Of several addresses one is told.
        if (element.isArray() && rule.treatment() != Treatment.AREA) {
            ArrayNode all = JSON.arrayNode();
            for (JsonNode each : element) {
                JsonNode told = told(each, rule, patient);
                if (told != null) {
                    all.add(told);
                }
            }
            return all.isEmpty() ? null : all;
        }
        if (rule.treatment() != null) {
            return treated(element, rule.treatment(), patient);
        }
        ObjectNode made = JSON.objectNode();
        rule.inner().forEach((name, inner) -> {
            JsonNode told = told(element.get(name), inner, patient);
            if (told != null) {
                made.set(name, told);
            }
        });
        return made.isEmpty() ? null : made;
    }

    private @Nullable JsonNode treated(JsonNode element, Treatment treatment, String patient) {
        return switch (treatment) {
            case CODE ->
                element.isTextual() && CODE_OF_R4.matcher(element.asText()).matches() ? element : null;
            case FLAG -> element.isBoolean() ? element : null;
            case NUMBER -> element.isIntegralNumber() ? JSON.numberNode(rounded(element.decimalValue())) : null;
            case CONCEPT -> concept(element);
            case CODING -> coding(element);
            case QUANTITY -> quantity(element);
            case DATE -> text(dates.told(element.asText(), patient));
            case BIRTH_YEAR -> text(dates.born(element.asText()));
            case AREA -> area(element);
            case PERSON -> JSON.objectNode().put("reference", "Patient/" + pseudonyms.of("Patient", patient));
            case REFERENCE -> reference(element);
        };
    }

    private static @Nullable JsonNode text(Optional<String> text) {
        return text.map(each -> (JsonNode) JSON.textNode(each)).orElse(null);
    }

    private @Nullable JsonNode concept(JsonNode concept) {
        ArrayNode codings = JSON.arrayNode();
        Set<String> known = new TreeSet<>();
        for (JsonNode each : concept.path("coding")) {
            JsonNode coding = coding(each);
            if (coding != null && known.add(coding.toString())) {
                codings.add(coding);
            }
        }
        return codings.isEmpty() ? null : JSON.objectNode().set("coding", codings);
    }

    private @Nullable JsonNode coding(JsonNode coding) {
        String system = coding.path("system").asText();
        String code = coding.path("code").asText();
        if (!manifest.knows(system) || !CODE.matcher(code).matches()) {
            return null;
        }
        return JSON.objectNode().put("system", system).put("code", code);
    }

    private static @Nullable JsonNode quantity(JsonNode quantity) {
        JsonNode value = quantity.path("value");
        String unit = quantity.path("code").asText();
        if (!value.isNumber()
                || !quantity.path("system").asText().equals(UCUM)
                || !UNIT.matcher(unit).matches()) {
            return null;
        }
        ObjectNode told = JSON.objectNode();
        told.put("value", rounded(value.decimalValue()));
        String comparator = quantity.path("comparator").asText();
        if (COMPARATORS.contains(comparator)) {
            told.put("comparator", comparator);
        } else if (quantity.has("comparator")) {
            return null;
        }
        return told.put("system", UCUM).put("code", unit);
    }

    /** Three digits, however it was written: that it was 5.0 and not 5 may tell one from another. */
    private static BigDecimal rounded(BigDecimal value) {
        BigDecimal plain = value.round(DIGITS).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private @Nullable JsonNode area(JsonNode addresses) {
        JsonNode address = addresses.isArray() ? addresses.path(0) : addresses;
        String area = Person.of(
                        new Details(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.ofNullable(address.get("postalCode")).map(JsonNode::asText),
                                Optional.ofNullable(address.get("state")).map(JsonNode::asText)),
                        asOf)
                .area();
        return area.equals(Person.UNKNOWN)
                ? null
                : JSON.arrayNode().add(JSON.objectNode().put("district", area));
    }

    private @Nullable JsonNode reference(JsonNode reference) {
        Matcher match = REFERENCE.matcher(reference.path("reference").asText());
        if (!match.matches() || !manifest.types().containsKey(match.group(1))) {
            return null;
        }
        String type = match.group(1);
        return JSON.objectNode().put("reference", type + "/" + pseudonyms.of(type, match.group(2)));
    }
}
