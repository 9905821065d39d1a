package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.Sensitivity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Period;

/** Reads one provision, element by element. */
record ProvisionCompiler(LocalReferences references, Moments moments) {
    private static final Set<String> READING = Set.of("access", "use", "disclose");

    /** @throws Unenforceable naming the element that can't be honoured */
    Provision compile(ProvisionComponent provision, Effect effect, Purposes purposes, String path) {
        require(!provision.hasModifierExtension(), path + ".modifierExtension", "is not understood");
        actions(provision, path);
        ProvisionBuilder builder = Provision.builder(effect)
                .actors(actors().read(provision, path))
                .purposes(purposes.of(provision, path))
                .period(period(provision, path))
                .codes(codes(provision, path));
        new ClassReader(path + ".class").read(provision.getClass_(), builder);
        new DataReader(references, path + ".data").read(provision.getData(), builder);
        if (provision.hasDataPeriod()) {
            builder.dataPeriod(interval(provision.getDataPeriod(), path + ".dataPeriod"));
        }
        labels(provision, effect, path, builder);
        return builder.build();
    }

    Interval period(ProvisionComponent provision, String path) {
        return provision.hasPeriod() ? interval(provision.getPeriod(), path + ".period") : Interval.ALWAYS;
    }

    ActorReader actors() {
        return new ActorReader(references);
    }

    /** Reading, using and handing on are one to a server of records; consent to collect or correct is something else. */
    private static void actions(ProvisionComponent provision, String path) {
        for (int i = 0; i < provision.getAction().size(); i++) {
            List<Coding> codings = provision.getAction().get(i).getCoding();
            require(
                    codings.stream()
                            .anyMatch(coding -> Vocabulary.CONSENT_ACTION.equals(coding.getSystem())
                                    && Codes.complete(coding)
                                    && READING.contains(coding.getCode())),
                    path + ".action[" + i + "]",
                    "must be access, use or disclose");
        }
    }

    private static Set<String> codes(ProvisionComponent provision, String path) {
        ConsentCompiler.few(provision.getCode(), path + ".code");
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < provision.getCode().size(); i++) {
            CodeableConcept concept = provision.getCode().get(i);
            require(
                    concept.hasCoding() && concept.getCoding().stream().allMatch(Codes::complete),
                    path + ".code[" + i + "]",
                    "needs codings with system and code");
            concept.getCoding().forEach(coding -> codes.add(Codes.text(coding)));
        }
        return codes;
    }

    private static void labels(ProvisionComponent provision, Effect effect, String path, ProvisionBuilder builder) {
        ConsentCompiler.few(provision.getSecurityLabel(), path + ".securityLabel");
        Set<String> sensitivity = new HashSet<>();
        Set<Confidentiality> levels = new HashSet<>();
        for (int i = 0; i < provision.getSecurityLabel().size(); i++) {
            Coding label = provision.getSecurityLabel().get(i);
            String code = String.valueOf(label.getCode());
            if (Vocabulary.CONFIDENTIALITY.equals(label.getSystem()) && code.matches("[ULMNRV]")) {
                levels.add(Confidentiality.valueOf(code));
            } else {
                require(
                        Vocabulary.ACT_CODE.equals(label.getSystem()) && Sensitivity.known(code),
                        path + ".securityLabel[" + i + "]",
                        "must be a v3 confidentiality or sensitivity");
                sensitivity.add(code);
            }
        }
        builder.sensitivity(sensitivity);
        // Listed levels are joined by OR: the widest permit or deny among them counts.
        (effect == Effect.PERMIT
                        ? levels.stream().max(Confidentiality::compareTo)
                        : levels.stream().min(Confidentiality::compareTo))
                .ifPresent(builder::confidentiality);
    }

    private Interval interval(Period period, String element) {
        require(!period.hasStart() || period.getStartElement().hasValue(), element + ".start", "has no value");
        require(!period.hasEnd() || period.getEndElement().hasValue(), element + ".end", "has no value");
        try {
            return moments.period(period);
        } catch (IllegalArgumentException backwards) {
            throw new Unenforceable(element, "ends before it starts");
        }
    }
}
