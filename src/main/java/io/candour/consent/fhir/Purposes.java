package io.candour.consent.fhir;

import io.candour.consent.Choice;
import io.candour.consent.Purpose;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/**
 * How a Consent's purposes are read. One that answers a choice is about all of the choice's purposes whichever it
 * lists, so that no purpose code walks around it; a research one about research alone; any other about exactly what
 * it lists.
 *
 * @param allowed which may be listed
 * @param implied stands for the list where it is empty or replaced
 */
record Purposes(Predicate<Purpose> allowed, Set<String> implied, boolean replaced) {
    static Purposes of(Optional<Choice> choice) {
        // The choice itself carries its purposes, so the provision needs to name none.
        return choice.map(answered -> new Purposes(answered::covers, Set.of(), true))
                .orElseGet(() -> new Purposes(any -> true, Set.of(), false));
    }

    static Purposes research() {
        return new Purposes(Choice.ACADEMIC_RESEARCH::covers, Choice.ACADEMIC_RESEARCH.purposes(), false);
    }

    Set<String> of(ProvisionComponent provision, String path) {
        ConsentCompiler.few(provision.getPurpose(), path + ".purpose");
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < provision.getPurpose().size(); i++) {
            String element = path + ".purpose[" + i + "]";
            Coding coding = provision.getPurpose().get(i);
            ConsentCompiler.require(
                    Vocabulary.ACT_REASON.equals(coding.getSystem())
                            && coding.getCodeElement().hasValue()
                            && known(coding.getCode()),
                    element,
                    "must be a purpose of use of " + Vocabulary.ACT_REASON);
            ConsentCompiler.require(
                    allowed.test(new Purpose(coding.getCode())),
                    element,
                    "is no purpose of what this Consent is about");
            codes.add(coding.getCode());
        }
        return replaced || codes.isEmpty() ? implied : codes;
    }

    /** A purpose of use that has words: one that can be told to the person whose Consent it is. */
    private static boolean known(String code) {
        return Words.purpose(code).isPresent();
    }
}
