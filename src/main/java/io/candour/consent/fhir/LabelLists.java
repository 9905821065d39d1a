package io.candour.consent.fhir;

import io.candour.consent.Confidentiality;
import io.candour.consent.Sensitivity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UsageContext;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/**
 * Which codes make an item sensitive: value sets whose useContext of type {@code focus} says the labels, a
 * sensitivity of v3-ActCode and a level of v3-Confidentiality. Immutable; safe for any number of threads.
 *
 * <p>A code counts wherever it stands in an item, contained resources included: whoever reads the item reads it. An
 * ICD-10 category covers the codes below it.
 */
public final class LabelLists {
    private static final String FOCUS = "focus";
    private static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";

    private final Map<String, Labels> byCode;

    private LabelLists(Map<String, Labels> byCode) {
        this.byCode = Map.copyOf(byCode);
    }

    /**
     * The lists of a deployment.
     *
     * @throws IllegalArgumentException for a value set that says no label, or that does not list its codes one by one
     */
    public static LabelLists of(Collection<ValueSet> valueSets) {
        Map<String, Labels> byCode = new HashMap<>();
        for (ValueSet valueSet : valueSets) {
            Labels labels = labels(valueSet);
            check(valueSet, valueSet.getCompose().hasInclude(), "compose.include lists no codes");
            check(valueSet, !valueSet.getCompose().hasExclude(), "compose.exclude is not understood");
            for (ConceptSetComponent include : valueSet.getCompose().getInclude()) {
                check(
                        valueSet,
                        include.hasSystem() && include.hasConcept() && !include.hasFilter() && !include.hasValueSet(),
                        "compose.include must list its codes one by one");
                include.getConcept()
                        .forEach(concept ->
                                byCode.merge(include.getSystem() + "|" + concept.getCode(), labels, Labels::and));
            }
        }
        return new LabelLists(byCode);
    }

    private static Labels labels(ValueSet valueSet) {
        Set<String> sensitivity = new HashSet<>();
        Confidentiality level = Confidentiality.N;
        for (UsageContext use : valueSet.getUseContext()) {
            if (!FOCUS.equals(use.getCode().getCode()) || !use.hasValueCodeableConcept()) {
                continue;
            }
            for (Coding label : use.getValueCodeableConcept().getCoding()) {
                if (Vocabulary.ACT_CODE.equals(label.getSystem())) {
                    check(valueSet, Sensitivity.known(label.getCode()), label.getCode() + " is no sensitivity");
                    sensitivity.add(label.getCode());
                } else if (Vocabulary.CONFIDENTIALITY.equals(label.getSystem())) {
                    level = Arrays.stream(Confidentiality.values())
                            .filter(each -> each.name().equals(label.getCode()))
                            .findFirst()
                            .orElseThrow(() -> wrong(valueSet, label.getCode() + " is no confidentiality"));
                }
            }
        }
        check(valueSet, !sensitivity.isEmpty() || level != Confidentiality.N, "useContext says no label");
        return new Labels(level, sensitivity, false);
    }

    /** Tells these lists from others: the same codes with the same labels have the same name. */
    public String edition() {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(byCode).forEach((code, labels) -> all.append(code)
                .append(' ')
                .append(labels.confidentiality())
                .append(new TreeSet<>(labels.sensitivity()))
                .append('\n'));
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** What the lists say of the codes in a resource. */
    Labels of(Resource resource) {
        if (byCode.isEmpty()) {
            return Labels.NONE;
        }
        return collect(resource, Labels.NONE);
    }

    private Labels collect(Base base, Labels labels) {
        Labels found = labels;
        if (base instanceof Coding coding) {
            return coding.hasCode() ? found.and(of(coding)) : found;
        }
        for (Property property : base.children()) {
            // What labels an item already must not be read as what it is about.
            if (property.getName().equals("meta")) {
                continue;
            }
            for (Base value : property.getValues()) {
                found = collect(value, found);
            }
        }
        return found;
    }

    private Labels of(Coding coding) {
        Labels exact = byCode.getOrDefault(Codes.text(coding), Labels.NONE);
        int dot = coding.getCode().indexOf('.');
        return ICD_10.equals(coding.getSystem()) && dot > 0
                ? exact.and(byCode.getOrDefault(ICD_10 + "|" + coding.getCode().substring(0, dot), Labels.NONE))
                : exact;
    }

    private static void check(ValueSet valueSet, boolean holds, String what) {
        if (!holds) {
            throw wrong(valueSet, what);
        }
    }

    private static IllegalArgumentException wrong(ValueSet valueSet, String what) {
        return new IllegalArgumentException("ValueSet " + valueSet.getUrl() + ": " + what);
    }

    /** No lists: only what senders say counts. */
    static LabelLists none() {
        return of(List.of());
    }
}
