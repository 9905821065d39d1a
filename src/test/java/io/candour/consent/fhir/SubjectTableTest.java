package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IAnyResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class SubjectTableTest {
    /**
     * Elements that may name a Patient and don't make the item theirs: who wrote, asked, sent, receives, pays; what else
     * there is to know; what is asked or answered. One line a type, read once over R4 as a whole.
     */
    private static final String NOT_WHOSE_IT_IS =
            """
            Account guarantor.party
            AdverseEvent recorder
            AllergyIntolerance asserter recorder
            Appointment supportingInformation
            AuditEvent agent.who source.observer
            Basic author
            CarePlan activity.detail.performer activity.outcomeReference author contributor supportingInfo
            CareTeam participant.member
            ChargeItem enterer performer.actor supportingInformation
            Claim payee.party supportingInfo.value
            ClinicalImpression supportingInfo
            Communication basedOn partOf payload.content recipient sender
            CommunicationRequest basedOn payload.content recipient requester sender
            Composition attester.party author event.detail section.author
            Condition asserter evidence.detail recorder
            Consent performer provision.actor.reference provision.data.reference verification.verifiedWith
            Contract author signer.party supportingInfo topic
            Contract term.action.performer term.action.requester term.action.subject.reference term.topic
            Contract term.asset.answer.value term.asset.context.reference term.asset.typeReference
            Contract term.asset.valuedItem.entity term.asset.valuedItem.recipient term.asset.valuedItem.responsible
            Contract term.offer.answer.value term.offer.party.reference term.offer.topic
            Coverage payor policyHolder subscriber
            CoverageEligibilityRequest item.detail supportingInfo.information
            DetectedIssue evidence.detail implicated
            DeviceRequest basedOn performer priorRequest supportingInfo
            DeviceUseStatement source
            DocumentManifest author recipient related.ref
            DocumentReference author context.related context.sourcePatientInfo
            ExplanationOfBenefit payee.party supportingInfo.value
            Flag author
            Goal expressedBy
            Group characteristic.value
            ImagingStudy series.performer.actor
            ImmunizationRecommendation recommendation.supportingPatientInformation
            ImplementationGuide definition.resource.reference manifest.resource.reference
            Invoice participant.actor recipient
            List source
            Media operator partOf
            MedicationAdministration performer.actor supportingInformation
            MedicationDispense performer.actor receiver supportingInformation
            MedicationRequest performer reported requester supportingInformation
            MedicationStatement derivedFrom informationSource
            Observation focus performer
            Patient link.other
            Procedure asserter performer.actor recorder
            Provenance agent.onBehalfOf agent.who entity.agent.onBehalfOf entity.agent.who entity.what
            Questionnaire item.answerOption.value item.enableWhen.answer item.initial.value
            QuestionnaireResponse author item.answer.value source
            RequestGroup action.participant action.resource basedOn replaces
            RiskAssessment basedOn basis parent
            ServiceRequest performer requester supportingInfo
            StructureMap group.rule.source.defaultValue
            Task basedOn focus input.value output.value owner reasonReference requester restriction.recipient
            TestScript fixture.resource profile
            """;

    private final FhirContext r4 = FhirContext.forR4Cached();
    private final ItemFactsReader reader = new ItemFactsReader(
            new LocalReferences(Set.of()), ZoneOffset.UTC, reference -> Optional.empty(), LabelLists.none());

    @Test
    void linesWhenComparedWithR4ThenEveryTypeHasOne() {
        assertThat(SubjectTable.lines().keySet()).isEqualTo(r4.getResourceTypes());
    }

    @Test
    void linesWhenElementCanNameAPatientThenItIsInTheTableOrNamedAsNotSayingWhoseItIs() {
        Set<String> listed = new TreeSet<>();
        NOT_WHOSE_IT_IS.lines().map(line -> line.split(" ")).forEach(words -> Arrays.stream(words)
                .skip(1)
                .forEach(path -> listed.add(words[0] + "." + path)));
        Set<String> silent = new TreeSet<>();
        for (String type : r4.getResourceTypes()) {
            Set<String> naming = new TreeSet<>();
            namingPatients(r4.getResourceDefinition(type), "", Set.of(), naming);
            naming.removeAll(SubjectTable.paths(type));
            naming.forEach(path -> silent.add(type + "." + path));
        }
        assertThat(silent).isEqualTo(listed);
    }

    @Test
    void readWhenSubjectElementNamesPatientThenItemIsTheirs() throws ReflectiveOperationException {
        int tried = 0;
        for (String type : new TreeSet<>(SubjectTable.lines().keySet())) {
            for (String path : SubjectTable.paths(type)) {
                boolean embeds = path.equals(".") || path.endsWith(".resource") && !type.equals("Linkage");
                if (embeds) {
                    continue;
                }
                Resource resource = (Resource) r4.getResourceDefinition(type)
                        .getImplementingClass()
                        .getDeclaredConstructor()
                        .newInstance();
                resource.setId("i");
                set(resource, new ArrayList<>(Arrays.asList(path.split("\\."))), new Reference("Patient/p"));
                ItemFacts facts = reader.read(resource, Instant.EPOCH);
                assertThat(facts.patients()).as(type + "." + path).containsExactly("p");
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(80);
    }

    @Test
    void readWhenPatientIsInsideOfParametersAtAnyDepthThenCounts() {
        Resource parameters = (Resource)
                r4.newJsonParser()
                        .parseResource(
                                """
                        {"resourceType":"Parameters","parameter":[{"name":"a","part":[{"name":"b","part":[
                         {"name":"c","resource":{"resourceType":"Flag","subject":{"reference":"Patient/p"}}},
                         {"name":"d","valueReference":{"reference":"Patient/q"}}]}]}]}""");
        Bundle bundle = new Bundle();
        bundle.setId("i");
        bundle.addEntry().setResource(parameters);
        assertThat(reader.read(bundle, Instant.EPOCH).patients()).containsExactly("p", "q");
    }

    @Test
    void categoryWhenAskedForAnyR4TypeThenHasOne() {
        for (String type : r4.getResourceTypes()) {
            assertThat(Category.of(type, Set.of())).as(type).isNotNull();
        }
    }

    private static void set(Base base, List<String> path, Reference value) {
        String name = path.remove(0);
        if (path.isEmpty()) {
            boolean choice = base.getNamedProperty(name) != null
                    && base.getNamedProperty(name).getName().endsWith("[x]");
            base.setProperty(choice ? name + "[x]" : name, value);
        } else {
            set(base.addChild(name), path, value);
        }
    }

    /** Paths, below the element, of references that may be to a Patient; what holds more of itself is entered once. */
    private static void namingPatients(
            BaseRuntimeElementCompositeDefinition<?> element, String above, Set<Class<?>> entered, Set<String> paths) {
        for (BaseRuntimeChildDefinition child : element.getChildren()) {
            if (child.getElementName().endsWith("xtension")) {
                continue;
            }
            String path = above + child.getElementName().replace("[x]", "");
            if (mayBePatient(child)) {
                paths.add(path);
            }
            for (String name : child.getValidChildNames()) {
                if (child.getChildByName(name) instanceof RuntimeResourceBlockDefinition block
                        && !entered.contains(block.getImplementingClass())) {
                    Set<Class<?>> within = new HashSet<>(entered);
                    within.add(block.getImplementingClass());
                    namingPatients(block, path + ".", within, paths);
                }
            }
        }
    }

    private static boolean mayBePatient(BaseRuntimeChildDefinition child) {
        List<Class<? extends IBaseResource>> targets = List.of();
        boolean anything = false;
        if (child instanceof RuntimeChildResourceDefinition reference) {
            targets = reference.getResourceTypes();
        } else if (child instanceof RuntimeChildChoiceDefinition choice) {
            boolean refers = choice.getValidChildNames().stream().anyMatch(name -> name.endsWith("Reference"));
            targets = refers ? Optional.ofNullable(choice.getResourceTypes()).orElse(List.of()) : List.of();
            anything = refers && targets.isEmpty();
        }
        return anything
                || targets.stream()
                        .anyMatch(type -> type.getSimpleName().equals("Patient")
                                || type == IAnyResource.class
                                || type == IBaseResource.class);
    }
}
