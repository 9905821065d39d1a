package io.candour.consent.fhir;

import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/** A provision as R4 writes it; {@link ProvisionCompiler} reads the same provision back. */
final class ProvisionWriter {
    /** Always to the millisecond: to R4, what is written to the second lasts one. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ProvisionWriter() {}

    /** @param purposes written instead of the provision's own */
    static ProvisionComponent write(Provision provision, Set<String> purposes) {
        ProvisionComponent written = new ProvisionComponent();
        written.setType(provision.effect() == Effect.PERMIT ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY);
        sorted(provision.actors()).forEach(actor -> written.addActor()
                .setRole(new CodeableConcept(
                        new Coding(Vocabulary.TERMINOLOGY + "v3-ParticipationType", "IRCP", "information recipient")))
                .setReference(reference(actor)));
        sorted(purposes).forEach(code -> written.addPurpose(new Coding(Vocabulary.ACT_REASON, code, null)));
        sorted(provision.types()).forEach(type -> written.addClass_(new Coding(Vocabulary.RESOURCE_TYPES, type, null)));
        sorted(provision.profiles()).forEach(profile -> written.addClass_(new Coding(Vocabulary.URI, profile, null)));
        sorted(provision.documentTypes()).forEach(type -> written.addClass_(coding(type)));
        provision.categories().stream()
                .sorted()
                .forEach(category -> written.addClass_(new Coding(Vocabulary.CATEGORY, category.code(), null)));
        sorted(provision.codes()).forEach(code -> written.addCode(new CodeableConcept(coding(code))));
        data(written, ConsentDataMeaning.INSTANCE, provision.instances());
        data(written, ConsentDataMeaning.RELATED, provision.related());
        data(written, ConsentDataMeaning.AUTHOREDBY, provision.authoredBy());
        provision
                .confidentiality()
                .ifPresent(
                        level -> written.addSecurityLabel(new Coding(Vocabulary.CONFIDENTIALITY, level.name(), null)));
        sorted(provision.sensitivity())
                .forEach(code -> written.addSecurityLabel(new Coding(Vocabulary.ACT_CODE, code, null)));
        if (!provision.period().equals(Interval.ALWAYS)) {
            written.setPeriod(period(provision.period()));
        }
        provision.dataPeriod().ifPresent(period -> written.setDataPeriod(period(period)));
        return written;
    }

    private static void data(ProvisionComponent written, ConsentDataMeaning meaning, Set<String> names) {
        sorted(names).forEach(name -> written.addData().setMeaning(meaning).setReference(reference(name)));
    }

    /** {@code Type/id}, or an identifier as {@code system|value}. */
    static Reference reference(String name) {
        int bar = name.indexOf('|');
        Reference reference = new Reference();
        if (bar < 0) {
            return reference.setReference(name);
        }
        reference.getIdentifier().setSystem(name.substring(0, bar)).setValue(name.substring(bar + 1));
        return reference;
    }

    private static Coding coding(String text) {
        int bar = text.lastIndexOf('|');
        return new Coding(text.substring(0, bar), text.substring(bar + 1), null);
    }

    /** FHIR's periods contain their end: the last millisecond before ours. */
    private static Period period(Interval interval) {
        Period period = new Period();
        interval.start().ifPresent(start -> period.setStartElement(moment(start)));
        interval.end().ifPresent(end -> period.setEndElement(moment(end.minusMillis(1))));
        return period;
    }

    static DateTimeType moment(Instant at) {
        return new DateTimeType(MOMENT.format(at));
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }
}
