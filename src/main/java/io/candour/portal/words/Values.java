package io.candour.portal.words;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.UuidType;
import org.jspecify.annotations.Nullable;

/** What an element of a FHIR data type says (R4 2.24). Safe for use by many threads. */
final class Values {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    /** What nobody reads: it leads systems on. */
    private static final Set<Class<?>> FOR_SYSTEMS =
            Set.of(UriType.class, Base64BinaryType.class, UuidType.class, IdType.class);

    private final Phrases phrases;
    private final Names names;
    private final Dates dates;
    private final Amounts amounts;
    private final Doses doses;

    Values(Phrases phrases, Names names, Dates dates, Amounts amounts) {
        this.phrases = phrases;
        this.names = names;
        this.dates = dates;
        this.amounts = amounts;
        this.doses = new Doses(phrases, names, amounts);
    }

    /** Empty where it says nothing that people read. */
    Optional<String> words(Base value) {
        return some(value).map(String::strip).filter(words -> !words.isEmpty());
    }

    private Optional<String> some(Base value) {
        if (value instanceof PrimitiveType<?> primitive) {
            return primitive.hasValue() ? primitive(primitive) : Optional.empty();
        }
        if (value instanceof CodeableConcept concept) {
            return names.of(concept);
        }
        if (value instanceof Coding coding) {
            return names.of(coding);
        }
        if (value instanceof Quantity quantity) {
            return amounts.of(quantity);
        }
        if (value instanceof Range range) {
            return amounts.of(range);
        }
        if (value instanceof Ratio ratio) {
            return amounts.of(ratio);
        }
        if (value instanceof Period period) {
            return dates.period(period);
        }
        if (value instanceof Timing timing) {
            return doses.timing(timing);
        }
        if (value instanceof Dosage dosage) {
            return doses.of(dosage);
        }
        return Optional.ofNullable(text(value));
    }

    private Optional<String> primitive(PrimitiveType<?> value) {
        if (value instanceof BaseDateTimeType date) {
            return Optional.of(dates.moment(date));
        }
        if (value instanceof BooleanType answer) {
            return Optional.of(phrases.say(answer.booleanValue() ? "yes" : "no"));
        }
        if (value instanceof DecimalType number) {
            return Optional.of(Amounts.number(number.getValue()));
        }
        if (value instanceof TimeType || value instanceof IntegerType) {
            return Optional.of(value.getValueAsString());
        }
        if (value instanceof CodeType || value instanceof Enumeration<?>) {
            return Optional.of(value.getValueAsString())
                    .filter(code -> !code.startsWith("urn:"))
                    .map(phrases::code);
        }
        boolean forSystems = FOR_SYSTEMS.stream().anyMatch(type -> type.isInstance(value));
        return value instanceof StringType && !forSystems ? Optional.of(value.getValueAsString()) : Optional.empty();
    }

    private @Nullable String text(Base value) {
        if (value instanceof HumanName name) {
            return name.hasText() ? name.getText() : name.getNameAsSingleString();
        }
        if (value instanceof Address address) {
            return address.hasText() ? address.getText() : joined(address);
        }
        if (value instanceof ContactPoint contact) {
            return contact.getValue();
        }
        if (value instanceof Annotation note) {
            return note.getText();
        }
        if (value instanceof Attachment attachment) {
            return attachment.hasTitle() ? attachment.getTitle() : phrases.say("attachment");
        }
        if (value instanceof Money money && money.hasValue()) {
            return Amounts.number(money.getValue()) + (money.hasCurrency() ? " " + money.getCurrency() : "");
        }
        if (value instanceof Identifier identifier && NHS_NUMBER.equals(identifier.getSystem())) {
            return identifier.getValue().replaceFirst("(...)(...)(....)", "$1 $2 $3");
        }
        return null;
    }

    private static String joined(Address address) {
        return Stream.concat(
                        address.getLine().stream().map(StringType::getValue),
                        Stream.of(
                                address.getCity(),
                                address.getDistrict(),
                                address.getState(),
                                address.getPostalCode(),
                                address.getCountry()))
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(", "));
    }
}
